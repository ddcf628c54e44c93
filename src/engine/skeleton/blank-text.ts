/** Letters and digits of paths blanked in a 4 KiB sector that holds a parent locator, or a piece of one, §2.6.2.6. */
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

/** With each letter as “x” and each digit as “0”: what separates the parts of a path remains. */
export const blank = (text: string): string =>
  text.replaceAll(/./gsu, (letter) => {
    const code = letter.charCodeAt(0)
    if (code < 0x80 && !/[a-z0-9]/i.test(letter)) return letter
    return (/\d/.test(letter) ? '0' : 'x').repeat(letter.length)
  })

/** What is text in these bytes with its paths blanked; `undefined` where that changes nothing. */
export function blankSector(sector: Uint8Array): Uint8Array | undefined {
  const bytes = sector.slice()
  let isChanged = false
  // A string may begin at any byte of its item.
  for (const from of [0, 1]) {
    for (const run of textRuns(bytes, from)) {
      const isFirst = run.at === from
      const isLast = run.at + run.text.length * UNIT + UNIT > bytes.length
      const blanked = blankRun(run.text, isFirst, isLast)
      if (blanked === run.text) continue
      putText(bytes, run.at, blanked)
      isChanged = true
    }
  }
  return isChanged ? bytes : undefined
}

/** Puts text of the same length at a place. */
export function putText(bytes: Uint8Array, at: number, text: string): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let i = 0; i < text.length; i++) view.setUint16(at + i * UNIT, text.charCodeAt(i), true)
}

interface TextRun {
  readonly at: number
  readonly text: string
}

function* textRuns(bytes: Uint8Array, from: number): Generator<TextRun> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  let text = ''
  for (let at = from; at <= bytes.length; at += UNIT) {
    const unit = at + UNIT <= bytes.length ? view.getUint16(at, true) : 0
    if (isText(unit)) text += String.fromCharCode(unit)
    else {
      if (isRun(text)) yield { at: at - text.length * UNIT, text }
      text = ''
    }
  }
}

const isText = (unit: number): boolean => unit >= 0x20 && unit !== 0x7f && unit < 0xfffe

/** Of any numbers some read as letters of some script: a run of text here has Latin ones, or signs of a path. */
const isRun = (text: string): boolean =>
  text.length >= LEAST_RUN && [...text].filter((letter) => letter < '\x7f').length >= LEAST_RUN

function blankRun(text: string, isFirst: boolean, isLast: boolean): string {
  const start = isFirst ? cutAtStart(text) : 0
  const end = isLast ? cutAtEnd(text) : text.length
  if (start >= end) return text
  const middle = text.slice(start, end)
  let blanked = ''
  let done = 0
  for (const match of middle.matchAll(KEPT)) {
    const [found, volume, id] = match
    blanked += blank(middle.slice(done, match.index))
    blanked += volume && id ? `${volume}${id.replaceAll(/[0-9a-f]/gi, '0')}` : found
    done = match.index + found.length
  }
  return text.slice(0, start) + blanked + blank(middle.slice(done)) + text.slice(end)
}

/** How much of the beginning is the end of a key, or of a GUID. */
function cutAtStart(text: string): number {
  const ends = KEYS.flatMap((key) => Array.from(key, (_, i) => key.slice(i + 1)))
  const found = ends.filter((end) => end.length > 1 && text.startsWith(end)).map((e) => e.length)
  return Math.max(CUT_AT_START.exec(text)?.[0].length ?? 0, ...found)
}

/** Where the beginning of a key, or of a GUID, is that the sector cuts off; the length of the text if there is none. */
function cutAtEnd(text: string): number {
  const begins = KEYS.flatMap((key) => Array.from(key, (_, i) => key.slice(0, i)))
  const found = begins.filter((begin) => begin.length > 1 && text.endsWith(begin))
  const longest = Math.max(0, ...found.map((begin) => begin.length))
  return Math.min(CUT_AT_END.exec(text)?.index ?? text.length, text.length - longest)
}
