/** GUIDs as text. On disk the first three groups are little-endian, the last two are plain bytes. */

/** Lowercase `8-4-4-4-12` text, comparable with `===`. */
export type Guid = string & { readonly brand: 'guid' }

/** As a LogGuid: the log is empty (§2.2.2). */
export const NIL_GUID = '00000000-0000-0000-0000-000000000000' as Guid

const PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
/** For each byte on disk, which pair of hex digits of the text (dashes removed) it holds. */
const ORDER = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15]

/** Reads GUID text with or without braces, in any case. `undefined` if it is not one. */
export function parseGuid(text: string): Guid | undefined {
  const bare = text
    .trim()
    .replace(/^\{(.*)\}$/, '$1')
    .toLowerCase()
  return PATTERN.test(bare) ? (bare as Guid) : undefined
}

/** As `parseGuid`, for constants of the format. Throws a `RangeError` on anything else. */
export function guid(text: string): Guid {
  const parsed = parseGuid(text)
  if (parsed === undefined) throw new RangeError(`not a GUID: ${text}`)
  return parsed
}

const DIGITS = [...'0123456789abcdef'].map((digit) => digit.charCodeAt(0))
/** Where the pairs of digits stand in the text: a dash comes before the fifth, seventh, ninth and eleventh. */
const PLACES = ORDER.map((_, pair) => pair * 2 + [4, 6, 8, 10].filter((i) => i <= pair).length)

/**
 * The bytes that were decoded last, as four words, and their text: the thousands of entries of a log
 * mostly have one GUID between them.
 */
const lastWords = new Uint32Array(4)
let lastGuid = NIL_GUID

export function decodeGuid(view: DataView, at: number): Guid {
  let known = true
  for (let word = 0; word < 4; word++) {
    const value = view.getUint32(at + word * 4, true)
    if (value !== lastWords[word]) known = false
    lastWords[word] = value
  }
  if (!known) lastGuid = textOf(view, at)
  return lastGuid
}

/** All characters at once: a log may have thousands of GUIDs, and joining pairs takes four times as long. */
function textOf(view: DataView, at: number): Guid {
  const codes = new Array<number>(36).fill('-'.charCodeAt(0))
  PLACES.forEach((place, pair) => {
    // ORDER is its own inverse, so it also says which byte holds this pair.
    const byte = view.getUint8(at + (ORDER[pair] ?? 0))
    codes[place] = DIGITS[byte >> 4] ?? 0
    codes[place + 1] = DIGITS[byte & 15] ?? 0
  })
  return String.fromCharCode(...codes) as Guid
}

export function encodeGuid(view: DataView, at: number, value: Guid): void {
  const digits = value.replaceAll('-', '')
  for (let byte = 0; byte < 16; byte++) {
    const pair = (ORDER[byte] ?? 0) * 2
    view.setUint8(at + byte, Number.parseInt(digits.slice(pair, pair + 2), 16))
  }
}
