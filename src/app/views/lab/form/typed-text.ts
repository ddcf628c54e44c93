/** What stands in a field, and what of it goes into the recipe: nothing that is typed gets lost on the way. */

import { parseWhole } from '../../../../engine/bytes/parse-whole.ts'

/** How a field reads what is typed: as a number or size where it is one, or as text, whatever it says. */
export type FieldKind = 'number' | 'text'

/**
 * Digits as a number while that is exact; hexadecimal digits with 0x as the number that they are.
 * Everything else stays the text that it is, right or wrong.
 */
export function fieldValue(text: string, kind: FieldKind): number | string {
  if (kind === 'text') return text
  const bare = text.trim()
  const value = parseWhole(bare)
  const isHex = /x/i.test(bare)
  // Zeros in front stay, so that they are not lost while somebody types.
  if (value === undefined || (!isHex && bare !== String(value))) return bare
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : String(value)
}

/** What stands in the field for a value; what is neither text nor a number, as JSON. */
export function fieldText(value: unknown): string {
  if (value === undefined) return ''
  return typeof value === 'string' || typeof value === 'number'
    ? String(value)
    : JSON.stringify(value)
}

/** Whether a field that says `text` says `value`, perhaps in other words. */
export const says = (text: string, value: unknown, kind: FieldKind): boolean =>
  text === '' ? value === undefined || value === '' : fieldValue(text, kind) === value
