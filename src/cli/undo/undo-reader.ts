/** Reads an undo file and tells whether an image is the one that it belongs to. */
import type { ByteRange, ByteSource } from '../../engine/bytes/byte-source.ts'
import { NIL_GUID } from '../../engine/bytes/guid.ts'
import { endOf, overlaps } from '../../engine/bytes/ranges.ts'
import { readChecksum } from '../../engine/format/checksum.ts'
import type { Header } from '../../engine/format/header.ts'
import { FIRST_LOGGABLE_OFFSET, HEADER_SIZE } from '../../engine/format/layout.ts'
import { readHeaders } from '../../engine/image/headers/headers.ts'
import { Failure } from '../failure.ts'
import { fingerprint } from '../files/fingerprint.ts'
import {
  UNDO_DATA_OFFSET,
  UNDO_HEADERS_OFFSET,
  UNDO_SIGNATURE,
  UNDO_VERSION,
  type UndoHeader,
  undoHeader,
  undoRun,
} from './undo-format.ts'

export interface UndoRun extends ByteRange {
  /** Where its bytes are in the undo file; `undefined` where they are zeros. */
  readonly at: number | undefined
}

export interface Undo {
  readonly header: UndoHeader
  readonly log: ByteRange
  readonly sizeBefore: number
  readonly sizeAfter: number
  /** In order, disjoint, inside the image as it was; none in its headers or its log. */
  readonly runs: readonly UndoRun[]
  /** The whole headers as they were, of copy 1 and of copy 2. */
  readonly headers: readonly [Uint8Array, Uint8Array]
}

/** Rejects with a `Failure` where the file is not whole. `name` is what it is called. */
export async function readUndo(file: ByteSource, name: string, signal: AbortSignal): Promise<Undo> {
  const damaged = new Failure(`${name} is not an undo file, or it is damaged.`)
  if (file.size < UNDO_DATA_OFFSET) throw damaged
  const bytes = await file.read(0, undoHeader.size)
  const header = undoHeader.decode(bytes)
  const { stored, computed } = readChecksum(bytes)
  if (header.signature !== UNDO_SIGNATURE || stored !== computed) throw damaged
  if (header.version !== UNDO_VERSION) {
    throw new Failure(
      `${name} is an undo file of version ${header.version}, which is not known here.`,
    )
  }
  const dataLength = Number(header.dataLength)
  const runsAt = UNDO_DATA_OFFSET + dataLength
  if (runsAt + header.runCount * undoRun.size !== file.size) throw damaged
  const body = { offset: UNDO_HEADERS_OFFSET, length: file.size - UNDO_HEADERS_OFFSET }
  const digest = await fingerprint(file, [body], signal)
  if (digest !== hexOf(header.bodyDigest)) throw damaged
  const runs = decodeRuns(await file.read(runsAt, header.runCount * undoRun.size))
  const log = { offset: Number(header.logOffset), length: Number(header.logLength) }
  const sizeBefore = Number(header.sizeBefore)
  if (!areInside(runs, log, sizeBefore)) throw damaged
  return {
    header,
    log,
    sizeBefore,
    sizeAfter: Number(header.sizeAfter),
    runs,
    headers: [
      await file.read(UNDO_HEADERS_OFFSET, HEADER_SIZE),
      await file.read(UNDO_HEADERS_OFFSET + HEADER_SIZE, HEADER_SIZE),
    ],
  }
}

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

function decodeRuns(bytes: Uint8Array): readonly UndoRun[] {
  let next = UNDO_DATA_OFFSET
  return Array.from({ length: bytes.length / undoRun.size }, (_, index) => {
    const { offset, length, isStored } = undoRun.decode(bytes, index * undoRun.size)
    const at = isStored ? next : undefined
    if (isStored) next += Number(length)
    return { offset: Number(offset), length: Number(length), at }
  })
}

function areInside(runs: readonly UndoRun[], log: ByteRange, size: number): boolean {
  let free = FIRST_LOGGABLE_OFFSET
  return runs.every((run) => {
    const isInside = run.offset >= free && endOf(run) <= size && !overlaps(run, log)
    free = endOf(run)
    return isInside
  })
}

/** How far the replay is that the undo file belongs to. */
export type UndoState = 'not-begun' | 'begun' | 'done'

/**
 * `undefined` where the image is another one, or where somebody else has written to it since: every
 * program changes the FileWriteGuid before its first write (§2.2.2), and no replay changes the log.
 */
export async function undoState(
  { header, log, sizeBefore, sizeAfter, runs }: Undo,
  image: ByteSource,
  signal: AbortSignal,
): Promise<UndoState | undefined> {
  const { size } = image
  const state = stateByHeaders(header, (await readHeaders(image)).current?.values)
  if (state === undefined || size < sizeBefore || size > sizeAfter) return undefined
  if (endOf(log) > size) return undefined
  if ((await fingerprint(image, [log], signal)) !== hexOf(header.logDigest)) return undefined
  if (state !== 'done') return state
  const isUnchanged =
    size === sizeAfter && (await fingerprint(image, runs, signal)) === hexOf(header.resultDigest)
  return isUnchanged ? state : undefined
}

function stateByHeaders(
  { fileWriteGuid, fileWriteGuidBefore, logGuid, logOffset, logLength }: UndoHeader,
  current: Header | undefined,
): UndoState | undefined {
  if (current?.logOffset !== logOffset || BigInt(current.logLength) !== logLength) return undefined
  const isOurs = current.fileWriteGuid === fileWriteGuid
  if (current.logGuid === NIL_GUID) return isOurs ? 'done' : undefined
  if (current.logGuid !== logGuid) return undefined
  if (isOurs) return 'begun'
  return current.fileWriteGuid === fileWriteGuidBefore ? 'not-begun' : undefined
}
