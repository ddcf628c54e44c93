/** Steps from a structure with a field table down to one of its fields. */

import type { ByteRange, ByteSource } from '../bytes/byte-source.ts'
import { endOf } from '../bytes/ranges.ts'
import type { AnyStruct, FieldInfo } from '../bytes/struct.ts'
import { fieldText, specName } from '../format/field-words.ts'
import { LOG_SECTOR_SIZE } from '../format/layout.ts'
import type { PlaceStep } from './place.ts'

export const covers = (range: ByteRange, offset: number): boolean =>
  offset >= range.offset && offset < endOf(range)

/** Which bytes of the structure a field has; of a bit field those that hold its bits. */
function bytesOf({ offset, size, bits }: FieldInfo): ByteRange {
  if (!bits) return { offset, length: size }
  const first = Math.floor(bits.from / 8)
  const end = Math.ceil((bits.from + bits.count) / 8)
  return { offset: offset + first, length: end - first }
}

/** Of bit fields that share a byte one that means something goes before a reserved one. */
function fieldAt({ fields }: AnyStruct, offset: number): FieldInfo | undefined {
  const all = fields.filter((field) => covers(bytesOf(field), offset))
  return all.find(({ name }) => !name.startsWith('reserved')) ?? all[0]
}

/**
 * The field at `offset` of the structure that lies at `start`, with its value; none where the table
 * names no field there, and no value where the file ends inside of it.
 */
export async function fieldSteps(
  source: ByteSource,
  table: AnyStruct,
  start: number,
  offset: number,
): Promise<readonly PlaceStep[]> {
  const field = fieldAt(table, offset - start)
  if (!field) return []
  const { name, note } = field
  const { offset: first, length } = bytesOf(field)
  const at = { offset: start + first, length }
  const value = await fieldValue(source, table, start, field)
  return [{ name: specName(name), at, section: table.section, note, value }]
}

async function fieldValue(
  source: ByteSource,
  table: AnyStruct,
  start: number,
  field: FieldInfo,
): Promise<string | undefined> {
  if (start + table.size > source.size) return undefined
  const bytes = await source.read(start, table.size)
  return fieldText(field, table.decode(bytes)[field.name])
}

interface PlacedStruct {
  readonly table: AnyStruct
  readonly start: number
  /** The table's own where there is no better one. */
  readonly name?: string
}

/** A structure with a field table as one step, and its field as the next. */
export async function structSteps(
  source: ByteSource,
  { table, start, name = table.name }: PlacedStruct,
  offset: number,
): Promise<readonly PlaceStep[]> {
  const at = { offset: start, length: table.size }
  if (!covers(at, offset)) return []
  return [{ name, at, section: table.section }, ...(await fieldSteps(source, table, start, offset))]
}

/** The 4 KiB sector of `range`, which begins at a sector, that holds `offset`. */
export function sectorIn(range: ByteRange, offset: number): ByteRange {
  const start = offset - ((offset - range.offset) % LOG_SECTOR_SIZE)
  return { offset: start, length: Math.min(LOG_SECTOR_SIZE, endOf(range) - start) }
}
