/** From what somebody has typed or pasted to the entry that it is about. */
import { codes } from './codes.ts'
import type { ErrorCode } from './error-code.ts'

const byName = new Map<string, ErrorCode>()
const byNumber = new Map<number, ErrorCode>()
for (const entry of codes) {
  byNumber.set(entry.code, entry)
  for (const name of [entry.name, ...(entry.alsoCalled ?? [])]) byName.set(name, entry)
  for (const { code, name } of entry.twins ?? []) {
    byNumber.set(code, entry)
    byName.set(name, entry)
  }
}

/** Words and numbers; a minus belongs to a number where no word is before it. */
const PARTS = /(?<![\w-])-\d+|\w+/g

/**
 * The entry whose number or name stands in `text`, of several the last one: the parts of
 * `Wsl/Service/CreateInstance/MountVhd/HCS/ERROR_FILE_CORRUPT` lead from the outside to the cause.
 */
export function readCode(text: string): ErrorCode | undefined {
  let found: ErrorCode | undefined
  for (const [part] of text.matchAll(PARTS)) found = entryOf(part) ?? found
  return found
}

function entryOf(part: string): ErrorCode | undefined {
  const named = byName.get(part.toUpperCase())
  if (named) return named
  const number = numberOf(part)
  return number === undefined ? undefined : byNumber.get(number)
}

/** Eight hexadecimal digits, with or without 0x before or h behind them, or a decimal number of 32 bits. */
function numberOf(part: string): number | undefined {
  const hex = /^(?:0x)?([0-9a-f]{8})h?$/i.exec(part)?.[1]
  if (hex !== undefined) return Number.parseInt(hex, 16)
  if (/^\d{10}$/.test(part)) return Number(part)
  return /^-\d{1,10}$/.test(part) ? Number(part) + 2 ** 32 : undefined
}
