/** Which structure of the format owns which bytes of the file; blocks are looked up by `findBlockAt`. */
import type { ByteRange } from '../bytes/byte-source.ts'
import { endOf } from '../bytes/ranges.ts'
import {
  FILE_IDENTIFIER_OFFSET,
  HEADER_OFFSETS,
  HEADER_SECTION_SIZE,
  HEADER_SIZE,
  REGION_TABLE_OFFSETS,
  REGION_TABLE_SIZE,
} from '../format/layout.ts'
import { BAT_REGION, METADATA_REGION } from '../format/region-table.ts'
import type { Image } from './image.ts'
import { findLogRegion } from './log-region.ts'
import type { RegionEntry } from './regions/region-tables.ts'

/** To which structure bytes of the file belong. */
export type StructureKind =
  | 'file-identifier'
  | 'header'
  | 'region-table'
  | 'header-section'
  | 'log'
  | 'metadata'
  | 'bat'
  | 'region'
  | 'payload-block'
  | 'sector-bitmap-block'
  | 'unowned'
  /** A block, or nothing: the BAT has not been asked. */
  | 'block-or-unowned'

export interface Structure {
  readonly kind: StructureKind
  /** "Header 1", "Log", "BAT", a region's GUID. */
  readonly name: string
  /** By its own word, so it may reach past the end of the file. */
  readonly at: ByteRange
}

export type MappedImage = Pick<Image, 'headers' | 'regionTables'> & {
  readonly source: { readonly size: number }
}

/** The same in every VHDX; the space between them is reserved. */
const HEADER_SECTION: readonly Structure[] = [
  fixed('file-identifier', 'File identifier', FILE_IDENTIFIER_OFFSET, HEADER_OFFSETS[0]),
  fixed('header', 'Header 1', HEADER_OFFSETS[0], HEADER_SIZE),
  fixed('header', 'Header 2', HEADER_OFFSETS[1], HEADER_SIZE),
  fixed('region-table', 'Region table 1', REGION_TABLE_OFFSETS[0], REGION_TABLE_SIZE),
  fixed('region-table', 'Region table 2', REGION_TABLE_OFFSETS[1], REGION_TABLE_SIZE),
]

function fixed(kind: StructureKind, name: string, offset: number, length: number): Structure {
  return { kind, name, at: { offset, length } }
}

const RESERVED = 'Header section, reserved'

/**
 * Everything that has a place of its own, in the order in which it owns its bytes: header section,
 * log, regions of the table in use. Only hostile files have structures that overlap.
 */
export function structuresOf({ headers, regionTables, source }: MappedImage): readonly Structure[] {
  const log = headers.current && findLogRegion(headers.current, source.size).region
  return [
    ...HEADER_SECTION,
    ...gaps(HEADER_SECTION, HEADER_SECTION_SIZE),
    ...(log ? [{ kind: 'log', name: 'Log', at: log } as const] : []),
    ...(regionTables.current?.entries ?? []).flatMap(regionStructure),
  ]
}

/** What lies between `structures`, which are in order and do not overlap, below `end`. */
function gaps(structures: readonly Structure[], end: number): readonly Structure[] {
  return structures.flatMap((structure, i) => {
    const start = endOf(structure.at)
    const next = structures[i + 1]?.at.offset ?? end
    return next > start ? [fixed('header-section', RESERVED, start, next - start)] : []
  })
}

function regionStructure({ name, values, range }: RegionEntry): readonly Structure[] {
  if (range === undefined || range.length === 0) return []
  const kind =
    values.guid === BAT_REGION ? 'bat' : values.guid === METADATA_REGION ? 'metadata' : 'region'
  return [{ kind, name, at: range }]
}

const contains = ({ at }: Structure, offset: number): boolean =>
  offset >= at.offset && offset < endOf(at)

/** The one of `structures` that owns the byte at `offset`; `undefined`: it may belong to a block. */
export const structureIn = (
  structures: readonly Structure[],
  offset: number,
): Structure | undefined => structures.find((structure) => contains(structure, offset))

/** As `structureIn`, for a single look. */
export const structureAt = (image: MappedImage, offset: number): Structure | undefined =>
  structureIn(structuresOf(image), offset)

export interface Boundaries {
  /** The greatest place before `offset` where a structure begins or ends. */
  readonly previous: number | undefined
  /** The least behind it. */
  readonly next: number | undefined
}

/** Where to jump to from `offset`. */
export function boundariesAround(structures: readonly Structure[], offset: number): Boundaries {
  let previous: number | undefined
  let next: number | undefined
  for (const { at } of structures) {
    for (const place of [at.offset, endOf(at)]) {
      if (place < offset && (previous === undefined || place > previous)) previous = place
      if (place > offset && (next === undefined || place < next)) next = place
    }
  }
  return { previous, next }
}
