/** Byte patterns, parsed from what a user types. */
import { encodeGuid, parseGuid } from '../bytes/guid.ts'
import { type Refused, refused } from '../bytes/refused.ts'
import { toNameBytes } from '../guest/names.ts'
import { STRUCTURES } from './structures.ts'

/** Bytes to look for. A byte matches where `(byte & mask) === bytes`; a mask of 0 matches any byte. */
export interface BytePattern {
  readonly bytes: Uint8Array
  readonly mask: Uint8Array
  /** Only offsets that are multiples of it match. */
  readonly alignment: number
  /** How the input was read, where there are several ways: "UTF-16". */
  readonly reading?: string
}

export const SEARCH_KINDS = ['hex', 'text', 'guid', 'structure'] as const
export type SearchKind = (typeof SEARCH_KINDS)[number]

export interface SearchInput {
  readonly kind: SearchKind
  /** Digits, text or a GUID as typed; for a structure, its id. */
  readonly text: string
  /** For text: the case of the letters A to Z does not matter. */
  readonly ignoresCase?: boolean | undefined
}

export type ParsedPattern =
  | { readonly ok: true; readonly patterns: readonly BytePattern[] }
  | Refused

/** The most bytes of a pattern. */
export const MAX_PATTERN = 1024

const LETTER = 0xdf

/** The patterns of which any may match. Refuses input that is empty, too long or matches zeros. */
export function parsePattern({ kind, text, ignoresCase }: SearchInput): ParsedPattern {
  const parsed = PARSERS[kind](text, ignoresCase === true)
  if (!parsed.ok) return parsed
  for (const { bytes } of parsed.patterns) {
    if (bytes.length > MAX_PATTERN) return refused(`A pattern has at most ${MAX_PATTERN} bytes.`)
    // Such a pattern would match in every byte that no file stores.
    if (bytes.every((byte) => byte === 0)) {
      return refused('This pattern matches zeros. Add a byte that is not zero.')
    }
  }
  return parsed
}

const PARSERS: Readonly<Record<SearchKind, (text: string, ignoresCase: boolean) => ParsedPattern>> =
  { hex: parseHex, text: parseText, guid: parseGuidPattern, structure: parseStructure }

/** Digits in pairs; `?` stands for any digit. Spaces, commas, dashes and `0x` are left out. */
function parseHex(text: string): ParsedPattern {
  const digits = text.replace(/\b0x/gi, '').replace(/[\s,_-]+/g, '')
  if (digits === '') return refused('Type hexadecimal digits, for example “6c6f 6765 ?? ??”.')
  const wrong = /[^0-9a-f?]/iu.exec(digits)
  if (wrong) return refused(`“${wrong[0]}” is not a hexadecimal digit.`)
  if (digits.length % 2 === 1) return refused('A byte has two digits, but one digit is left over.')
  const [bytes, mask] = [new Uint8Array(digits.length / 2), new Uint8Array(digits.length / 2)]
  for (let i = 0; i < bytes.length; i++) {
    for (const [place, shift] of [4, 0].entries()) {
      const digit = digits.charAt(2 * i + place)
      if (digit === '?') continue
      mask[i] = (mask[i] ?? 0) | (15 << shift)
      bytes[i] = (bytes[i] ?? 0) | (Number.parseInt(digit, 16) << shift)
    }
  }
  return { ok: true, patterns: [{ bytes, mask, alignment: 1 }] }
}

/** The text as UTF-8 and as UTF-16 in little-endian order, as Windows and VHDX store it. */
function parseText(text: string, ignoresCase: boolean): ParsedPattern {
  if (text === '') return refused('Type the text to look for.')
  const wide = new Uint8Array(2 * text.length)
  for (let i = 0; i < text.length; i++) {
    wide[2 * i] = text.charCodeAt(i) & 0xff
    wide[2 * i + 1] = text.charCodeAt(i) >> 8
  }
  const utf16 = letters(wide, ignoresCase, (i) => wide[i + 1] === 0 && i % 2 === 0)
  const utf8 = letters(toNameBytes(text), ignoresCase, () => true)
  return {
    ok: true,
    patterns: [
      { ...utf8, alignment: 1, reading: 'UTF-8' },
      { ...utf16, alignment: 1, reading: 'UTF-16' },
    ],
  }
}

/** Bit 5 is the case of a letter, so the mask of a letter leaves it out. */
function letters(
  bytes: Uint8Array,
  ignoresCase: boolean,
  isCharacter: (index: number) => boolean,
): Pick<BytePattern, 'bytes' | 'mask'> {
  const mask = bytes.map((byte, i) =>
    ignoresCase && isCharacter(i) && /[A-Za-z]/.test(String.fromCharCode(byte)) ? LETTER : 0xff,
  )
  return { bytes: bytes.map((byte, i) => byte & (mask[i] ?? 0)), mask }
}

/** As VHDX and GPT store a GUID, and with all bytes in the order of the text. */
function parseGuidPattern(text: string): ParsedPattern {
  const guid = parseGuid(text)
  if (guid === undefined) {
    return refused('Type a GUID, for example “2dc27766-f623-4200-9d64-115e9bfd4a08”.')
  }
  const stored = new Uint8Array(16)
  encodeGuid(new DataView(stored.buffer), 0, guid)
  const plain = Uint8Array.from(guid.replaceAll('-', '').match(/../g) ?? [], (pair) =>
    Number.parseInt(pair, 16),
  )
  const mask = new Uint8Array(16).fill(0xff)
  return {
    ok: true,
    patterns: [
      { bytes: stored, mask, alignment: 1, reading: 'as VHDX stores it' },
      { bytes: plain, mask, alignment: 1, reading: 'in the order of its text' },
    ],
  }
}

function parseStructure(id: string): ParsedPattern {
  const structure = STRUCTURES.find((each) => each.id === id)
  if (!structure) return refused(`There is no structure “${id}”.`)
  const bytes = Uint8Array.from(structure.signature, (character) => character.charCodeAt(0))
  const { before = 0, alignment } = structure
  const all = new Uint8Array(before + bytes.length)
  all.set(bytes, before)
  const mask = new Uint8Array(all.length).fill(0xff, before)
  return { ok: true, patterns: [{ bytes: all, mask, alignment }] }
}
