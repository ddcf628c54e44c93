/** What differs between two readings of a structure, field by field, in words. */
import { formatBytes, formatHex } from '../bytes/format.ts'
import type { AnyStruct, FieldInfo } from '../bytes/struct.ts'
import { fieldRole, specName } from '../format/field-words.ts'

const isBytes = (value: unknown): value is Uint8Array => value instanceof Uint8Array

function same(a: unknown, b: unknown): boolean {
  if (!isBytes(a) || !isBytes(b)) return a === b
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}

/** A field's value as text: offsets and checksums in hex, sizes in IEC units, the rest as it is. */
export function fieldText(field: Pick<FieldInfo, 'name' | 'size'>, value: unknown): string {
  if (isBytes(value)) {
    return value.every((byte) => byte === 0)
      ? `${value.length} zero bytes`
      : `${value.length} bytes`
  }
  if (typeof value === 'string') return value
  if (typeof value !== 'number' && typeof value !== 'bigint') return String(value)
  switch (fieldRole(field)) {
    case 'checksum':
      return formatHex(value, field.size * 2)
    case 'place':
      return formatHex(value)
    case 'size':
      return formatBytes(value)
    case 'plain':
      return value.toString()
  }
}

/** "FileOffset: 0x300000 → 0x400000", one line per field that differs. */
export function structDiff(
  table: AnyStruct,
  before: Uint8Array,
  after: Uint8Array,
  at = 0,
): readonly string[] {
  const [old, now] = [table.decode(before, at), table.decode(after, at)]
  return table.fields
    .filter((field) => !same(old[field.name], now[field.name]))
    .map((field) => {
      const [from, to] = [fieldText(field, old[field.name]), fieldText(field, now[field.name])]
      return from === to
        ? `${specName(field.name)}: ${from} differ`
        : `${specName(field.name)}: ${from} → ${to}`
    })
}
