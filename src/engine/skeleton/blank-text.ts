/** Letters and digits of paths blanked in a 4 KiB sector that holds a parent locator, or a piece of one, §2.6.2.6. */
import type { ByteRange } from '../bytes/byte-source.ts'
import { endOf } from '../bytes/ranges.ts'
import {
  parentLocatorEntry,
  parentLocatorHeader,
  VHDX_PARENT_LOCATOR,
} from '../format/parent-locator.ts'
import { PATH_KEYS } from '../image/metadata/read-parent-locator.ts'

/** All that a locator may have for keys; they remain, as do the GUIDs by which a parent is known. */
const KEYS = ['parent_linkage2', 'parent_linkage', ...PATH_KEYS]
const GUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
/** That of a volume is one of the machine. */
const KEPT = new RegExp(`(volume\\{)(${GUID})|${KEYS.join('|')}|\\{?${GUID}\\}?`, 'gi')
/** A GUID of which the sector has a part. */
const CUT_AT_START = /^[0-9a-f-]{1,36}\}/i
const CUT_AT_END = /\{[0-9a-f-]{0,36}$/i

/**
 * Fewer units are no text that anybody could know: offsets and lengths of pairs side by side read as up to three
 * printable ones.
 */
const LEAST_RUN = 4
const UNIT = 2

/** UTF-16 as a character for each byte. */
const wide = (text: string): string => [...text].map((letter) => `${letter}\0`).join('')
const WIDE_KEYS = KEYS.map(wide)

/** Whether bytes have a key of a parent locator in them. */
export function holdsLocator(bytes: Uint8Array): boolean {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return WIDE_KEYS.some((key) => text.includes(key))
}

/** What stands for the letters of the first text, the second one and so on. */
const LETTERS = 'xyzabcdefghijklmnopqrstuvw'

/** Blanks texts; the same ones alike, and others otherwise, so that a change of a path is still one. */
export class Blanker {
  readonly #letters = new Map<string, string>()

  /** With “x” or another letter for each letter and “0” for each digit: what separates the parts of a path remains. */
  blank(text: string): string {
    if (!/[a-z]|[\u0080-\uffff]/i.test(text)) return text.replaceAll(/\d/g, '0')
    const index = this.#letters.size % LETTERS.length
    const letter = this.#letters.get(text) ?? LETTERS.charAt(index)
    this.#letters.set(text, letter)
    return text.replaceAll(/[a-z]|[\u0080-\uffff]/gi, letter).replaceAll(/\d/g, '0')
  }

  /**
   * What is text in these bytes with its paths blanked; `undefined` where that changes nothing. `tables`, in order, hold
   * offsets and lengths, and no text; those whose beginning is in the sector are found.
   */
  blankSector(sector: Uint8Array, tables: readonly ByteRange[] = []): Uint8Array | undefined {
    const bytes = sector.slice()
    const without = [...tables, ...tablesIn(sector)]
    let isChanged = false
    // A string may begin at any byte of its item.
    for (const from of [0, 1]) {
      for (const run of textRuns(bytes, from, without)) {
        const isFirst = run.at === from
        const isLast = run.at + run.text.length * UNIT + UNIT > bytes.length
        const blanked = this.#blankRun(run.text, isFirst, isLast)
        if (blanked === run.text) continue
        putText(bytes, run.at, blanked)
        isChanged = true
      }
    }
    return isChanged ? bytes : undefined
  }

  #blankRun(text: string, isFirst: boolean, isLast: boolean): string {
    const start = isFirst ? cutAtStart(text) : 0
    const end = isLast ? cutAtEnd(text) : text.length
    if (start >= end) return text
    const middle = text.slice(start, end)
    let blanked = ''
    let done = 0
    for (const match of middle.matchAll(KEPT)) {
      const [found, volume, id] = match
      blanked += this.blank(middle.slice(done, match.index))
      blanked += volume && id ? `${volume}${id.replaceAll(/[0-9a-f]/gi, '0')}` : found
      done = match.index + found.length
    }
    return text.slice(0, start) + blanked + this.blank(middle.slice(done)) + text.slice(end)
  }
}

/** Puts text of the same length at a place. */
export function putText(bytes: Uint8Array, at: number, text: string): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let i = 0; i < text.length; i++) view.setUint16(at + i * UNIT, text.charCodeAt(i), true)
}

const LOCATOR_TYPE = parentLocatorHeader
  .encode({ locatorType: VHDX_PARENT_LOCATOR })
  .subarray(0, 16)

/** Where locators begin that are of the type of MS-VHDX, with their tables. */
function tablesIn(sector: Uint8Array): readonly ByteRange[] {
  const tables: ByteRange[] = []
  for (let at = 0; at + parentLocatorHeader.size <= sector.length; at++) {
    if (sector[at] !== LOCATOR_TYPE[0] || LOCATOR_TYPE.some((byte, i) => sector[at + i] !== byte)) {
      continue
    }
    const { keyValueCount } = parentLocatorHeader.decode(sector, at)
    tables.push({ offset: at, length: locatorTableSize(keyValueCount) })
  }
  return tables
}

/** Of a locator: its header, and the entries behind it. */
export const locatorTableSize = (keyValueCount: number): number =>
  parentLocatorHeader.size + keyValueCount * parentLocatorEntry.size

interface TextRun {
  readonly at: number
  readonly text: string
}

function* textRuns(
  bytes: Uint8Array,
  from: number,
  without: readonly ByteRange[],
): Generator<TextRun> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  let text = ''
  for (let at = from; at <= bytes.length; at += UNIT) {
    const isIn = at + UNIT <= bytes.length && !without.some((each) => isInside(at, each))
    const unit = isIn ? view.getUint16(at, true) : 0
    if (isText(unit)) text += String.fromCharCode(unit)
    else {
      if (isRun(text)) yield { at: at - text.length * UNIT, text }
      text = ''
    }
  }
}

const isInside = (at: number, range: ByteRange): boolean =>
  at + UNIT > range.offset && at < endOf(range)

const isText = (unit: number): boolean => unit >= 0x20 && unit !== 0x7f && unit < 0xfffe

/** Of any numbers some read as letters of some script: a run of text here has Latin ones, or signs of a path. */
const isRun = (text: string): boolean =>
  text.length >= LEAST_RUN && [...text].filter((letter) => letter < '\x7f').length >= LEAST_RUN

/** How much of the beginning is the end of a key, or of a GUID. */
function cutAtStart(text: string): number {
  const ends = KEYS.flatMap((key) => Array.from(key, (_, i) => key.slice(i + 1)))
  const found = ends.filter((end) => end !== '' && text.startsWith(end)).map((e) => e.length)
  return Math.max(CUT_AT_START.exec(text)?.[0].length ?? 0, ...found)
}

/** Where the beginning of a key, or of a GUID, is that the sector cuts off; the length of the text if there is none. */
function cutAtEnd(text: string): number {
  const begins = KEYS.flatMap((key) => Array.from(key, (_, i) => key.slice(0, i)))
  const found = begins.filter((begin) => begin !== '' && text.endsWith(begin))
  const longest = Math.max(0, ...found.map((begin) => begin.length))
  return Math.min(CUT_AT_END.exec(text)?.index ?? text.length, text.length - longest)
}
