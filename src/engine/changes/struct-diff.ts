/** What differs between two readings of a structure, field by field, in words. */
import type { AnyStruct } from '../bytes/struct.ts'
import { fieldText, specName } from '../format/field-words.ts'

function same(a: unknown, b: unknown): boolean {
  if (!(a instanceof Uint8Array && b instanceof Uint8Array)) return a === b
  return a.length === b.length && a.every((byte, index) => byte === b[index])
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
