/** The validity of one log entry, §2.3.1, found sector by sector while the scan passes over it. */
import type { ByteRange } from '../bytes/byte-source.ts'
import { type Guid, NIL_GUID } from '../bytes/guid.ts'
import { crc32c } from '../bytes/hash/crc32c.ts'
import { combineCrc32c } from '../bytes/hash/crc32c-combine.ts'
import { fieldRange } from '../bytes/struct.ts'
import { type Finding, type FindingValues, finding } from '../findings/finding.ts'
import type { Listing } from '../findings/listing.ts'
import type { RuleId } from '../findings/rules.ts'
import { DESCRIPTOR_SIZE, ENTRY_HEADER_SIZE, LOG_SECTOR_SIZE } from '../format/layout.ts'
import {
  dataSector,
  descriptorSectors,
  type LogEntryHeader,
  logEntryHeader,
} from '../format/log-entry.ts'
import { checkDescriptors } from './descriptor-check.ts'
import type { LogEntry, LogRegion } from './log.ts'
import { advance, placeOf } from './ring.ts'
import { fromHalves, halvesAt, type SequenceHalves } from './sequence-halves.ts'
import { DATA_SECTOR_WORD, wordText } from './signatures.ts'

/** Odd, but no reason to reject the entry (§2.3.1.2). */
const HARMLESS: ReadonlySet<RuleId> = new Set([
  'log.zero-length-empty',
  'log.descriptor-reserved-nonzero',
])
const NO_REASONS: readonly RuleId[] = []
const NO_FINDINGS: readonly Finding[] = []
const WHOLE_SECTOR = { offset: 0, length: LOG_SECTOR_SIZE }
const { offset: SEQUENCE_NUMBER } = fieldRange(logEntryHeader, 'sequenceNumber', 0)
const DATA_SIGNATURE = fieldRange(dataSector, 'signature', 0)
const { offset: SEQUENCE_HIGH } = fieldRange(dataSector, 'sequenceHigh', 0)
const { offset: SEQUENCE_LOW } = fieldRange(dataSector, 'sequenceLow', 0)

/** What an entry is judged by, beside its own bytes. */
export interface CheckContext {
  readonly region: LogRegion
  /** The LogGuid of the current header; nil in a clean file. */
  readonly guid: Guid
  /** Says which findings are made. */
  readonly listing: Listing
}

/** What the check of an entry found. */
export interface CheckedEntry
  extends Pick<LogEntry, 'position' | 'length' | 'header' | 'checksum' | 'reasons'> {
  /** Whether the LogGuid is that of the current header. `reasons` take no account of it. */
  readonly isCurrent: boolean
  /** Whether another entry begins inside. */
  readonly interrupted: boolean
  /** `reasons` with places and numbers, or of a valid entry what is odd, as far as that is listed. */
  readonly findings: readonly Finding[]
}

interface Note {
  readonly rule: RuleId
  readonly make: () => Finding
}

/**
 * Takes the sectors of an entry in order, from the one that begins with "loge", and their bytes for
 * the checksum in pieces of any size. Each rule is reported once, where it is first broken. A log may
 * have an entry in each of its sectors: what most of them do not need is not made.
 */
export class EntryCheck {
  readonly #context: CheckContext
  readonly #position: number
  readonly #header: LogEntryHeader
  readonly #isCurrent: boolean
  readonly #length: number
  readonly #sequence: SequenceHalves
  /** Whether EntryLength can be true, so that a checksum means something. */
  readonly #measured: boolean
  /** Sectors at the start that hold descriptors; 0 where DescriptorCount cannot be believed. */
  readonly #descriptorSectors: number
  /** `undefined` as soon as that cannot be known. */
  #dataDescriptors: number | undefined = 0
  #reasons: RuleId[] | undefined
  #findings: Finding[] | undefined
  /** What is odd but harmless: worth a word only where the entry is valid. */
  #notes: readonly Note[] | undefined
  #taken = 0
  #hashed: number | undefined

  /** The entry's first sector starts `at` bytes into `view`. */
  constructor(context: CheckContext, position: number, view: DataView, at: number) {
    this.#position = position
    this.#header = logEntryHeader.decode(view, at)
    this.#isCurrent = context.guid !== NIL_GUID && this.#header.logGuid === context.guid
    this.#context = context
    this.#sequence = halvesAt(view, at + SEQUENCE_NUMBER)
    const { entryLength, descriptorCount } = this.#header
    const limit = context.region.length
    this.#measured = entryLength > 0 && entryLength % LOG_SECTOR_SIZE === 0 && entryLength <= limit
    this.#length = this.#measured ? entryLength : LOG_SECTOR_SIZE
    const needed = descriptorSectors(descriptorCount)
    const fits = this.#measured && needed * LOG_SECTOR_SIZE <= this.#length
    this.#descriptorSectors = fits ? needed : 0
    this.#checkHeader(fits, limit)
  }

  /** Whether all sectors have been taken. */
  get complete(): boolean {
    return this.#taken * LOG_SECTOR_SIZE >= this.#length
  }

  /** Bytes that are still to be taken. */
  get missing(): number {
    return this.#length - this.#taken * LOG_SECTOR_SIZE
  }

  /** The next sector, `at` bytes into `view`. */
  take(view: DataView, at: number): void {
    const sector = this.#taken++
    if (this.#descriptorSectors === 0) return
    if (sector < this.#descriptorSectors) this.#takeDescriptors(view, at, sector)
    else this.#takeData(view, at, sector)
  }

  /** The next bytes for the checksum. Those of the Checksum field have been set to zero. */
  hash(bytes: Uint8Array): void {
    if (!this.#measured || bytes.length === 0) return
    const crc = crc32c(bytes)
    this.#hashed = this.#hashed === undefined ? crc : combineCrc32c(this.#hashed, crc, bytes.length)
  }

  /** All sectors and bytes have been taken. */
  finish(): CheckedEntry {
    const dataDescriptors = this.#dataDescriptors
    const dataSectors = this.#length / LOG_SECTOR_SIZE - this.#descriptorSectors
    const counted = this.#descriptorSectors > 0 && dataDescriptors !== undefined
    if (counted && dataDescriptors !== dataSectors) {
      const values = { dataDescriptors, dataSectors }
      this.#reportField('log.data-sector-count', 'entryLength', () => values)
    }
    const stored = this.#header.checksum
    const computed = this.#hashed
    if (computed !== undefined && stored !== computed) {
      this.#reportField('log.entry-checksum', 'checksum', () => ({ stored, computed }))
    }
    if (this.#notes !== undefined && this.#reasons === undefined) {
      this.#findings = this.#notes
        .filter(({ rule }) => this.#context.listing.take(rule, 'current'))
        .map(({ make }) => make())
    }
    return this.#conclude(false)
  }

  /** Another entry begins in the next sector, `at` bytes into `view`: what is left cannot be right. */
  interrupt(view: DataView, at: number): CheckedEntry {
    this.take(view, at)
    this.#hashed = undefined
    return this.#conclude(true)
  }

  #conclude(interrupted: boolean): CheckedEntry {
    return {
      position: this.#position,
      length: this.#length,
      header: this.#header,
      checksum: { stored: this.#header.checksum, computed: this.#hashed },
      reasons: this.#reasons ?? NO_REASONS,
      isCurrent: this.#isCurrent,
      interrupted,
      findings: this.#findings ?? NO_FINDINGS,
    }
  }

  #checkHeader(descriptorsFit: boolean, limit: number): void {
    const { entryLength, tail, sequenceNumber, descriptorCount } = this.#header
    if (!this.#measured) {
      const values = () => ({ length: entryLength, limit })
      this.#reportField('log.entry-length', 'entryLength', values)
    } else if (!descriptorsFit) {
      const values = () => ({ count: descriptorCount, length: entryLength })
      this.#reportField('log.descriptor-count', 'descriptorCount', values)
    }
    if (tail % LOG_SECTOR_SIZE !== 0 || tail >= limit) {
      this.#reportField('log.entry-tail', 'tail', () => ({ tail, limit }))
    }
    if (sequenceNumber === 0n) {
      this.#reportField('log.entry-sequence-zero', 'sequenceNumber', () => ({}))
    }
  }

  #takeDescriptors(view: DataView, at: number, sector: number): void {
    if (this.#dataDescriptors === undefined) return
    // The header takes the place of two descriptors.
    const perSector = LOG_SECTOR_SIZE / DESCRIPTOR_SIZE
    const behindHeader = ENTRY_HEADER_SIZE / DESCRIPTOR_SIZE
    const first = Math.max(0, sector * perSector - behindHeader)
    const end = Math.min((sector + 1) * perSector - behindHeader, this.#header.descriptorCount)
    const start = sector === 0 ? at + ENTRY_HEADER_SIZE : at
    const found = checkDescriptors(
      { view, at: start, first, end, sequence: this.#sequence },
      (rule, at, values) => this.#report(rule, at, values),
    )
    this.#dataDescriptors = found === undefined ? undefined : this.#dataDescriptors + found
  }

  #takeData(view: DataView, at: number, sector: number): void {
    const index = sector - this.#descriptorSectors
    const inEntry = ({ offset, length }: ByteRange): ByteRange => ({
      offset: sector * LOG_SECTOR_SIZE + offset,
      length,
    })
    const signature = view.getUint32(at + DATA_SIGNATURE.offset, true)
    if (signature !== DATA_SECTOR_WORD) {
      const found = wordText(signature)
      this.#report('log.data-signature', inEntry(DATA_SIGNATURE), () => ({ index, found }))
      return
    }
    const high = view.getUint32(at + SEQUENCE_HIGH, true)
    const low = view.getUint32(at + SEQUENCE_LOW, true)
    if (high === this.#sequence.high && low === this.#sequence.low) return
    this.#report('log.data-sequence', inEntry(WHOLE_SECTOR), () => ({
      index,
      found: fromHalves({ high, low }),
      expected: this.#header.sequenceNumber,
    }))
  }

  #reportField(rule: RuleId, field: keyof LogEntryHeader, values: () => FindingValues): void {
    this.#report(rule, fieldRange(logEntryHeader, field, 0), values)
  }

  #report(rule: RuleId, at: ByteRange, values: () => FindingValues): void {
    if (HARMLESS.has(rule)) {
      if (this.#isCurrent) this.#note(rule, () => this.#finding(rule, at, values()))
    } else if (this.#reasons === undefined) {
      this.#reasons = [rule]
      this.#list(rule, at, values)
    } else if (!this.#reasons.includes(rule)) {
      this.#reasons.push(rule)
      this.#list(rule, at, values)
    }
  }

  #list(rule: RuleId, at: ByteRange, values: () => FindingValues): void {
    if (!this.#context.listing.take(rule, this.#isCurrent ? 'current' : 'other')) return
    this.#findings = [...(this.#findings ?? []), this.#finding(rule, at, values())]
  }

  #note(rule: RuleId, make: () => Finding): void {
    if (this.#notes?.some((note) => note.rule === rule)) return
    this.#notes = [...(this.#notes ?? []), { rule, make }]
  }

  #finding(rule: RuleId, { offset, length }: ByteRange, values: FindingValues): Finding {
    const { region } = this.#context
    const place = placeOf(region, advance(region, this.#position, offset))
    return finding(rule, { offset: place, length }, { position: this.#position, ...values })
  }
}
