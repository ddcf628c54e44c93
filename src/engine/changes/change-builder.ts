/** Merges changed sectors, given in order of offset, into changes. */
import type { ByteRange } from '../bytes/byte-source.ts'
import { formatBytes, plural } from '../bytes/format.ts'
import { endOf } from '../bytes/ranges.ts'
import { LOG_SECTOR_SIZE } from '../format/layout.ts'
import type { StructureKind } from '../image/structure-map.ts'
import type { PreviewExtent } from '../update/preview.ts'
import type { Change } from './change.ts'
import type { SectorPair } from './sector-diff.ts'

/** Lines that a change keeps; the rest is counted. */
export const MAX_DETAILS = 64

/** Why it is not compared: it is too long, or what is there was left out of a skeleton. */
export type UncomparedRun = 'zeros' | 'absent'

const RUN_WORDS: Readonly<Record<UncomparedRun, string>> = {
  zeros: ' of zeros, not compared with what is there',
  absent: ', not compared with what is there, which is not in this skeleton',
}

/** What a change is named by. */
export interface Words {
  structureAt(offset: number): StructureKind
  /** Lines that say what differs in a sector. */
  lines(structure: StructureKind, sector: SectorPair): readonly string[]
  nameOf(range: ByteRange): string
}

export interface Differences {
  readonly changes: readonly Change[]
  /** Sectors that are written, but hold the same bytes already. */
  readonly unchangedSectors: number
}

interface OpenChange {
  readonly structure: StructureKind
  readonly offset: number
  length: number
  changedBytes: number
  readonly details: string[]
  detailCount: number
  readonly entries: Set<number>
}

export class ChangeBuilder {
  readonly #words: Words
  readonly #changes: Change[] = []
  #open: OpenChange | undefined
  #unchangedSectors = 0

  constructor(words: Words) {
    this.#words = words
  }

  /** A written sector; one whose bytes are the same already is only counted. */
  addSector(extent: PreviewExtent, sector: SectorPair): void {
    const changedBytes = countDifferent(sector)
    if (changedBytes === 0) {
      this.#unchangedSectors++
      return
    }
    const structure = this.#words.structureAt(sector.offset)
    const change = this.#continued(structure, sector.offset)
    const lines = this.#words.lines(structure, sector)
    change.length += sector.now.length
    change.changedBytes += changedBytes
    change.details.push(...lines.slice(0, MAX_DETAILS - change.details.length))
    change.detailCount += lines.length
    addEntry(change.entries, extent)
  }

  /** What is written, and not compared with what is there. */
  addRun(extent: PreviewExtent, run: UncomparedRun): void {
    this.#close()
    const entries = new Set<number>()
    addEntry(entries, extent)
    this.#changes.push({
      offset: extent.offset,
      length: extent.length,
      structure: this.#words.structureAt(extent.offset),
      changedBytes: extent.length,
      compared: false,
      summary: `${this.#words.nameOf(extent)}: ${formatBytes(extent.length)}${RUN_WORDS[run]}`,
      details: [],
      detailCount: 0,
      entries: [...entries],
    })
  }

  finish(): Differences {
    this.#close()
    return { changes: this.#changes, unchangedSectors: this.#unchangedSectors }
  }

  #continued(structure: StructureKind, offset: number): OpenChange {
    const open = this.#open
    if (open && open.structure === structure && endOf(open) === offset) return open
    this.#close()
    const entries = new Set<number>()
    this.#open = {
      structure,
      offset,
      length: 0,
      changedBytes: 0,
      details: [],
      detailCount: 0,
      entries,
    }
    return this.#open
  }

  #close(): void {
    const open = this.#open
    if (!open) return
    this.#open = undefined
    const { entries, ...change } = open
    this.#changes.push({
      ...change,
      compared: true,
      summary: this.#summary(open),
      entries: [...entries].sort((a, b) => a - b),
    })
  }

  #summary(change: OpenChange): string {
    const [first] = change.details
    if (first !== undefined && change.detailCount === 1) return first
    const name = this.#words.nameOf(change)
    const bytes = `${plural(change.changedBytes, 'byte')} in ${plural(change.length / LOG_SECTOR_SIZE, 'sector')}`
    if (first === undefined) return `${name}: ${bytes}`
    const what = change.structure === 'bat' ? 'entry' : 'field'
    const many = change.structure === 'bat' ? 'entries' : 'fields'
    return `${name}: ${plural(change.detailCount, what, many)}, ${bytes}`
  }
}

function addEntry(entries: Set<number>, { step: { cause } }: PreviewExtent): void {
  if (cause.kind === 'descriptor') entries.add(cause.entry)
}

/** How many bytes of two runs of the same length differ: four at a time, since a log may be large. */
export function countDifferent({ old, now }: Pick<SectorPair, 'old' | 'now'>): number {
  const a = new DataView(old.buffer, old.byteOffset, old.length)
  const b = new DataView(now.buffer, now.byteOffset, now.length)
  let count = 0
  let at = 0
  for (; at + 4 <= now.length; at += 4) {
    const difference = a.getInt32(at) ^ b.getInt32(at)
    if (difference !== 0) count += nonZeroBytes(difference)
  }
  for (; at < now.length; at++) if (old[at] !== now[at]) count++
  return count
}

/** Carries a bit of each byte into its highest one, and adds these up. */
const nonZeroBytes = (word: number): number => {
  const highest = (((word & 0x7f7f7f7f) + 0x7f7f7f7f) | word) & 0x80808080
  return Math.imul(highest >>> 7, 0x01010101) >>> 24
}
