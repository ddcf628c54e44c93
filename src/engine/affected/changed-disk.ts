/** What of a disk differs between two states of one image: before and after a replay, or a salvage. */
import type { ByteRange, Run } from '../bytes/byte-source.ts'
import { takeTurn } from '../bytes/pace.ts'
import { endOf } from '../bytes/ranges.ts'
import { diskSize } from '../disk/layers.ts'
import { type ChainExtent, type Layers, readChain } from '../disk/map-chain.ts'
import { walkDisk } from '../disk/walk-disk.ts'
import { MIB } from '../format/layout.ts'
import type { Viewed } from '../inspect/inspect.ts'
import {
  type ChangedDisk,
  type ChangedRange,
  type ChangeHow,
  changedDiskOf,
  partsIn,
  RangeCollector,
} from './changed-ranges.ts'
import { differingSectors } from './differing-sectors.ts'

/** Two states of one image. Where a salvage names another parent, their parents differ. */
export interface TwoStates {
  readonly before: Layers
  readonly after: Layers
  /** What of the image's own file the update writes; disjoint and in order (`Preview.extents`). */
  readonly written: readonly ByteRange[]
}

/** Of an image before and after its replay, or a salvage that names the same parents; `undefined` without an update. */
export const statesOf = (
  { before, update }: Pick<Viewed, 'before' | 'update'>,
  parents: Layers,
): TwoStates | undefined =>
  update && {
    before: [before, ...parents],
    after: [update.after, ...parents],
    written: update.result.extents,
  }

/** Bytes that are read of both states to compare them: what is more counts as changed by its place. */
const BUDGET = 256 * MIB
/** Compared at once. */
const PIECE = MIB

/**
 * Goes along the maps of both disks side by side. What both have in one place that is not written is the same; the rest
 * is compared, and a sector is changed where a byte of it differs, or can be had in one state only. Not of skeletons:
 * nobody knows what bytes are that are not in them. Progress in bytes of the disk.
 */
export async function changedDisk(
  states: TwoStates,
  run?: Run,
  { budget = BUDGET, most }: { readonly budget?: number; readonly most?: number } = {},
): Promise<ChangedDisk> {
  const { before, after } = states
  const size = Math.max(diskSize(before), diskSize(after))
  const found = new RangeCollector(size, most)
  // Written ranges have no “how”, but are looked up as changed ones are.
  const written = states.written.map((range): ChangedRange => ({ ...range, how: 'written' }))
  const isOneFile = (layer: number): boolean =>
    layer === 0 || before[layer]?.source === after[layer]?.source
  let left = budget
  let notCompared = 0
  for await (const { range, places } of walkBoth(before, after, run)) {
    const verdict = judge(...places, isOneFile)
    if (verdict === 'same') continue
    if (verdict === 'differs') {
      found.add(range, howOf(...places))
      continue
    }
    for (const part of verdict === 'compare' ? [range] : writtenParts(range, places[0], written)) {
      for (let at = part.offset; at < endOf(part); at += PIECE) {
        await takeTurn(run)
        const length = Math.min(PIECE, endOf(part) - at)
        const cost = places.filter(({ from }) => from === 'file').length * length
        if (cost > left) {
          found.add({ offset: at, length }, howOf(...places))
          notCompared += length
          continue
        }
        left -= cost
        const [old, now] = await Promise.all([
          readPlace(before, places[0], at, length),
          readPlace(after, places[1], at, length),
        ])
        for (const differing of differingSectors(at, old, now)) {
          found.add(differing, howOf(...places))
        }
      }
    }
    run?.onProgress?.(endOf(range), size)
  }
  return changedDiskOf(found, notCompared)
}

/** Where a state has a range; “outside” where its disk ends before. */
type Place = ChainExtent | (ByteRange & { readonly from: 'outside' })
type Places = readonly [before: Place, after: Place]

interface Both {
  readonly range: ByteRange
  /** They begin at or before the range, and end at or behind it. */
  readonly places: Places
}

/** The extents of both disks, cut where either of them goes on in another place. */
async function* walkBoth(before: Layers, after: Layers, run?: Run): AsyncGenerator<Both> {
  const size = Math.max(diskSize(before), diskSize(after))
  const walks = [placesOf(before, size, run), placesOf(after, size, run)] as const
  try {
    let [old, now] = [(await walks[0].next()).value, (await walks[1].next()).value]
    for (let at = 0; old && now; ) {
      const end = Math.min(endOf(old), endOf(now))
      if (end > at) yield { range: { offset: at, length: end - at }, places: [old, now] }
      at = end
      if (endOf(old) === end) old = (await walks[0].next()).value
      if (now && endOf(now) === end) now = (await walks[1].next()).value
    }
  } finally {
    await Promise.all(walks.map((walk) => walk.return(undefined)))
  }
}

async function* placesOf(
  layers: Layers,
  size: number,
  run?: Run,
): AsyncGenerator<Place, undefined> {
  const own = diskSize(layers)
  yield* walkDisk(layers, { offset: 0, length: own }, run && { ...run, onProgress: undefined })
  if (own < size) yield { offset: own, length: size - own, from: 'outside' }
  return undefined
}

const canBeHad = ({ from }: Place): boolean =>
  from === 'file' || from === 'zero' || from === 'unmapped'

type Judgement = 'same' | 'differs' | 'compare' | 'compare-written'

function judge(before: Place, after: Place, isOneFile: (layer: number) => boolean): Judgement {
  if (canBeHad(before) !== canBeHad(after)) return 'differs'
  if (!canBeHad(before)) return 'same'
  if (before.from !== 'file' && after.from !== 'file') return 'same'
  if (!isOnePlace(before, after) || !isOneFile(before.layer)) return 'compare'
  return isOwn(before) ? 'compare-written' : 'same'
}

const isOnePlace = (a: Place, b: Place): a is Extract<ChainExtent, { readonly from: 'file' }> =>
  a.from === 'file' &&
  b.from === 'file' &&
  a.layer === b.layer &&
  a.fileOffset - a.offset === b.fileOffset - b.offset

/** In a block of the image's own file. */
const isOwn = (place: Place): boolean => place.from === 'file' && place.layer === 0

function howOf(before: Place, after: Place): ChangeHow {
  if (canBeHad(before) !== canBeHad(after)) return canBeHad(after) ? 'readable' : 'lost'
  if (isOwn(before) && isOwn(after)) return isOnePlace(before, after) ? 'written' : 'moved'
  if (isOwn(after)) return 'new-block'
  return isOwn(before) ? 'block-gone' : 'other'
}

/** What of a range of the disk, which is in one place of the file in both states, is written. */
function* writtenParts(
  range: ByteRange,
  place: Place,
  written: readonly ChangedRange[],
): Generator<ByteRange> {
  if (place.from !== 'file') return
  const shift = place.fileOffset - place.offset
  for (const { offset, length } of partsIn(written, {
    offset: range.offset + shift,
    length: range.length,
  })) {
    yield { offset: offset - shift, length }
  }
}

async function readPlace(
  layers: Layers,
  { from }: Place,
  offset: number,
  length: number,
): Promise<Uint8Array> {
  if (from !== 'file') return new Uint8Array(length)
  return (await readChain(layers, offset, length)).bytes
}
