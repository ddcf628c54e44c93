/** Whom the space of a file belongs to before and after the replay, and what of that the replay changes. */

import type { ByteRange, Run } from '../bytes/byte-source.ts'
import { endOf, firstEndingAfter, overlaps } from '../bytes/ranges.ts'
import { batFileOffsetMB, batState, FULLY_PRESENT, SB_BLOCK_PRESENT } from '../format/bat-entry.ts'
import { batIndexKind } from '../format/bat-index.ts'
import { BAT_ENTRY_SIZE, MIB } from '../format/layout.ts'
import { SPACE_KINDS, type SpaceKind } from '../format/space-kind.ts'
import { BatPass } from '../image/bat/bat-pass.ts'
import { isSpaceKnown, passOver } from '../image/bat/bat-survey.ts'
import { isUntouched, readWindow, type Table, tableOf } from '../image/bat/bat-window.ts'
import { UnitMap } from '../image/bat/unit-map.ts'
import type { Image } from '../image/image.ts'
import { structuresOf } from '../image/structure-map.ts'
import type { Viewed } from '../inspect/inspect.ts'
import type { State } from '../inspect/inspection.ts'
import type { Preview } from '../update/preview.ts'
import { FileSpace, type SpaceExtent } from './file-space.ts'

export interface ChartedSpace {
  readonly image: Image
  readonly space: FileSpace
  readonly bytes: Readonly<Record<SpaceKind, number>>
  /** Else what seems to be free may belong to something: a part of the BAT or the log is missing. */
  readonly isKnown: boolean
}

export interface ChangedSpace {
  readonly units: UnitMap
  /** What the replay writes, disjoint and in order. */
  readonly written: readonly ByteRange[]
}

export interface FileChart {
  readonly before: ChartedSpace
  /** Only where there is something to replay. */
  readonly after: ChartedSpace | undefined
  readonly changed: ChangedSpace | undefined
}

export interface ChartedExtent extends SpaceExtent {
  readonly changed: boolean
}

/** Entries compared at once. */
const WINDOW = 2 ** 19

/** Reads the BAT of either state once, in windows. Progress in entries. */
export async function chartFile({ before, update }: Viewed, run?: Run): Promise<FileChart> {
  const [old, now] = [before.bat?.count ?? 0, update?.after.bat?.count ?? 0]
  const part = (from: number): Run | undefined =>
    run && { ...run, onProgress: (done) => run.onProgress?.(from + done, old + now) }
  const charted = await chartImage(before, part(0))
  if (!update) return { before: charted, after: undefined, changed: undefined }
  const after = await chartImage(update.after, part(old))
  const units = new UnitMap(Math.max(charted.space.units, after.space.units) * MIB)
  const written = update.result.extents
  for (const extent of written) takeBytes(units, extent)
  // What the replay adds to the file.
  const [from, to] = [before.source.size, update.after.source.size].sort((a, b) => a - b)
  takeBytes(units, { offset: from ?? 0, length: (to ?? 0) - (from ?? 0) })
  const tables = [tableOf(before), tableOf(update.after)] as const
  if (tables[0] && tables[1] && isAlike(tables[0], tables[1])) {
    await markMoved(units, [tables[0], tables[1]], update.result, run)
  } else {
    for (const { space } of [charted, after]) markBlocks(space, units)
  }
  return { before: charted, after, changed: { units, written } }
}

export const chartedIn = (chart: FileChart, state: State): ChartedSpace =>
  (state === 'after' ? chart.after : undefined) ?? chart.before

/** As `FileSpace.extents`, with what the replay changes. */
export function* chartedExtents(
  { space }: ChartedSpace,
  changed: ChangedSpace | undefined,
  from = 0,
  to = Number.POSITIVE_INFINITY,
): Generator<ChartedExtent> {
  for (const { marked, ...extent } of space.extents(from, to, changed?.units)) {
    // A structure may be small, and the marks are as large as a MiB.
    const isWritten = extent.structure ? isWrittenTo(changed?.written ?? [], extent) : marked
    yield { ...extent, changed: isWritten }
  }
}

function isWrittenTo(written: readonly ByteRange[], extent: ByteRange): boolean {
  const next = written[firstEndingAfter(written, extent.offset)]
  return next !== undefined && overlaps(next, extent)
}

/** One state by itself. Reads the BAT once. Progress in entries. */
export async function chartImage(image: Image, run: Run | undefined): Promise<ChartedSpace> {
  const { bat, source } = image
  const structures = structuresOf(image)
  const space = new FileSpace(source.size, (bat?.geometry.blockSize ?? MIB) / MIB, structures)
  if (bat) await passOver({ source, bat }, new BatPass(bat, space, () => {}), true, run)
  const isKnown = bat !== undefined && isSpaceKnown(bat, structures)
  const bytes = space.measure(0, Number.POSITIVE_INFINITY)
  const byKind = Object.fromEntries(SPACE_KINDS.map((kind, i) => [kind, bytes[i] ?? 0]))
  return { image, space, bytes: byKind as Record<SpaceKind, number>, isKnown }
}

function takeBytes(units: UnitMap, range: ByteRange): void {
  const start = Math.floor(range.offset / MIB)
  if (range.length > 0) units.take(start, Math.ceil(endOf(range) / MIB) - start)
}

/** The same entry is that of the same block in both. */
const isAlike = (a: Table, b: Table): boolean =>
  a.bat.geometry.chunkRatio === b.bat.geometry.chunkRatio &&
  a.bat.geometry.blockSize === b.bat.geometry.blockSize

function markBlocks(space: FileSpace, units: UnitMap): void {
  for (const extent of space.extents(0, Number.POSITIVE_INFINITY)) {
    if (extent.structure === undefined && extent.kind !== 'free') takeBytes(units, extent)
  }
}

/** The places that entries have lost and got. */
async function markMoved(
  units: UnitMap,
  [before, after]: readonly [Table, Table],
  update: Preview,
  run: Run | undefined,
): Promise<void> {
  const count = Math.max(before.bat.count, after.bat.count)
  for (let first = 0; first < count; first += WINDOW) {
    run?.signal?.throwIfAborted()
    const length = Math.min(WINDOW, count - first)
    const isIn = first + length <= before.bat.count
    if (isIn && isUntouched({ table: before, differsFrom: after, update }, first, length)) continue
    const views = [await readWindow(before, first, length), await readWindow(after, first, length)]
    for (let at = 0; at < length * BAT_ENTRY_SIZE; at += BAT_ENTRY_SIZE) {
      const [a, b] = views.map((view) => (at < view.byteLength ? view.getBigUint64(at, true) : 0n))
      if (a === b) continue
      for (const [i, { bat }] of [before, after].entries()) {
        const view = views[i]
        if (view && at < view.byteLength) markEntry(units, bat.geometry, { view, first }, at)
      }
    }
  }
}

/** The entry `at` bytes into the view, which begins with entry `first`. */
function markEntry(
  units: UnitMap,
  geometry: Table['bat']['geometry'],
  { view, first }: { readonly view: DataView; readonly first: number },
  at: number,
): void {
  const [low, high] = [view.getUint32(at, true), view.getUint32(at + 4, true)]
  const unit = batFileOffsetMB(low, high)
  const isPayload = batIndexKind(geometry, first + at / BAT_ENTRY_SIZE) === 'payload'
  const state = batState(low)
  const isThere = isPayload ? state >= FULLY_PRESENT : state === SB_BLOCK_PRESENT
  if (isThere && unit > 0) units.take(unit, isPayload ? geometry.blockSize / MIB : 1)
}
