/** The file as a list of extents, by pages: where each is, of what kind, and who claims it. */
import type { Run } from '../bytes/byte-source.ts'
import { overlaps } from '../bytes/ranges.ts'
import { MAX_SPACE_EXTENTS, type SpaceKind } from '../format/space-kind.ts'
import { type StructureKind, structuresOf } from '../image/structure-map.ts'
import type { State } from '../inspect/inspection.ts'
import { clipWindow, type Page, type RowWindow } from '../inspect/page.ts'
import {
  type ChartedExtent,
  type ChartedSpace,
  chartedExtents,
  chartedIn,
  type FileChart,
} from './chart-file.ts'
import { mostImportant, type PlaceInCell } from './file-map.ts'
import { type BlockOwners, findOwners, NO_OWNERS } from './file-owners.ts'

export interface FileExtentQuery extends RowWindow {
  readonly state: State
  /** All kinds if absent. */
  readonly kinds?: readonly SpaceKind[] | undefined
  /** Only what the replay changes. */
  readonly changedOnly?: boolean | undefined
}

export interface FilePlaceQuery extends PlaceInCell {
  readonly state: State
}

export interface FileExtentRow {
  readonly kind: SpaceKind
  readonly offset: number
  readonly length: number
  readonly changed: boolean
  /** The first few of the structures that claim some of it. */
  readonly structures: readonly { readonly kind: StructureKind; readonly name: string }[]
  readonly structureCount: number
  readonly owners: BlockOwners
}

/** Structures that are named in one row: only a hostile file has more in one place. */
const MOST_NAMED = 4
/** One in so many extents is remembered, so that a page in the middle is soon found. */
const STRIDE = 1024

interface Index {
  readonly key: string
  readonly total: number
  /** Where every `STRIDE`th extent that matches begins. */
  readonly offsets: readonly number[]
}

/** Keeps what the latest filter found: pages share it. */
export class FileExtents {
  readonly #chart: FileChart
  #latest: Index | undefined

  constructor(chart: FileChart) {
    this.#chart = chart
  }

  /** In order of the offset, up to `MAX_SPACE_EXTENTS`. Progress in entries of the BAT, which is read for the owners. */
  async page(query: FileExtentQuery, run?: Run): Promise<Page<FileExtentRow>> {
    const charted = chartedIn(this.#chart, query.state)
    const { total, offsets } = this.#indexOf(query)
    const { start, count } = clipWindow(query, total)
    const from = offsets[Math.floor(start / STRIDE)] ?? 0
    let skip = start % STRIDE
    const found: ChartedExtent[] = []
    for (const extent of this.#matching(query, from)) {
      if (found.length >= count) break
      if (skip > 0) skip--
      else found.push(extent)
    }
    return { rows: await rowsOf(charted, found, run), total }
  }

  /** What is most important in a cell of the map, from where it begins up to the end of the cell. */
  async place({ state, ...cell }: FilePlaceQuery, run?: Run): Promise<FileExtentRow | undefined> {
    const charted = chartedIn(this.#chart, state)
    const found = mostImportant(charted, this.#chart, cell)
    return found && (await rowsOf(charted, [found], run))[0]
  }

  *#matching({ state, kinds, changedOnly }: Omit<FileExtentQuery, 'start' | 'count'>, from = 0) {
    const charted = chartedIn(this.#chart, state)
    for (const extent of chartedExtents(charted, this.#chart.changed, from)) {
      const isAsked = !kinds || kinds.includes(extent.kind)
      if (isAsked && (!changedOnly || extent.changed)) yield extent
    }
  }

  #indexOf(query: FileExtentQuery): Index {
    const key = JSON.stringify([query.state, query.kinds, query.changedOnly])
    if (this.#latest?.key === key) return this.#latest
    const offsets: number[] = []
    let total = 0
    for (const { offset } of this.#matching(query)) {
      if (total === MAX_SPACE_EXTENTS) break
      if (total++ % STRIDE === 0) offsets.push(offset)
    }
    this.#latest = { key, total, offsets }
    return this.#latest
  }
}

const BY_BLOCKS: readonly SpaceKind[] = [
  'payload',
  'sector-bitmap',
  'overlap',
  'past-end',
  'remembered',
]

async function rowsOf(
  { image }: ChartedSpace,
  extents: readonly ChartedExtent[],
  run: Run | undefined,
): Promise<readonly FileExtentRow[]> {
  const ofBlocks = extents.filter(({ kind }) => BY_BLOCKS.includes(kind))
  const owners = await findOwners(image, ofBlocks, run)
  const structures = structuresOf(image)
  return extents.map((extent) => {
    const { kind, offset, length, changed, structure } = extent
    const claiming = structure ? structures.filter(({ at }) => overlaps(at, extent)) : []
    return {
      kind,
      offset,
      length,
      changed,
      structures: claiming.slice(0, MOST_NAMED).map(({ kind: of, name }) => ({ kind: of, name })),
      structureCount: claiming.length,
      owners: owners[ofBlocks.indexOf(extent)] ?? NO_OWNERS,
    }
  })
}
