/** What lies at an offset of the file: a path from the structure down to the field. */
import type { ByteRange, ByteSource, Run } from '../bytes/byte-source.ts'
import { fileIdentifier } from '../format/file-identifier.ts'
import { header } from '../format/header.ts'
import { regionTableEntry, regionTableHeader } from '../format/region-table.ts'
import { batIn } from '../image/bat/bat.ts'
import { type Image, isVhdx } from '../image/image.ts'
import type { RegionTableCopy } from '../image/regions/region-tables.ts'
import {
  boundariesAround,
  type Structure,
  structureIn,
  structuresOf,
} from '../image/structure-map.ts'
import type { LogScan } from '../log/log.ts'
import { locateBlock, locateInBat } from './locate-bat.ts'
import { locateInLog } from './locate-log.ts'
import { locateInMetadata } from './locate-metadata.ts'
import { nameRange } from './name-range.ts'
import { namingParts } from './naming-parts.ts'
import type { Place, PlaceStep } from './place.ts'
import { covers, fieldSteps, structSteps } from './place-field.ts'

/**
 * Where to look: `source` gives the values, `image` says where structures are. It may be that of the
 * whole replay, and `source` one that stops before and is shorter.
 */
export interface LocateContext {
  readonly source: ByteSource
  readonly image: Image
  readonly scan: LogScan | undefined
}

/**
 * The place at `offset`. Reads what it shows; to find a block it may read the whole BAT. Never throws
 * on content.
 */
export async function locate(context: LocateContext, offset: number, run?: Run): Promise<Place> {
  const { source, image } = context
  const structures = isVhdx(image) ? structuresOf(image) : []
  const structure = structureIn(structures, offset)
  if (!structure) {
    const block =
      image.bat && (await locateBlock(source, batIn(image.bat, source.size), offset, run))
    return block ?? unowned(structures, offset, source.size)
  }
  const { kind, name, at } = structure
  const step = { name, at, section: SECTIONS[kind] }
  return {
    structure: kind,
    path: [step, ...(await stepsIn(context, structure, offset))],
  }
}

const SECTIONS: Readonly<Record<Structure['kind'], string | undefined>> = {
  'file-identifier': '2.2.1',
  header: '2.2.2',
  'region-table': '2.2.3',
  'header-section': '2.2',
  log: '2.3',
  metadata: '2.6',
  bat: '2.5',
  region: '2.2.3.2',
  'payload-block': '2.4',
  'sector-bitmap-block': '2.4',
  unowned: undefined,
  'block-or-unowned': undefined,
}

async function stepsIn(
  { source, image, scan }: LocateContext,
  { kind, at }: Structure,
  offset: number,
): Promise<readonly PlaceStep[]> {
  const { metadata, bat, regionTables } = image
  switch (kind) {
    case 'file-identifier':
      return fieldSteps(source, fileIdentifier, at.offset, offset)
    case 'header':
      return fieldSteps(source, header, at.offset, offset)
    case 'region-table': {
      const copy = regionTables.copies.find((table) => table.at.offset === at.offset)
      return copy ? regionTableSteps(source, copy, offset) : []
    }
    case 'log': {
      const nameTarget = async (range: ByteRange): Promise<string> =>
        nameRange(await namingParts(image, [range]), range)
      return scan?.region.offset === at.offset ? locateInLog(source, scan, offset, nameTarget) : []
    }
    case 'metadata':
      return metadata?.region.offset === at.offset ? locateInMetadata(source, metadata, offset) : []
    case 'bat':
      // What is read ends with the source; names go by the whole table.
      return bat?.region.offset === at.offset
        ? locateInBat(source, batIn(bat, source.size), offset)
        : []
    default:
      return []
  }
}

async function regionTableSteps(
  source: ByteSource,
  { at, entries }: RegionTableCopy,
  offset: number,
): Promise<readonly PlaceStep[]> {
  const head = await structSteps(source, { table: regionTableHeader, start: at.offset }, offset)
  if (head.length > 0) return head
  const entry = entries.find((candidate) => covers(candidate.at, offset))
  if (!entry) return []
  const name = `Entry ${entry.index}: ${entry.name}`
  return structSteps(source, { table: regionTableEntry, start: entry.at.offset, name }, offset)
}

/** Everything from the last structure's end to the next one's start. */
function unowned(structures: readonly Structure[], offset: number, size: number): Place {
  if (offset >= size) {
    const at = { offset, length: 0 }
    return { structure: 'unowned', path: [{ name: 'Behind the end of the file', at }] }
  }
  const { previous: start = 0 } = boundariesAround(structures, offset + 1)
  const { next = size } = boundariesAround(structures, offset)
  const at = { offset: start, length: Math.min(next, size) - start }
  return { structure: 'unowned', path: [{ name: 'Unallocated space', at }] }
}
