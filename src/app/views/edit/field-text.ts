/** The value of a field as text in a form, and back. */
import { formatCount, formatHex } from '../../../engine/bytes/format.ts'
import { parseGuid } from '../../../engine/bytes/guid.ts'
import { readSize } from '../../../engine/bytes/parse-size.ts'
import { readWhole } from '../../../engine/bytes/parse-whole.ts'
import type { FieldInfo } from '../../../engine/bytes/struct.ts'
import { fieldRole } from '../../../engine/format/field-words.ts'
import type { FieldValue } from '../../../engine/journal/edit.ts'

/** Places in hex, as everywhere else. */
export const textOf = (field: FieldInfo, value: FieldValue): string =>
  fieldRole(field) === 'place' && typeof value !== 'string' ? formatHex(value) : value.toString()

export type ReadField =
  | { readonly ok: true; readonly value: FieldValue }
  /** In one sentence. */
  | { readonly ok: false; readonly problem: string }

const bad = (problem: string): ReadField => ({ ok: false, problem })

function readNumber(field: FieldInfo, text: string): bigint | undefined {
  const role = fieldRole(field)
  return role === 'size' || role === 'place' ? readSize(text) : readWhole(text)
}

/** Digits, hex digits with 0x, and sizes with a unit where the field is one. */
export function readField(field: FieldInfo, text: string): ReadField {
  if (field.type === 'guid') {
    const value = parseGuid(text)
    return value === undefined
      ? bad('A GUID has 32 hex digits: 01234567-89ab-4cde-8f01-23456789abcd.')
      : { ok: true, value }
  }
  const bits = field.bits?.count ?? field.size * 8
  const most = 2n ** BigInt(bits) - 1n
  const value = readNumber(field, text)
  if (value === undefined) return bad('This is not a whole number.')
  if (value > most) return bad(`At most ${formatCount(most)}: the field has ${bits} bits.`)
  return { ok: true, value: field.type === 'u64' ? value : Number(value) }
}
