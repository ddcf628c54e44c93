/** The patch of a plan: what it writes, compared with what is there. */
import type { ByteRange, ByteSource, Run } from '../bytes/byte-source.ts'
import { type Guid, NIL_GUID } from '../bytes/guid.ts'
import { isZero } from '../bytes/is-zero.ts'
import { Pace, PIECE_BYTES } from '../bytes/pace.ts'
import { endOf, overlaps, totalLength } from '../bytes/ranges.ts'
import {
  FIRST_LOGGABLE_OFFSET,
  GIB,
  HEADER_OFFSETS,
  HEADER_SIZE,
  MAX_FILE_SIZE,
  MIB,
} from '../format/layout.ts'
import { type ReplayPlan, replaySteps } from '../log/replay.ts'
import { type Preview, preview } from '../update/preview.ts'
import type { PlainContent, Step } from '../update/step.ts'
import { type HeaderBytes, type HeaderPair, headerStates, markedStates } from './header-states.ts'
import {
  HEADER_RANGES,
  HEADERS_END,
  MAX_PATCH_DATA,
  PATCH_BLOCK,
  type Patch,
  PatchError,
  type PatchRun,
} from './patch.ts'

/** How much is compared at once. */
const PIECE = MIB
/** The most of a file that is read to find what changes: a zero run may lie over all of it. */
const MAX_COMPARED = 16 * GIB

/** What a plan does to its file: all but the headers goes into the runs of a patch. */
export interface PatchedPlan {
  readonly steps: readonly Step[]
  readonly sizeAfter: number
}

/**
 * What the replay of `plan` changes in `source`, which it has been made for with `fileWriteGuid`. Rejects
 * with a `PatchError` where that is too much for a patch, with a `CannotReplayError` where the plan must
 * not be carried out, and passes on the source's errors. Progress is in bytes that are compared.
 */
export const makePatch = async (
  source: ByteSource,
  plan: ReplayPlan,
  fileWriteGuid: Guid,
  run?: Run,
): Promise<Patch> => {
  const steps = replaySteps(plan)
  const patch = await makePlanPatch(
    source,
    { steps, sizeAfter: plan.sizeAfter },
    fileWriteGuid,
    run,
  )
  if (patch.version !== 1) throw new PatchError('The plan of the replay is that of another file.')
  return patch
}

/**
 * The same of any plan. Where that does to the headers what a replay does, and changes nothing else before the
 * region tables nor in the log, it is a patch of version 1; else one of version 2, which `fileWriteGuid` names.
 */
export async function makePlanPatch(
  source: ByteSource,
  plan: PatchedPlan,
  fileWriteGuid: Guid,
  run?: Run,
): Promise<Patch> {
  const { sizeAfter } = plan
  if (sizeAfter > MAX_FILE_SIZE) {
    throw new PatchError('The file would become longer than 128 TiB, too much for a patch.')
  }
  const sizeBefore = source.size
  if (sizeBefore < HEADERS_END) {
    throw new PatchError('The file is too short for a patch: it ends before its headers do.')
  }
  const result = preview(source, plan.steps)
  const originals = await headersIn(source)
  const closed = await headersIn(result)
  const runs = await changedRuns(source, result, run)
  const sizes = { sizeBefore, sizeAfter }
  const asReplay = await replayHeaders({ originals, closed, runs, sizeBefore }, fileWriteGuid)
  if (asReplay) return { version: 1, ...sizes, fileWriteGuid, headers: asReplay, runs }
  const isSame = originals.every((header, i) => areEqual(header, closed[i]))
  if (isSame && runs.length === 0 && sizeAfter === sizeBefore) {
    throw new PatchError('A patch would change nothing.')
  }
  const headers =
    fileWriteGuid === NIL_GUID ? undefined : await markedStates(originals, closed, fileWriteGuid)
  if (headers === undefined) throw cannotHold()
  return { version: 2, ...sizes, fileWriteGuid, headers, runs }
}

const cannotHold = (): PatchError =>
  new PatchError(
    'A patch cannot hold this: the image is in the middle of another patch, or the GUID to be written is zero. Complete that patch, or take it back, before.',
  )

const headersIn = async (from: ByteSource): Promise<HeaderBytes> => [
  await from.read(HEADER_OFFSETS[0], HEADER_SIZE),
  await from.read(HEADER_OFFSETS[1], HEADER_SIZE),
]

const areEqual = (a: Uint8Array, b: Uint8Array | undefined): boolean =>
  a.every((byte, i) => byte === b?.[i])

interface Changed {
  readonly originals: HeaderBytes
  readonly closed: HeaderBytes
  readonly runs: readonly PatchRun[]
  readonly sizeBefore: number
}

/** The states of the headers where all is as a replay does it. */
async function replayHeaders(
  { originals, closed, runs, sizeBefore }: Changed,
  fileWriteGuid: Guid,
): Promise<HeaderPair | undefined> {
  const headers = await headerStates(originals, fileWriteGuid)
  if (headers?.log === undefined) return undefined
  const { first, second, log } = headers
  const isClosed = [first, second].every((header) =>
    areEqual(header.closed, closed[header.offset === HEADER_OFFSETS[0] ? 0 : 1]),
  )
  const isOutside = runs.some((each) => each.offset < FIRST_LOGGABLE_OFFSET || overlaps(each, log))
  const isWhole = sizeBefore >= FIRST_LOGGABLE_OFFSET && endOf(log) <= sizeBefore
  return isClosed && !isOutside && isWhole ? headers : undefined
}

async function changedRuns(
  source: ByteSource,
  result: Preview,
  run?: Run,
): Promise<readonly PatchRun[]> {
  const ranges = comparedRanges(result, source.size)
  const total = totalLength(ranges)
  if (total > MAX_COMPARED) {
    throw new PatchError(
      'More than 16 GiB of the file are written over, too much for a patch: save a copy instead.',
    )
  }
  const runs = new Runs()
  const pace = new Pace(run)
  let done = 0
  for (const { offset, length } of ranges) {
    for (let at = offset; at < offset + length; at += PIECE) {
      const part = Math.min(PIECE, offset + length - at)
      if (pace.isDue(Math.ceil(part / PIECE_BYTES))) await pace.rest()
      const isBehind = at >= source.size
      const [before, after] = [
        isBehind ? undefined : await source.read(at, part),
        await result.read(at, part),
      ]
      runs.compare(at, before, after)
      done += part
      run?.onProgress?.(done, total)
    }
  }
  return runs.finish()
}

/**
 * What the steps write, in whole blocks, joined where it is side by side, and parted where the file ended. Zeros
 * behind its end come into being by its growing.
 */
function comparedRanges({ extents, size: sizeAfter }: Preview, size: number): readonly ByteRange[] {
  const ranges: ByteRange[] = []
  const add = (from: number, to: number, [least, most]: readonly [number, number]): void => {
    const last = ranges.at(-1)
    const begin = Math.max(Math.floor(from / PATCH_BLOCK) * PATCH_BLOCK, least)
    const offset = last ? Math.max(begin, endOf(last)) : begin
    const end = Math.min(Math.ceil(to / PATCH_BLOCK) * PATCH_BLOCK, most)
    if (to <= from || end <= offset) return
    if (last && endOf(last) === offset && offset !== size) {
      ranges[ranges.length - 1] = { offset: last.offset, length: end - last.offset }
    } else ranges.push({ offset, length: end - offset })
  }
  for (const extent of extents) {
    for (const part of outsideHeaders(extent)) {
      const border = Math.min(Math.max(size, part.offset), endOf(part))
      add(part.offset, border, [0, size])
      if (extent.step.content.kind !== 'zeros') add(border, endOf(part), [size, sizeAfter])
    }
  }
  return ranges
}

/** The parts of a range that are in neither header, in order. */
function outsideHeaders(range: ByteRange): readonly ByteRange[] {
  const parts: ByteRange[] = []
  let from = range.offset
  for (const header of HEADER_RANGES) {
    if (!overlaps(header, { offset: from, length: endOf(range) - from })) continue
    if (header.offset > from) parts.push({ offset: from, length: header.offset - from })
    from = Math.min(endOf(range), endOf(header))
  }
  if (endOf(range) > from) parts.push({ offset: from, length: endOf(range) - from })
  return parts
}

type Kind = 'absent' | 'zeros' | 'bytes'

interface OpenRun extends ByteRange {
  readonly before: Kind
  readonly after: Kind
  readonly old: Uint8Array[]
  readonly new: Uint8Array[]
}

/** Puts blocks that differ together, as long as they hold the same kinds of content. */
class Runs {
  readonly #runs: OpenRun[] = []
  #stored = 0

  /** `before` and `after` begin at `offset`; without `before` it is behind the end of the file. */
  compare(offset: number, before: Uint8Array | undefined, after: Uint8Array): void {
    for (let from = 0; from < after.length; ) {
      const to = Math.min(after.length, from + PATCH_BLOCK - ((offset + from) % PATCH_BLOCK))
      this.#add(offset + from, before?.subarray(from, to), after.subarray(from, to))
      from = to
    }
  }

  /** Copies what it keeps: most of a long run of zeros is the same on both sides. */
  #add(offset: number, old: Uint8Array | undefined, block: Uint8Array): void {
    const [before, after] = [kindOf(old), kindOf(block)]
    if (before !== 'bytes' && after !== 'bytes') return
    if (old?.every((byte, i) => byte === block[i])) return
    this.#stored += (before === 'bytes' ? block.length : 0) + (after === 'bytes' ? block.length : 0)
    if (this.#stored > MAX_PATCH_DATA) {
      throw new PatchError(
        'More is changed than the 64 MiB that a patch can hold: save a copy instead.',
      )
    }
    let open = this.#runs.at(-1)
    if (open?.before === before && open.after === after && endOf(open) === offset) {
      this.#runs[this.#runs.length - 1] = { ...open, length: open.length + block.length }
    } else {
      this.#runs.push({ offset, length: block.length, before, after, old: [], new: [] })
    }
    open = this.#runs.at(-1)
    if (old && before === 'bytes') open?.old.push(old.slice())
    if (after === 'bytes') open?.new.push(block.slice())
  }

  finish(): readonly PatchRun[] {
    return this.#runs.map(({ offset, length, before, after, ...held }) => ({
      offset,
      length,
      before: before === 'absent' ? undefined : contentOf(before, length, held.old),
      after: contentOf(after, length, held.new),
    }))
  }
}

function kindOf(bytes: Uint8Array | undefined): Kind {
  if (bytes === undefined) return 'absent'
  return isZero(bytes) ? 'zeros' : 'bytes'
}

function contentOf(kind: Kind, length: number, parts: readonly Uint8Array[]): PlainContent {
  if (kind !== 'bytes') return { kind: 'zeros', length }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return { kind: 'bytes', bytes }
}
