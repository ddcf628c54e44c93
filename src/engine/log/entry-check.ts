/** The validity of one log entry, §2.3.1, found sector by sector while the scan passes over it. */
import type { ByteRange } from '../bytes/byte-source.ts'
import { crc32c } from '../bytes/crc32c.ts'
import { combineCrc32c } from '../bytes/crc32c-combine.ts'
import { fieldRange } from '../bytes/struct.ts'
import { type Finding, type FindingValues, finding } from '../findings/finding.ts'
import type { RuleId } from '../findings/rules.ts'
import { DESCRIPTOR_SIZE, ENTRY_HEADER_SIZE, LOG_SECTOR_SIZE } from '../format/layout.ts'
import {
  dataSector,
  descriptorSectors,
  type LogEntryHeader,
  logEntryHeader,
} from '../format/log-entry.ts'
import { checkDescriptors } from './descriptor-check.ts'
import type { LogRegion } from './log.ts'
import { advance, placeOf } from './ring.ts'
import { fromHalves, halvesOf, type SequenceHalves } from './sequence-halves.ts'
import { DATA_SECTOR_WORD, wordText } from './signatures.ts'

/** Odd, but no reason to reject the entry (§2.3.1.2). */
const HARMLESS: ReadonlySet<RuleId> = new Set([
  'log.zero-length-empty',
  'log.descriptor-reserved-nonzero',
])
const WHOLE_SECTOR = { offset: 0, length: LOG_SECTOR_SIZE }
const DATA_SIGNATURE = fieldRange(dataSector, 'signature', 0)
const SEQUENCE_HIGH = fieldRange(dataSector, 'sequenceHigh', 0)
const SEQUENCE_LOW = fieldRange(dataSector, 'sequenceLow', 0)

/**
 * Takes the sectors of an entry in order, from the one that begins with "loge", and their bytes for
 * the checksum in pieces of any size. Each rule is reported once, where it is first broken.
 */
export class EntryCheck {
  readonly position: number
  readonly header: LogEntryHeader
  /** In bytes: EntryLength where that is possible, else one sector. */
  readonly length: number
  /** Why the entry is not valid. LogGuid is not looked at. */
  readonly faults: Finding[] = []
  /** What is odd about a descriptor, but harmless. */
  readonly notes: Finding[] = []
  readonly #region: LogRegion
  readonly #sequence: SequenceHalves
  /** Whether EntryLength can be true, so that a checksum means something. */
  readonly #measured: boolean
  /** Sectors at the start that hold descriptors; 0 where DescriptorCount cannot be believed. */
  readonly #descriptorSectors: number
  /** `undefined` as soon as that cannot be known. */
  #dataDescriptors: number | undefined = 0
  #taken = 0
  #hashed: number | undefined
  #interrupted = false

  /** The entry's first sector starts `at` bytes into `bytes`. */
  constructor(region: LogRegion, position: number, bytes: Uint8Array, at: number) {
    this.position = position
    this.header = logEntryHeader.decode(bytes, at)
    this.#region = region
    this.#sequence = halvesOf(this.header.sequenceNumber)
    const { entryLength, descriptorCount } = this.header
    this.#measured =
      entryLength > 0 && entryLength % LOG_SECTOR_SIZE === 0 && entryLength <= region.length
    this.length = this.#measured ? entryLength : LOG_SECTOR_SIZE
    const needed = descriptorSectors(descriptorCount)
    const fits = this.#measured && needed * LOG_SECTOR_SIZE <= this.length
    this.#descriptorSectors = fits ? needed : 0
    this.#checkHeader(fits)
  }

  /** Whether all sectors have been taken. */
  get complete(): boolean {
    return this.#taken * LOG_SECTOR_SIZE >= this.length
  }

  /** Bytes that are still to be taken. */
  get missing(): number {
    return this.length - this.#taken * LOG_SECTOR_SIZE
  }

  /** Whether another entry begins inside. */
  get interrupted(): boolean {
    return this.#interrupted
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

  /** Another entry begins in the next sector, `at` bytes into `view`: what is left cannot be right. */
  interrupt(view: DataView, at: number): void {
    this.take(view, at)
    this.#interrupted = true
    this.#hashed = undefined
  }

  /** To be called once, when all sectors and bytes have been taken. */
  finish(): void {
    const dataDescriptors = this.#dataDescriptors
    const dataSectors = this.length / LOG_SECTOR_SIZE - this.#descriptorSectors
    const counted = this.#descriptorSectors > 0 && dataDescriptors !== undefined
    if (counted && dataDescriptors !== dataSectors) {
      this.#reportField('log.data-sector-count', 'entryLength', { dataDescriptors, dataSectors })
    }
    const { stored, computed } = this.checksum
    if (computed !== undefined && stored !== computed) {
      this.#reportField('log.entry-checksum', 'checksum', { stored, computed })
    }
  }

  get checksum(): { readonly stored: number; readonly computed: number | undefined } {
    return { stored: this.header.checksum, computed: this.#hashed }
  }

  #checkHeader(descriptorsFit: boolean): void {
    const { entryLength, tail, sequenceNumber, descriptorCount } = this.header
    const limit = this.#region.length
    if (!this.#measured) {
      this.#reportField('log.entry-length', 'entryLength', { length: entryLength, limit })
    } else if (!descriptorsFit) {
      const values = { count: descriptorCount, length: entryLength }
      this.#reportField('log.descriptor-count', 'descriptorCount', values)
    }
    if (tail % LOG_SECTOR_SIZE !== 0 || tail >= limit) {
      this.#reportField('log.entry-tail', 'tail', { tail, limit })
    }
    if (sequenceNumber === 0n) this.#reportField('log.entry-sequence-zero', 'sequenceNumber', {})
  }

  #takeDescriptors(view: DataView, at: number, sector: number): void {
    if (this.#dataDescriptors === undefined) return
    // The header takes the place of two descriptors.
    const perSector = LOG_SECTOR_SIZE / DESCRIPTOR_SIZE
    const behindHeader = ENTRY_HEADER_SIZE / DESCRIPTOR_SIZE
    const first = Math.max(0, sector * perSector - behindHeader)
    const end = Math.min((sector + 1) * perSector - behindHeader, this.header.descriptorCount)
    const start = sector === 0 ? at + ENTRY_HEADER_SIZE : at
    const report = this.#report.bind(this)
    const found = checkDescriptors(view, start, first, end, this.#sequence, report)
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
    const high = view.getUint32(at + SEQUENCE_HIGH.offset, true)
    const low = view.getUint32(at + SEQUENCE_LOW.offset, true)
    if (high === this.#sequence.high && low === this.#sequence.low) return
    this.#report('log.data-sequence', inEntry(WHOLE_SECTOR), () => ({
      index,
      found: fromHalves({ high, low }),
      expected: this.header.sequenceNumber,
    }))
  }

  #reportField(rule: RuleId, field: keyof LogEntryHeader, values: FindingValues): void {
    this.#report(rule, fieldRange(logEntryHeader, field, 0), () => values)
  }

  #report(rule: RuleId, { offset, length }: ByteRange, values: () => FindingValues): void {
    const list = HARMLESS.has(rule) ? this.notes : this.faults
    if (list.some((found) => found.rule === rule)) return
    const at = {
      offset: placeOf(this.#region, advance(this.#region, this.position, offset)),
      length,
    }
    list.push(finding(rule, at, { position: this.position, ...values() }))
  }
}
