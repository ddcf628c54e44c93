/** The bytes of a file as a patch. The file may be hostile: nothing that it says is believed unchecked. */
import { type ByteRange, position } from '../bytes/byte-source.ts'
import { isZero } from '../bytes/is-zero.ts'
import { endOf, overlaps } from '../bytes/ranges.ts'
import { readChecksum } from '../format/checksum.ts'
import { FIRST_LOGGABLE_OFFSET, HEADER_SIZE, MAX_FILE_SIZE } from '../format/layout.ts'
import type { PlainContent } from '../update/step.ts'
import { headerStates } from './header-states.ts'
import { MAX_PATCH_DATA, PATCH_BLOCK, type Patch, PatchError, type PatchRun } from './patch.ts'
import {
  ABSENT,
  HEADERS_AT,
  MAX_PATCH_SIZE,
  PATCH_SIGNATURE,
  PATCH_VERSION,
  patchHeader,
  patchRun,
  RUNS_AT,
  STORED,
  ZEROS,
} from './patch-format.ts'

/** Rejects with a `PatchError`; its message goes on a sentence that names the file. */
export async function decodePatch(file: Uint8Array): Promise<Patch> {
  if (file.length < RUNS_AT) throw new PatchError('it is no patch: it is too short')
  if (file.length > MAX_PATCH_SIZE) throw new PatchError('it is no patch: it is too long')
  const header = patchHeader.decode(file)
  if (header.signature !== PATCH_SIGNATURE) {
    throw new PatchError('it is no patch: it does not begin as one')
  }
  const { stored, computed } = readChecksum(file)
  if (stored !== computed) throw new PatchError('it is damaged: its checksum is not right')
  if (header.version !== PATCH_VERSION) {
    throw new PatchError(`it is a patch of version ${header.version}, which is not known here`)
  }
  const dataAt = RUNS_AT + header.runCount * patchRun.size
  const dataLength = position(header.dataLength)
  if (dataLength === undefined || dataLength > MAX_PATCH_DATA) throw wrong('too many bytes')
  if (dataAt + dataLength !== file.length) throw wrong('lengths that do not add up')
  if (!isZero(header.reserved)) throw wrong('a reserved field that is set')
  const sizeBefore = position(header.sizeBefore)
  const sizeAfter = position(header.sizeAfter)
  if (sizeBefore === undefined || sizeAfter === undefined) throw wrong('a size that no file has')
  if (sizeBefore < FIRST_LOGGABLE_OFFSET || sizeAfter < sizeBefore || sizeAfter > MAX_FILE_SIZE) {
    throw wrong('impossible sizes')
  }
  const headers = await headerStates(
    [headerAt(file, HEADERS_AT), headerAt(file, HEADERS_AT + HEADER_SIZE)],
    header.fileWriteGuid,
  )
  if (headers === undefined) throw wrong('headers that name no log')
  if (endOf(headers.log) > sizeBefore) throw wrong('a log behind the end of the image')
  const runs = decodeRuns(file, header.runCount, dataAt)
  if (!areSound(runs, { log: headers.log, sizeBefore, sizeAfter })) {
    throw wrong('runs where no replay writes')
  }
  return { sizeBefore, sizeAfter, fileWriteGuid: header.fileWriteGuid, headers, runs }
}

const wrong = (what: string): PatchError => new PatchError(`it is no sound patch: it has ${what}`)

const headerAt = (file: Uint8Array, at: number): Uint8Array => file.slice(at, at + HEADER_SIZE)

/** The count is that of the file's length. */
function decodeRuns(file: Uint8Array, count: number, dataAt: number): readonly PatchRun[] {
  let next = dataAt
  const take = (kind: number, length: number): PlainContent => {
    if (kind === ZEROS) return { kind: 'zeros', length }
    if (kind !== STORED) throw wrong('a kind of run that is not known')
    if (length > file.length - next) throw wrong('runs that are longer than their bytes')
    next += length
    return { kind: 'bytes', bytes: file.slice(next - length, next) }
  }
  const runs = Array.from({ length: count }, (_, i): PatchRun => {
    const values = patchRun.decode(file, RUNS_AT + i * patchRun.size)
    const [offset, length] = [position(values.offset), position(values.length)]
    if (offset === undefined || length === undefined || !Number.isSafeInteger(offset + length)) {
      throw wrong('a run that no file has')
    }
    if (values.before !== STORED && values.after !== STORED) throw wrong('a run without bytes')
    const before = values.before === ABSENT ? undefined : take(values.before, length)
    return { offset, length, before, after: take(values.after, length) }
  })
  if (next !== file.length) throw wrong('bytes that belong to no run')
  return runs
}

interface Bounds {
  readonly log: ByteRange
  readonly sizeBefore: number
  readonly sizeAfter: number
}

/** In order, disjoint, on whole blocks but for the old end of the file, and nowhere but where a log may write. */
function areSound(runs: readonly PatchRun[], { log, sizeBefore, sizeAfter }: Bounds): boolean {
  let free = FIRST_LOGGABLE_OFFSET
  return runs.every((run) => {
    const { offset, length, before } = run
    const end = endOf(run)
    const isPlaced = offset >= free && length > 0 && end <= sizeAfter && !overlaps(run, log)
    const isOnSide = before ? end <= sizeBefore : offset >= sizeBefore
    const isWhole = [offset, end].every((edge) => edge % PATCH_BLOCK === 0 || edge === sizeBefore)
    free = end
    return isPlaced && isOnSide && isWhole
  })
}
