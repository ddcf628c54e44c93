/** Reads an undo file and tells whether an image is the one that it belongs to. */
import { type ByteRange, type ByteSource, position } from '../../engine/bytes/byte-source.ts'
import { NIL_GUID } from '../../engine/bytes/guid.ts'
import { endOf, overlaps } from '../../engine/bytes/ranges.ts'
import { readChecksum } from '../../engine/format/checksum.ts'
import type { Header } from '../../engine/format/header.ts'
import { FIRST_LOGGABLE_OFFSET, HEADER_SIZE } from '../../engine/format/layout.ts'
import { readHeaders } from '../../engine/image/headers/headers.ts'
import { type HeaderBytes, headersOnly } from '../../engine/patch/header-states.ts'
import { Failure } from '../failure.ts'
import { fingerprint } from '../files/fingerprint.ts'
import {
  MAX_UNDO_RUNS,
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
  readonly headers: HeaderBytes
}

/**
 * Rejects with a `Failure` where the file is not whole, or where it says what no replay has left. The file
 * may be hostile: who made it made its digests, too. What is given back can be carried out to its end.
 * `name` is what the file is called.
 */
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
  const sizes = readSizes(header)
  if (sizes === undefined) throw damaged
  const runsAt = UNDO_DATA_OFFSET + sizes.dataLength
  if (runsAt + header.runCount * undoRun.size !== file.size) throw damaged
  const headers = [
    await file.read(UNDO_HEADERS_OFFSET, HEADER_SIZE),
    await file.read(UNDO_HEADERS_OFFSET + HEADER_SIZE, HEADER_SIZE),
  ] as const
  if (!(await areThoseOf(header, headers))) throw damaged
  const body = { offset: UNDO_HEADERS_OFFSET, length: file.size - UNDO_HEADERS_OFFSET }
  const digest = await fingerprint(file, [body], signal)
  if (digest !== hexOf(header.bodyDigest)) throw damaged
  const runs = decodeRuns(await file.read(runsAt, header.runCount * undoRun.size), sizes)
  if (runs === undefined) throw damaged
  return { ...sizes, header, runs, headers }
}

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

interface Sizes extends Pick<Undo, 'log' | 'sizeBefore' | 'sizeAfter'> {
  readonly dataLength: number
}

/** `undefined` where no file has them, or no replay. */
function readSizes(header: UndoHeader): Sizes | undefined {
  const [sizeBefore, sizeAfter, offset, length, dataLength] = [
    position(header.sizeBefore),
    position(header.sizeAfter),
    position(header.logOffset),
    position(header.logLength),
    position(header.dataLength),
  ]
  if (sizeBefore === undefined || sizeAfter === undefined || dataLength === undefined) return
  if (offset === undefined || length === undefined || header.runCount > MAX_UNDO_RUNS) return
  if (sizeAfter < sizeBefore || length > sizeBefore || offset > sizeBefore - length) return
  return { sizeBefore, sizeAfter, log: { offset, length }, dataLength }
}

/** Whether these were the headers of the image: they are what is written last, and make it one again. */
async function areThoseOf(header: UndoHeader, headers: HeaderBytes): Promise<boolean> {
  const { current } = await readHeaders(headersOnly(headers))
  return (
    current?.values !== undefined &&
    current.copy === header.currentCopy &&
    header.logGuid !== NIL_GUID &&
    header.fileWriteGuid !== NIL_GUID &&
    stateByHeaders(header, current.values) === 'not-begun'
  )
}

/**
 * In order, disjoint, where a log may write, inside the image as it was, and with all the bytes that there
 * are for them, neither more nor less; else `undefined`.
 */
function decodeRuns(
  bytes: Uint8Array,
  { log, sizeBefore, dataLength }: Sizes,
): readonly UndoRun[] | undefined {
  const runs: UndoRun[] = []
  let free = FIRST_LOGGABLE_OFFSET
  let stored = 0
  for (let i = 0; i < bytes.length; i += undoRun.size) {
    const values = undoRun.decode(bytes, i)
    const [offset, length] = [position(values.offset), position(values.length)]
    if (offset === undefined || length === undefined || values.isStored > 1) return undefined
    if (offset < free || offset > sizeBefore || length > sizeBefore - offset) return undefined
    if (length === 0 || overlaps({ offset, length }, log)) return undefined
    runs.push({ offset, length, at: values.isStored ? UNDO_DATA_OFFSET + stored : undefined })
    if (values.isStored) stored += length
    free = offset + length
  }
  return stored === dataLength ? runs : undefined
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
