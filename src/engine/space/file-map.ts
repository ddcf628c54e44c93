/** The file from byte 0 to its end as cells of a map, and what of it there is of each kind. */
import { MIB } from '../format/layout.ts'
import {
  MAX_SPACE_CELLS,
  SPACE_CHANGED_BIT,
  type SpaceKind,
  spaceBit,
} from '../format/space-kind.ts'
import { UnitMap } from '../image/bat/unit-map.ts'
import {
  type ChartedExtent,
  type ChartedSpace,
  chartedExtents,
  type FileChart,
} from './chart-file.ts'

export interface FileMapQuery {
  /** MiB [from, to) of the file; clipped to what any state has. */
  readonly from: number
  readonly to: number
  /** MiB of one cell; more where there would be more than `MAX_SPACE_CELLS`. */
  readonly perCell: number
}

export interface SpaceMap {
  /** See `SPACE_KINDS` and `SPACE_CHANGED_BIT`; 0 behind the end of the file. */
  readonly cells: Uint16Array
  /** Of the file, in bytes. */
  readonly size: number
  /** How many bytes there are of each kind. */
  readonly bytes: Readonly<Record<SpaceKind, number>>
  /** Else what seems to be free may belong to something: a part of the BAT or the log is missing. */
  readonly isKnown: boolean
  /** What claims a place that is farther behind the end of the file than this map reaches. */
  readonly beyond: { readonly owners: number; readonly end: bigint } | undefined
  /** Bytes at the end of a file larger than any map. */
  readonly uncharted: number
}

export interface FileMap extends FileMapQuery {
  /** MiB of the map of either state: up to the end of the file, and what is claimed behind it. */
  readonly units: number
  readonly before: SpaceMap
  readonly after: SpaceMap | undefined
}

/** MiB that a map of either state has. */
const unitsOf = ({ before, after }: FileChart): number =>
  Math.max(before.space.units, after?.space.units ?? 0)

export function fileMap(chart: FileChart, query: FileMapQuery): FileMap {
  const units = unitsOf(chart)
  const to = Math.min(Math.max(0, query.to), units)
  const from = Math.min(Math.max(0, query.from), to)
  const perCell = Math.max(1, query.perCell, Math.ceil((to - from) / MAX_SPACE_CELLS))
  const range = { from, to, perCell }
  const mapOf = (charted: ChartedSpace): SpaceMap => {
    const { space, bytes, isKnown } = charted
    const { size, beyond, uncharted } = space
    return {
      cells: cellsOf(charted, chart, range),
      size,
      bytes,
      isKnown,
      beyond: beyond && { owners: beyond.owners, end: BigInt(beyond.furthest) * BigInt(MIB) },
      uncharted,
    }
  }
  return { ...range, units, before: mapOf(chart.before), after: chart.after && mapOf(chart.after) }
}

function cellsOf(
  charted: ChartedSpace,
  { changed }: FileChart,
  { from, to, perCell }: FileMapQuery,
): Uint16Array {
  const last = Math.min(to, charted.space.units)
  const units = changed ? [changed.units] : []
  return Uint16Array.from({ length: Math.ceil((to - from) / perCell) }, (_, cell) => {
    const start = from + cell * perCell
    const end = Math.min(start + perCell, last)
    if (end <= start) return 0
    const bytes = charted.space.measure(start * MIB, end * MIB)
    const bits = bytes.reduce(
      (joined, length, kind) => (length > 0 ? joined | (1 << kind) : joined),
      0,
    )
    const isChanged = (UnitMap.tally(units, start, end)[1] ?? 0) > 0
    return isChanged ? bits | SPACE_CHANGED_BIT : bits
  })
}

export interface PlaceInCell {
  /** Bytes [from, to) of the file. */
  readonly from: number
  readonly to: number
  /** All kinds if absent. */
  readonly kinds?: readonly SpaceKind[] | undefined
}

/** The most important kind among bytes [from, to), and the first of them that are of it. */
export function mostImportant(
  charted: ChartedSpace,
  chart: FileChart,
  { from, to, kinds }: PlaceInCell,
): ChartedExtent | undefined {
  let best: ChartedExtent | undefined
  for (const extent of chartedExtents(charted, chart.changed, from, to)) {
    if (kinds && !kinds.includes(extent.kind)) continue
    if (best === undefined || spaceBit(extent.kind) > spaceBit(best.kind)) best = extent
  }
  return best
}
