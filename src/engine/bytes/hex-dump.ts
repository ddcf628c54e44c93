/** Bytes as hex digits, and as a dump: 16 bytes a line with their offset and their characters. */
import { formatHex } from './format.ts'

const BYTES_PER_LINE = 16
const DIGITS_PER_LINE = 2 * BYTES_PER_LINE
/** 64 TiB has eleven digits; twelve stay in line for every offset that occurs. */
const OFFSET_DIGITS = 12

/** `offset` is where the first byte lies. `hex` has two digits for each byte. */
export function hexDump(offset: number, hex: string): readonly string[] {
  const lines: string[] = []
  for (let at = 0; at < hex.length; at += DIGITS_PER_LINE) {
    const bytes = hex.slice(at, at + DIGITS_PER_LINE).match(/../g) ?? []
    const shown = bytes.map((byte, i) => (i === BYTES_PER_LINE / 2 ? ` ${byte}` : byte)).join(' ')
    const characters = bytes.map((byte) => asciiByte(Number.parseInt(byte, 16))).join('')
    const place = formatHex(offset + at / 2, OFFSET_DIGITS)
    lines.push(`${place}  ${shown.padEnd(3 * BYTES_PER_LINE)}  ${characters}`)
  }
  return lines
}

/** Printable ASCII as it is, everything else as a dot. */
export const asciiByte = (byte: number): string =>
  byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'

const BYTE_DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Two digits for each byte, in lower case, without anything between them. */
export const toHex = (bytes: Uint8Array): string => {
  let text = ''
  for (const byte of bytes) text += BYTE_DIGITS[byte]
  return text
}
