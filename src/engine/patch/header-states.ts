/**
 * What the headers are before, during and behind a replay, §2.2.2.1: first both name the log with a new
 * FileWriteGuid, in the end both name none. Everything follows from the headers as they were.
 */
import type { ByteRange, ByteSource } from '../bytes/byte-source.ts'
import { position } from '../bytes/byte-source.ts'
import { type Guid, NIL_GUID } from '../bytes/guid.ts'
import { HEADER_OFFSETS, HEADER_SIZE } from '../format/layout.ts'
import { readHeaders } from '../image/headers/headers.ts'
import { type HeaderUpdate, planHeaderUpdate } from '../update/header-update.ts'

/** One header's 4 KiB in the three states; each is another one. */
export interface HeaderStates {
  readonly offset: number
  readonly original: Uint8Array
  /** While the data is written: the log is named. */
  readonly opened: Uint8Array
  /** In the end: no log is named. */
  readonly closed: Uint8Array
}

export interface HeaderPair {
  /** The one that was not current: it is always written before the other. */
  readonly first: HeaderStates
  /** The one that was current. */
  readonly second: HeaderStates
  /** Where the log is. */
  readonly log: ByteRange
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
    log: { offset, length: current.values.logLength },
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
