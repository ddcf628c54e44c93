/** The patch of a plan: what it writes, compared with what is there. */
import type { ByteRange, ByteSource, Run } from '../bytes/byte-source.ts'
import type { Guid } from '../bytes/guid.ts'
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
import { type HeaderPair, headerStates } from './header-states.ts'
import { MAX_PATCH_DATA, PATCH_BLOCK, type Patch, PatchError, type PatchRun } from './patch.ts'

/** How much is compared at once. */
const PIECE = MIB
/** The most of a file that is read to find what changes: a zero run may lie over all of it. */
const MAX_COMPARED = 16 * GIB

/** What a plan does to its file, where it may be done: all but the headers goes into the runs of a patch. */
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
): Promise<Patch> =>
  makePlanPatch(source, { steps: replaySteps(plan), sizeAfter: plan.sizeAfter }, fileWriteGuid, run)

/**
 * The same of any plan. A patch takes the headers from a log that is named to none, and changes nothing
 * else before the region tables nor in the log: of a plan that does rejects with a `PatchError`, too.
 */
export async function makePlanPatch(
  source: ByteSource,
  plan: PatchedPlan,
  fileWriteGuid: Guid,
  run?: Run,
): Promise<Patch> {
  const { sizeAfter } = plan
  const steps = plan.steps.filter((step) => step.kind !== 'flush' && step.cause.kind !== 'header')
  if (sizeAfter > MAX_FILE_SIZE) {
    throw new PatchError('The file would become longer than 128 TiB, too much for a patch.')
  }
  const sizeBefore = source.size
  const headers = await headersOf(source, plan, fileWriteGuid)
  const runs = await changedRuns(source, preview(source, steps), run)
  const isOutside = runs.some(
    (each) => each.offset < FIRST_LOGGABLE_OFFSET || overlaps(each, headers.log),
  )
  if (isOutside || endOf(headers.log) > sizeBefore) throw cannotHold()
  return { sizeBefore, sizeAfter, fileWriteGuid, headers, runs }
}

const cannotHold = (): PatchError =>
  new PatchError(
    'A patch cannot hold this: it is for files that name a log, and for what a log may write. Save a copy instead.',
  )

async function headersOf(
  source: ByteSource,
  { steps }: PatchedPlan,
  fileWriteGuid: Guid,
): Promise<HeaderPair> {
  if (source.size < HEADER_OFFSETS[1] + HEADER_SIZE) throw cannotHold()
  const read = (from: ByteSource, at: number) => from.read(at, HEADER_SIZE)
  const [one, two] = [await read(source, HEADER_OFFSETS[0]), await read(source, HEADER_OFFSETS[1])]
  const headers = await headerStates([one, two], fileWriteGuid)
  if (headers === undefined) throw cannotHold()
  const result = preview(source, steps)
  for (const { offset, closed } of [headers.first, headers.second]) {
    const bytes = await read(result, offset)
    if (!bytes.every((byte, i) => byte === closed[i])) throw cannotHold()
  }
  return headers
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
 * What the steps write, joined where it is side by side, and parted where the file ended. Zeros behind its
 * end come into being by its growing.
 */
function comparedRanges({ extents }: Preview, size: number): readonly ByteRange[] {
  const ranges: ByteRange[] = []
  const add = (offset: number, end: number): void => {
    if (end <= offset) return
    const last = ranges.at(-1)
    if (last && endOf(last) === offset && offset !== size) {
      ranges[ranges.length - 1] = { offset: last.offset, length: end - last.offset }
    } else ranges.push({ offset, length: end - offset })
  }
  for (const extent of extents) {
    const border = Math.min(Math.max(size, extent.offset), endOf(extent))
    add(extent.offset, border)
    if (extent.step.content.kind !== 'zeros') add(border, endOf(extent))
  }
  return ranges
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
