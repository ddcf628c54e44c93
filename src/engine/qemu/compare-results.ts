/** Where two updates of one file end with other bytes: sector by sector, headers aside. */
import type { ByteRange, ByteSource, Run } from '../bytes/byte-source.ts'
import { isHeld } from '../bytes/held.ts'
import { Pace, PIECE_BYTES } from '../bytes/pace.ts'
import { clipRange, endOf } from '../bytes/ranges.ts'
import { HEADER_OFFSETS, HEADER_SIZE, KIB, LOG_SECTOR_SIZE, MIB } from '../format/layout.ts'
import { type Preview, type PreviewExtent, preview } from '../update/preview.ts'
import type { Cause, Content, Step, WriteStep } from '../update/step.ts'
import { zeroExtended } from './zero-extended.ts'

/** What an update makes of the file. */
export interface Result {
  readonly steps: readonly Step[]
  readonly size: number
}

/** Neighbouring sectors with other bytes, each side from one write; `undefined`: as they are in the file. */
export interface Difference extends ByteRange {
  readonly ours: Cause | undefined
  readonly theirs: Cause | undefined
}

export interface Differences {
  /** In order of offset, up to `MAX_DIFFERENCES`. */
  readonly list: readonly Difference[]
  /** All of them. */
  readonly sectors: number
  /** Whether all were compared: zero runs of gigabytes over what is there are not. */
  readonly complete: boolean
}

export const MAX_DIFFERENCES = 1000
/** Of zeros on one side, all together: a descriptor of 32 bytes must not cost the reading of gigabytes. */
const COMPARED_ZEROS = 64 * MIB
const WINDOW = 512 * KIB

/** What of a range is no header: each of them is written by both, with other GUIDs and numbers. */
const withoutHeaders = <R extends ByteRange>(range: R): readonly R[] =>
  HEADER_OFFSETS.reduce<readonly R[]>(
    (parts, start) =>
      parts.flatMap((part) => [
        ...clip(part, 0, start),
        ...clip(part, start + HEADER_SIZE, Number.MAX_SAFE_INTEGER),
      ]),
    [range],
  )

function clip<R extends ByteRange>(range: R, from: number, to: number): readonly R[] {
  const offset = Math.max(range.offset, from)
  const length = Math.min(endOf(range), to) - offset
  return length > 0 ? [{ ...range, offset, length }] : []
}

/** Bytes behind the end of either result count as zero; the sizes are the caller's to compare. */
export async function compareResults(
  source: ByteSource,
  ours: Result,
  theirs: Result,
  run?: Run,
): Promise<Differences> {
  const [a, b] = [preview(source, ours.steps), preview(source, theirs.steps)]
  const [old, now] = [zeroExtended(a), zeroExtended(b)]
  const list: Difference[] = []
  let sectors = 0
  let complete = true
  let zerosLeft = COMPARED_ZEROS
  const pace = new Pace(run)

  function add(difference: Difference): void {
    sectors += Math.ceil(difference.length / LOG_SECTOR_SIZE)
    const last = list.at(-1)
    const isNext =
      last &&
      endOf(last) === difference.offset &&
      last.ours === difference.ours &&
      last.theirs === difference.theirs
    if (isNext) {
      list[list.length - 1] = { ...last, length: last.length + difference.length }
    } else if (list.length < MAX_DIFFERENCES) list.push(difference)
  }

  const segments = segmentsOf(a.extents, b.extents)
    .filter((segment) => !isSame(segment, source.size))
    .flatMap(withoutHeaders)
  // What is between two segments may not be in a skeleton.
  const windows = source.held ? segments.map((segment) => [segment]) : windowsOf(segments)
  for (const window of windows) {
    const [first, last] = [window[0], window.at(-1)]
    if (first === undefined || last === undefined) continue
    if (window.length === 1 && first.length > WINDOW) {
      if (first.length > zerosLeft) {
        complete = false
        add(differenceOf(first, first))
        continue
      }
      zerosLeft -= first.length
    }
    for (let start = first.offset; start < endOf(last); start += WINDOW) {
      const length = Math.min(WINDOW, endOf(last) - start)
      if (pace.isDue(Math.ceil(length / PIECE_BYTES))) await pace.rest()
      if (![a, b].every((side) => isThere(side, { offset: start, length }))) {
        complete = false
        add(differenceOf(first, { offset: start, length }))
        continue
      }
      const [mine, other] = await Promise.all([old.read(start, length), now.read(start, length)])
      for (const segment of window) {
        const from = Math.max(segment.offset, start)
        const to = Math.min(endOf(segment), start + length)
        for (let at = from; at < to; at += LOG_SECTOR_SIZE) {
          const size = Math.min(LOG_SECTOR_SIZE, to - at)
          if (isEqual(mine, other, at - start, size)) continue
          add(differenceOf(segment, { offset: at, length: size }))
        }
      }
    }
  }
  return { list, sectors, complete }
}

/** Whether a skeleton has what a result has there. */
const isThere = (side: Preview, range: ByteRange): boolean =>
  isHeld(side, clipRange(range, { offset: 0, length: side.size }))

/** Bytes of which each side has one writer. */
interface Segment extends ByteRange {
  readonly ours: WriteStep | undefined
  readonly theirs: WriteStep | undefined
}

const differenceOf = ({ ours, theirs }: Segment, { offset, length }: ByteRange): Difference => ({
  offset,
  length,
  ours: ours?.cause,
  theirs: theirs?.cause,
})

/** Two sorted lists of disjoint extents, cut at each other's edges. */
function segmentsOf(a: readonly PreviewExtent[], b: readonly PreviewExtent[]): readonly Segment[] {
  const segments: Segment[] = []
  let [i, j, at] = [0, 0, 0]
  for (;;) {
    const [ours, theirs] = [a[i], b[j]]
    if (ours === undefined && theirs === undefined) return segments
    const start = Math.max(at, Math.min(...starts(ours, theirs)))
    const inOurs = ours !== undefined && ours.offset <= start
    const inTheirs = theirs !== undefined && theirs.offset <= start
    const end = Math.min(edgeBehind(ours, inOurs), edgeBehind(theirs, inTheirs))
    segments.push({
      offset: start,
      length: end - start,
      ours: inOurs ? ours.step : undefined,
      theirs: inTheirs ? theirs.step : undefined,
    })
    at = end
    if (inOurs && endOf(ours) === end) i++
    if (inTheirs && endOf(theirs) === end) j++
  }
}

const starts = (...extents: readonly (PreviewExtent | undefined)[]): readonly number[] =>
  extents.flatMap((extent) => (extent ? [extent.offset] : []))

function edgeBehind(extent: PreviewExtent | undefined, inside: boolean): number {
  if (extent === undefined) return Number.POSITIVE_INFINITY
  return inside ? endOf(extent) : extent.offset
}

/** Whether both sides certainly have the same bytes: no reading is needed to know. */
function isSame({ offset, ours, theirs }: Segment, size: number): boolean {
  const isZero = (step: WriteStep | undefined) =>
    step === undefined ? offset >= size : step.content.kind === 'zeros'
  if (isZero(ours) && isZero(theirs)) return true
  if (ours === undefined || theirs === undefined) return false
  return ours.offset === theirs.offset && isSameSector(ours.content, theirs.content)
}

const isSameSector = (a: Content, b: Content): boolean =>
  a.kind === 'sector' &&
  b.kind === 'sector' &&
  a.at === b.at &&
  a.leadingBytes === b.leadingBytes &&
  a.trailingBytes === b.trailingBytes

/** Segments to be read together: near each other, or one alone that is long. */
function* windowsOf(segments: readonly Segment[]): Generator<readonly Segment[]> {
  let open: Segment[] = []
  for (const segment of segments) {
    const first = open[0]
    if (first && endOf(segment) - first.offset > WINDOW) {
      yield open
      open = []
    }
    open.push(segment)
  }
  if (open.length > 0) yield open
}

function isEqual(a: Uint8Array, b: Uint8Array, from: number, length: number): boolean {
  for (let at = from; at < from + length; at++) if (a[at] !== b[at]) return false
  return true
}
