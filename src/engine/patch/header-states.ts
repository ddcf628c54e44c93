/**
 * What the headers are before, during and behind a patch. Of a replay (version 1) that is §2.2.2.1: first both
 * name the log with a new FileWriteGuid, in the end both name none, and everything follows from the headers as
 * they were. Of any other change (version 2) both are a mark meanwhile, which no program takes for a header.
 */
import type { ByteRange, ByteSource } from '../bytes/byte-source.ts'
import { position } from '../bytes/byte-source.ts'
import { encodeGuid, type Guid, NIL_GUID } from '../bytes/guid.ts'
import { HEADER_OFFSETS, HEADER_SIZE } from '../format/layout.ts'
import { PATCH_MARK } from '../format/patch-mark.ts'
import { readHeaders } from '../image/headers/headers.ts'
import { type HeaderUpdate, planHeaderUpdate } from '../update/header-update.ts'

/** One header's 4 KiB in the three states. The middle one is none of the others; these can be the same in version 2. */
export interface HeaderStates {
  readonly offset: number
  readonly original: Uint8Array
  /** While the data is written: the log is named, or there is a mark. */
  readonly opened: Uint8Array
  /** In the end. */
  readonly closed: Uint8Array
}

export interface HeaderPair {
  /** The one that was not current: it is opened before the other. */
  readonly first: HeaderStates
  /** The one that was current. */
  readonly second: HeaderStates
  /** In which order they are closed: first the one that is current then, so that the other never counts alone. */
  readonly closing: readonly ['first', 'second'] | readonly ['second', 'first']
  /** Where the log is, in which a replay changes nothing; `undefined` in version 2. */
  readonly log: ByteRange | undefined
}

/** The bytes of both headers, that of copy 1 first. */
export type HeaderBytes = readonly [Uint8Array, Uint8Array]

/** `undefined` where the headers are of no image whose log a replay with this GUID could close. */
export async function headerStates(
  headers: HeaderBytes,
  fileWriteGuid: Guid,
): Promise<HeaderPair | undefined> {
  const { current } = await readHeaders(headersOnly(headers))
  if (current?.values === undefined || current.values.logGuid === NIL_GUID) return undefined
  const offset = position(current.values.logOffset)
  if (offset === undefined || fileWriteGuid === NIL_GUID) return undefined
  const start = { copy: current.copy, values: current.values }
  const opening = planHeaderUpdate(start, { fileWriteGuid })
  const closing = planHeaderUpdate(opening.current, { logGuid: NIL_GUID })
  const states = (copy: 1 | 2): HeaderStates => {
    const index = copy === 1 ? 0 : 1
    return {
      offset: HEADER_OFFSETS[index],
      original: headers[index],
      opened: bytesOf(opening, copy),
      closed: bytesOf(closing, copy),
    }
  }
  return {
    first: states(current.copy === 1 ? 2 : 1),
    second: states(current.copy),
    closing: ['first', 'second'],
    log: { offset, length: current.values.logLength },
  }
}

const MARK_GUID_AT = 16
const MARK_TEXT_AT = 64
const MARK_TEXT =
  'This image is in the middle of a patch, whose GUID stands above: apply it again, or take it back.'

/** What stands in the place of both headers in the middle of the patch that is called `id`. */
export function markOf(id: Guid): Uint8Array {
  const mark = new Uint8Array(HEADER_SIZE)
  putText(mark, 0, PATCH_MARK)
  encodeGuid(new DataView(mark.buffer), MARK_GUID_AT, id)
  putText(mark, MARK_TEXT_AT, MARK_TEXT)
  return mark
}

function putText(bytes: Uint8Array, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i)
}

export const isMark = (header: Uint8Array): boolean =>
  [...PATCH_MARK].every((char, i) => header[i] === char.charCodeAt(0))

/** Of any change from `originals` to `closed`; `undefined` where one of these is the mark of a patch itself. */
export async function markedStates(
  originals: HeaderBytes,
  closed: HeaderBytes,
  id: Guid,
): Promise<HeaderPair | undefined> {
  if ([...originals, ...closed].some(isMark)) return undefined
  const was = (await readHeaders(headersOnly(originals))).current?.copy ?? 2
  const becomes = (await readHeaders(headersOnly(closed))).current?.copy
  const states = (index: 0 | 1): HeaderStates => ({
    offset: HEADER_OFFSETS[index],
    original: originals[index],
    opened: markOf(id),
    closed: closed[index],
  })
  return {
    first: states(was === 1 ? 1 : 0),
    second: states(was === 1 ? 0 : 1),
    closing: becomes === was ? ['second', 'first'] : ['first', 'second'],
    log: undefined,
  }
}

function bytesOf({ steps }: HeaderUpdate, copy: 1 | 2): Uint8Array {
  for (const step of steps) {
    if (step.kind !== 'write' || step.cause.kind !== 'header' || step.cause.copy !== copy) continue
    if (step.content.kind === 'bytes') return step.content.bytes
  }
  throw new RangeError(`the update does not write header ${copy}`)
}

/** A file of which only the headers can be read. */
export const headersOnly = (headers: HeaderBytes): ByteSource => ({
  size: HEADER_OFFSETS[1] + HEADER_SIZE,
  read: async (offset) => headers[offset === HEADER_OFFSETS[0] ? 0 : 1].slice(),
})
