/** NTFS's table of files ($MFT): its records, and where the content of a file lies, also where several records say it. */
import { type ByteRange, type ByteSource, position } from '../../bytes/byte-source.ts'
import { endOf } from '../../bytes/ranges.ts'
import { type Refused, refused } from '../../bytes/refused.ts'
import { KIB } from '../../format/layout.ts'
import { Head } from '../volumes/head.ts'
import type { NtfsBootSector } from '../volumes/ntfs.ts'
import {
  attributesOf,
  type NtfsAttribute,
  residentValue,
  withoutGuards,
} from '../volumes/ntfs-record.ts'
import { ATTRIBUTE_LIST, DATA } from './attribute-types.ts'
import { decodeExtents, type Extent, placesOf, readContent } from './extents.ts'

/** Of a list, in bytes: no system makes a longer one. */
const MAX_LIST = 256 * KIB
const LIST_ENTRY = 26
/** Of one content: more than any system can still read. */
const MAX_EXTENTS = 2 ** 18
const IN_USE = 1
/** The table itself, its copy, the log and the volume: of them there are copies. */
export const FIRST_RECORDS = 4

/** The content of a file that has no name of its own. */
export interface NtfsContent {
  readonly ok: true
  /** Bytes. */
  readonly size: number
  /** What lies behind reads as zeros. */
  readonly initialized: number
  /** Of a content that is in its record. */
  readonly resident: Uint8Array | undefined
  /** In order, without gaps, from cluster 0 on. */
  readonly extents: readonly Extent[]
  readonly isPlain: boolean
}

export class FileTable {
  readonly #volume: ByteSource
  readonly #boot: NtfsBootSector
  /** Those of the table itself, as far as they are known. */
  #extents: Extent[] = []
  #size = 0
  #isTolerant = false
  #isWhole = true
  /** Where the copies lie that were read in place of records. */
  readonly #copies = new Map<number, ByteRange>()

  private constructor(volume: ByteSource, boot: NtfsBootSector) {
    this.#volume = volume
    this.#boot = boot
  }

  /**
   * By its record 0, which says where all of it is. A tolerant one takes the copy of a record that is damaged, where
   * there is one, and as much of the table as can be found.
   */
  static async open(
    volume: ByteSource,
    boot: NtfsBootSector,
    { isTolerant = false }: { readonly isTolerant?: boolean } = {},
  ): Promise<FileTable | Refused> {
    const { mft, clusterSize, recordSize } = boot
    const table = new FileTable(volume, boot)
    table.#isTolerant = isTolerant
    const lcn = position(mft * BigInt(clusterSize)) === undefined ? undefined : Number(mft)
    // Enough to read that record.
    table.#extents = [{ vcn: 0, lcn, length: Math.ceil(recordSize / clusterSize) }]
    const record = await table.record(0)
    if (record === undefined) return refused('The beginning of its table of files cannot be read.')
    const content = await table.#content(0, record)
    const last = table.#extents.at(-1)
    table.#size = content.ok
      ? Math.min(content.size, content.initialized)
      : (last ? last.vcn + last.length : 0) * clusterSize
    table.#isWhole = content.ok
    return content.ok || (isTolerant && table.count > FIRST_RECORDS) ? table : content
  }

  get extents(): readonly Extent[] {
    return this.#extents
  }

  /** How many records there are: no more than the volume has room for. */
  get count(): number {
    return Math.floor(Math.min(this.#size, this.#volume.size) / this.#boot.recordSize)
  }

  /** Whether all of it could be found. */
  get isWhole(): boolean {
    return this.#isWhole
  }

  /** The records whose copies were read so far, because they are damaged themselves. */
  get copied(): readonly number[] {
    return [...this.#copies.keys()]
  }

  /** Where a record lies, or its beginning where it is in pieces; `undefined` where it is nowhere in the volume. */
  placeOf(number: number): ByteRange | undefined {
    const copy = this.#copies.get(number)
    if (copy) return copy
    const { recordSize, clusterSize } = this.#boot
    const range = { offset: number * recordSize, length: recordSize }
    return placesOf({ extents: this.#extents, clusterSize }, range, this.#volume.size)?.[0]
  }

  /** `undefined` where there is none that is in use and whole. */
  async record(number: number): Promise<Head | undefined> {
    const record = await this.anyRecord(number)
    return record && isInUse(record) ? record : undefined
  }

  /** Also one that is not in use; `undefined` where there is none that is whole. */
  async anyRecord(number: number): Promise<Head | undefined> {
    const bytes = await this.recordBytes(number, 1)
    const record = bytes && withoutGuards(new Head(bytes), 'FILE')
    return record ?? (this.#isTolerant ? this.#copyOf(number) : undefined)
  }

  /** Several of them, one behind the other, as they are written; `undefined` where they are not all in the volume. */
  async recordBytes(first: number, count: number): Promise<Uint8Array | undefined> {
    const { recordSize, clusterSize } = this.#boot
    const range = { offset: first * recordSize, length: count * recordSize }
    return readContent(this.#volume, { extents: this.#extents, clusterSize }, range)
  }

  /** The copy has as many records as fit into a cluster, and at least four. */
  async #copyOf(number: number): Promise<Head | undefined> {
    const { recordSize, clusterSize, mirror } = this.#boot
    const at = position(mirror * BigInt(clusterSize))
    const count = Math.max(FIRST_RECORDS, clusterSize / recordSize)
    if (at === undefined || number >= count) return undefined
    const place = { offset: at + number * recordSize, length: recordSize }
    if (endOf(place) > this.#volume.size) return undefined
    const bytes = await this.#volume.read(place.offset, place.length)
    const record = withoutGuards(new Head(bytes), 'FILE')
    if (record) this.#copies.set(number, place)
    return record
  }

  /** What file `number` holds. */
  async content(number: number): Promise<NtfsContent | Refused> {
    const record = await this.record(number)
    if (record === undefined) return refused(`Record ${number} of its table of files is damaged.`)
    return this.#content(number, record)
  }

  async #content(number: number, base: Head): Promise<NtfsContent | Refused> {
    const damaged = refused(`What record ${number} of its table of files holds is damaged.`)
    const others = await this.#otherRecords(number, base)
    if (others === undefined) return damaged
    const extents: Extent[] = []
    let content: NtfsContent | undefined
    for (const other of [undefined, ...others]) {
      const record = other === undefined ? base : await this.record(other)
      const isOwn = other === undefined || Number(record?.u64(0x20) ?? 0n) % 2 ** 48 === number
      if (record === undefined || !isOwn) return damaged
      for (const attribute of attributesOf(record)) {
        if (attribute.type !== DATA || attribute.hasName) continue
        if (!content) content = firstPart(record, attribute, extents)
        if (!content || !addExtents(record, attribute, extents)) return damaged
        // Further records of the table may lie in what was just found.
        if (number === 0) this.#extents = extents
      }
    }
    return content ?? damaged
  }

  /** Records that the list of attributes, where there is one, names for the content: each once, in order. */
  async #otherRecords(number: number, base: Head): Promise<readonly number[] | undefined> {
    const attribute = [...attributesOf(base)].find(({ type }) => type === ATTRIBUTE_LIST)
    if (attribute === undefined) return []
    const list = await this.#list(base, attribute)
    if (list === undefined) return undefined
    const records = new Set<number>()
    for (let at = 0, length = 0; at + LIST_ENTRY <= list.length; at += length) {
      length = list.u16(at + 4)
      if (length < LIST_ENTRY) return undefined
      const isContent = list.u32(at) === DATA && list.u8(at + 6) === 0
      if (isContent) records.add(Number(list.u64(at + 16) % 2n ** 48n))
    }
    records.delete(number)
    return [...records]
  }

  async #list(base: Head, attribute: NtfsAttribute): Promise<Head | undefined> {
    if (attribute.isResident) {
      const { offset, length } = residentValue(base, attribute)
      return new Head(base.copy().subarray(offset, offset + length))
    }
    const extents: Extent[] = []
    const list = firstPart(base, attribute, extents)
    if (!list || list.size > MAX_LIST || !addExtents(base, attribute, extents)) return undefined
    const mapped = { extents, clusterSize: this.#boot.clusterSize }
    const bytes = await readContent(this.#volume, mapped, { offset: 0, length: list.size })
    return bytes && new Head(bytes)
  }
}

export const isInUse = (record: Head): boolean => (record.u16(0x16) & IN_USE) !== 0

/** What the attribute that holds the beginning of a content says of all of it. */
function firstPart(
  record: Head,
  attribute: NtfsAttribute,
  extents: readonly Extent[],
): NtfsContent | undefined {
  const { at, isResident, flags } = attribute
  if (isResident) {
    const { offset, length } = residentValue(record, attribute)
    if (offset + length > record.length) return undefined
    const resident = record.copy().subarray(offset, offset + length)
    return { ok: true, size: length, initialized: length, resident, extents, isPlain: flags === 0 }
  }
  const [size, initialized] = [position(record.u64(at + 0x30)), position(record.u64(at + 0x38))]
  if (size === undefined || initialized === undefined) return undefined
  return { ok: true, size, initialized, resident: undefined, extents, isPlain: flags === 0 }
}

/** Those that the attribute has, behind what is there; false where they do not fit to it. */
function addExtents(
  record: Head,
  { at, length, isResident }: NtfsAttribute,
  extents: Extent[],
): boolean {
  if (isResident) return extents.length === 0
  const last = extents.at(-1)
  const vcn = last ? last.vcn + last.length : 0
  if (record.u64(at + 0x10) !== BigInt(vcn)) return false
  const pairs = record.u16(at + 0x20)
  const range = { offset: at + pairs, length: length - pairs }
  const more = decodeExtents(record, range, vcn)
  if (more === undefined || extents.length + more.length > MAX_EXTENTS) return false
  extents.push(...more)
  return true
}
