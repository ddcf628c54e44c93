/** The bytes of a file as a patch. The file may be hostile: nothing that it says is believed unchecked. */
import { type ByteRange, position } from '../bytes/byte-source.ts'
import { type Guid, NIL_GUID } from '../bytes/guid.ts'
import { isZero } from '../bytes/is-zero.ts'
import { endOf, overlaps } from '../bytes/ranges.ts'
import { readChecksum } from '../format/checksum.ts'
import { FIRST_LOGGABLE_OFFSET, HEADER_SIZE, MAX_FILE_SIZE } from '../format/layout.ts'
import type { PlainContent } from '../update/step.ts'
import { type HeaderPair, headerStates, markedStates } from './header-states.ts'
import {
  HEADERS_END,
  isInHeader,
  MAX_PATCH_DATA,
  PATCH_BLOCK,
  type Patch,
  PatchError,
  type PatchRun,
} from './patch.ts'
import {
  ABSENT,
  CLOSED_AT,
  HEADERS_AT,
  MAX_PATCH_SIZE,
  PATCH_SIGNATURE,
  patchHeader,
  patchRun,
  runsAt,
  STORED,
  ZEROS,
} from './patch-format.ts'

/** Rejects with a `PatchError`; its message goes on a sentence that names the file. */
export async function decodePatch(file: Uint8Array): Promise<Patch> {
  if (file.length < runsAt(1)) throw new PatchError('it is no patch: it is too short')
  if (file.length > MAX_PATCH_SIZE) throw new PatchError('it is no patch: it is too long')
  const header = patchHeader.decode(file)
  if (header.signature !== PATCH_SIGNATURE) {
    throw new PatchError('it is no patch: it does not begin as one')
  }
  const { stored, computed } = readChecksum(file)
  if (stored !== computed) throw new PatchError('it is damaged: its checksum is not right')
  const { version } = header
  if (version !== 1 && version !== 2) {
    throw new PatchError(`it is a patch of version ${version}, which is not known here`)
  }
  if (file.length < runsAt(version)) throw wrong('lengths that do not add up')
  const dataAt = runsAt(version) + header.runCount * patchRun.size
  const dataLength = position(header.dataLength)
  if (dataLength === undefined || dataLength > MAX_PATCH_DATA) throw wrong('too many bytes')
  if (dataAt + dataLength !== file.length) throw wrong('lengths that do not add up')
  if (!isZero(header.reserved)) throw wrong('a reserved field that is set')
  const sizeBefore = position(header.sizeBefore)
  const sizeAfter = position(header.sizeAfter)
  if (sizeBefore === undefined || sizeAfter === undefined) throw wrong('a size that no file has')
  const least = version === 1 ? FIRST_LOGGABLE_OFFSET : HEADERS_END
  if (sizeBefore < least || sizeAfter < sizeBefore || sizeAfter > MAX_FILE_SIZE) {
    throw wrong('impossible sizes')
  }
  const { fileWriteGuid } = header
  const headers = await decodeHeaders(file, version, fileWriteGuid)
  const { log } = headers
  if (log && endOf(log) > sizeBefore) throw wrong('a log behind the end of the image')
  const runs = decodeRuns(file, { at: runsAt(version), count: header.runCount, dataAt })
  if (!areSound(runs, { version, log, sizeBefore, sizeAfter })) {
    throw wrong('runs where no patch writes')
  }
  return { version, sizeBefore, sizeAfter, fileWriteGuid, headers, runs }
}

async function decodeHeaders(
  file: Uint8Array,
  version: Patch['version'],
  guid: Guid,
): Promise<HeaderPair> {
  const pairAt = (at: number) => [headerAt(file, at), headerAt(file, at + HEADER_SIZE)] as const
  const originals = pairAt(HEADERS_AT)
  if (version === 1) {
    const headers = await headerStates(originals, guid)
    if (headers === undefined) throw wrong('headers that name no log')
    return headers
  }
  if (guid === NIL_GUID) throw wrong('no name')
  const headers = await markedStates(originals, pairAt(CLOSED_AT), guid)
  if (headers === undefined) throw wrong('headers that are the mark of a patch')
  return headers
}

const wrong = (what: string): PatchError => new PatchError(`it is no sound patch: it has ${what}`)

const headerAt = (file: Uint8Array, at: number): Uint8Array => file.slice(at, at + HEADER_SIZE)

/** Where the runs are, and what they store. */
interface Placed {
  readonly at: number
  /** That of the file's length. */
  readonly count: number
  readonly dataAt: number
}

function decodeRuns(file: Uint8Array, { at, count, dataAt }: Placed): readonly PatchRun[] {
  let next = dataAt
  const take = (kind: number, length: number): PlainContent => {
    if (kind === ZEROS) return { kind: 'zeros', length }
    if (kind !== STORED) throw wrong('a kind of run that is not known')
    if (length > file.length - next) throw wrong('runs that are longer than their bytes')
    next += length
    return { kind: 'bytes', bytes: file.slice(next - length, next) }
  }
  const runs = Array.from({ length: count }, (_, i): PatchRun => {
    const values = patchRun.decode(file, at + i * patchRun.size)
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
  readonly version: Patch['version']
  readonly log: ByteRange | undefined
  readonly sizeBefore: number
  readonly sizeAfter: number
}

/**
 * In order, disjoint, on whole blocks but for the old end of the file, and in no header; of a replay nowhere but
 * where a log may write.
 */
function areSound(
  runs: readonly PatchRun[],
  { version, log, sizeBefore, sizeAfter }: Bounds,
): boolean {
  let free = version === 1 ? FIRST_LOGGABLE_OFFSET : 0
  return runs.every((run) => {
    const { offset, length, before } = run
    const end = endOf(run)
    const isPlaced =
      offset >= free &&
      length > 0 &&
      end <= sizeAfter &&
      !isInHeader(run) &&
      !(log && overlaps(run, log))
    const isOnSide = before ? end <= sizeBefore : offset >= sizeBefore
    const isWhole = [offset, end].every(
      (edge) =>
        edge % PATCH_BLOCK === 0 || edge === sizeBefore || (version === 2 && edge === sizeAfter),
    )
    free = end
    return isPlaced && isOnSide && isWhole
  })
}
