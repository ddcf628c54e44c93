/** Names that are bytes, as text: UTF-8 where they are it, and no two names become one. */

/** A byte that is no UTF-8 becomes this and itself: a lone surrogate, which no UTF-8 gives (as Python's `surrogateescape`). */
const ESCAPE = 0xdc00

/** Bytes as text; `toNameBytes` is the way back. */
export function nameOf(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at)
    if (length === 0) text += String.fromCharCode(ESCAPE + (bytes[at++] ?? 0))
    else {
      text += String.fromCodePoint(codePoint(bytes, at, length))
      at += length
    }
  }
  return text
}

/** The bytes that `nameOf` made such a text of; U+FFFD's of surrogates that stand for no byte. */
export function toNameBytes(text: string): Uint8Array {
  const bytes: number[] = []
  for (const char of text) {
    const point = char.codePointAt(0) ?? 0
    if (point >= ESCAPE + 0x80 && point <= ESCAPE + 0xff) bytes.push(point - ESCAPE)
    else pushUtf8(bytes, point >= 0xd800 && point <= 0xdfff ? 0xfffd : point)
  }
  return Uint8Array.from(bytes)
}

/** How many bytes the character at `at` has in UTF-8; 0 where it is none (also one that is longer than it has to be). */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0
  if (first < 0x80) return 1
  const length = first >= 0xc2 && first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
  if (first < 0xc2 || first > 0xf4 || at + length > bytes.length) return 0
  for (let i = 1; i < length; i++) {
    if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0
  }
  const point = codePoint(bytes, at, length)
  const isTooLong = point < (length === 3 ? 0x800 : length === 4 ? 0x10000 : 0x80)
  const isSurrogate = point >= 0xd800 && point <= 0xdfff
  return isTooLong || isSurrogate || point > 0x10ffff ? 0 : length
}

function codePoint(bytes: Uint8Array, at: number, length: number): number {
  const first = bytes[at] ?? 0
  if (length === 1) return first
  let point = first & (0xff >> (length + 1))
  for (let i = 1; i < length; i++) point = (point << 6) | ((bytes[at + i] ?? 0) & 0x3f)
  return point
}

function pushUtf8(bytes: number[], point: number): void {
  if (point < 0x80) bytes.push(point)
  else if (point < 0x800) bytes.push(0xc0 | (point >> 6), 0x80 | (point & 0x3f))
  else if (point < 0x10000) {
    bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 0x3f), 0x80 | (point & 0x3f))
  } else {
    bytes.push(
      0xf0 | (point >> 18),
      0x80 | ((point >> 12) & 0x3f),
      0x80 | ((point >> 6) & 0x3f),
      0x80 | (point & 0x3f),
    )
  }
}
