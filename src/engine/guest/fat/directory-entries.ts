/** Entries of a directory of FAT: short ones, and the long names before them. */
import type { ByteRange } from '../../bytes/byte-source.ts'
import { plural } from '../../bytes/format.ts'
import { ENTRY_SIZE, type EntryReader, type FoundEntry } from '../clusters/cluster-format.ts'
import type { ContentPlace } from '../clusters/content-place.ts'
import { Head } from '../volumes/head.ts'
import { SHORT_NAME, shortNameChecksum, shortNameOf } from './short-name.ts'
import type { EntryBits } from './table-entries.ts'

const END = 0
const DELETED = 0xe5
const LABEL = 0x08
const DIRECTORY = 0x10
/** Attributes that nothing else has together. */
const LONG_NAME = 0x0f
const ALL_ATTRIBUTES = 0x3f
/** Of the number of the first entry of a long name, which has its last characters. */
const LAST_PART = 0x40
/** Microsoft's specification, section 7: so many entries have 255 characters. */
const MOST_PARTS = 20
const UNITS = 13
/** Where an entry of a long name has its characters, each of 16 bits. */
const UNITS_AT = [1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30]
/** How the entries that every directory but the root begins with are called. */
const DOTS = ['.          ', '..         ']

export type Meaning = 'end' | 'deleted' | 'long-name' | 'label' | 'file' | 'directory'

/** What the entry at `at` is. */
export function meaningOf(head: Head, at: number): Meaning {
  const first = head.u8(at)
  if (first === END) return 'end'
  if (first === DELETED) return 'deleted'
  const attributes = head.u8(at + 11)
  if ((attributes & ALL_ATTRIBUTES) === LONG_NAME) return 'long-name'
  if ((attributes & LABEL) !== 0) return 'label'
  return (attributes & DIRECTORY) !== 0 ? 'directory' : 'file'
}

/** Where the content of a file or directory is. */
export function contentPlaceOf(head: Head, at: number, bits: EntryBits): ContentPlace {
  const isDirectory = meaningOf(head, at) === 'directory'
  // With 12 and 16 bits the upper half belongs to whoever wants it (OS/2: extended attributes).
  const upper = bits === 32 ? head.u16(at + 20) : 0
  return {
    firstCluster: upper * 2 ** 16 + head.u16(at + 26),
    size: isDirectory ? undefined : BigInt(head.u32(at + 28)),
  }
}

/** A long name as far as it has come: its last characters come first. */
interface LongName {
  readonly checksum: number
  readonly at: number
  readonly parts: number
  /** How many are still to come. */
  left: number
  readonly units: number[]
}

export class FatEntries implements EntryReader {
  isOver = false
  readonly #bits: EntryBits
  readonly #hasDots: boolean
  #count = 0
  #long: LongName | undefined
  #orphans = 0

  constructor(bits: EntryBits, hasDots: boolean) {
    this.#bits = bits
    this.#hasDots = hasDots
  }

  read(bytes: Uint8Array, place: number): readonly FoundEntry[] {
    const head = new Head(bytes)
    const found: FoundEntry[] = []
    for (let at = 0; at < bytes.length; at += ENTRY_SIZE) {
      const meaning = meaningOf(head, at)
      this.isOver = meaning === 'end'
      if (this.isOver) break
      const index = this.#count++
      if (meaning === 'long-name') {
        this.#addPart(head, at, place + at)
        continue
      }
      const long = this.#long
      this.#long = undefined
      if (meaning === 'file' || meaning === 'directory') {
        const isDot = this.#hasDots && index < DOTS.length && head.has(at, DOTS[index] ?? '')
        const raw = bytes.subarray(at, at + SHORT_NAME)
        const isIts = long?.left === 0 && long.checksum === shortNameChecksum(raw) && !isDot
        if (long && !isIts) this.#drop(long)
        if (isDot) continue
        const name = (isIts && textOf(long.units)) || shortNameOf(raw, head.u8(at + 12))
        const node = place + at
        found.push({
          entry: { name, node, kind: meaning, at: placeOf(node, isIts ? long : undefined) },
          content: contentPlaceOf(head, at, this.#bits),
        })
      } else if (long) this.#drop(long)
    }
    return found
  }

  takeProblems(isLast: boolean): readonly string[] {
    if (isLast && this.#long) this.#drop(this.#long)
    const orphans = this.#orphans
    this.#orphans = 0
    if (orphans === 0) return []
    const [belong, what] = [orphans === 1 ? 'belongs' : 'belong', 'part of a long name']
    return [
      `${plural(orphans, what, 'parts of long names')} ${belong} to no file, and ${orphans === 1 ? 'is' : 'are'} left out.`,
    ]
  }

  #drop({ parts, left }: LongName): void {
    this.#orphans += parts - left
    this.#long = undefined
  }

  #addPart(head: Head, at: number, place: number): void {
    const number = head.u8(at)
    const checksum = head.u8(at + 13)
    const parts = number & ~LAST_PART
    if ((number & LAST_PART) !== 0) {
      if (this.#long) this.#drop(this.#long)
      if (parts > 0 && parts <= MOST_PARTS) {
        this.#long = { checksum, at: place, parts, left: parts, units: new Array(parts * UNITS) }
      }
    }
    const long = this.#long
    if (long?.left !== parts || parts === 0 || long.checksum !== checksum) {
      if (long) this.#drop(long)
      this.#orphans++
      return
    }
    long.left--
    for (const [i, from] of UNITS_AT.entries())
      long.units[long.left * UNITS + i] = head.u16(at + from)
  }
}

/** Of all characters up to a zero, behind which is only what fills up. */
function textOf(units: readonly number[]): string {
  const end = units.indexOf(0)
  return String.fromCharCode(...(end < 0 ? units : units.slice(0, end)))
}

/** Of an entry with its long name, where the two lie one behind the other. */
function placeOf(node: number, long: LongName | undefined): ByteRange {
  const isTogether = long !== undefined && long.at + long.parts * ENTRY_SIZE === node
  const offset = isTogether ? long.at : node
  return { offset, length: node + ENTRY_SIZE - offset }
}
