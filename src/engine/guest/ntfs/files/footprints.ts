/** What each file of NTFS has of its volume, in one pass over the table of files. */
import type { ByteRange, Run } from '../../../bytes/byte-source.ts'
import { takeTurn } from '../../../bytes/pace.ts'
import { MIB } from '../../../format/layout.ts'
import type { Footprint } from '../../guest-files.ts'
import { Head } from '../../volumes/head.ts'
import {
  attributeName,
  attributesOf,
  type NtfsAttribute,
  removeGuards,
  residentValue,
} from '../../volumes/ntfs-record.ts'
import {
  ATTRIBUTE_LIST,
  DATA,
  INDEX_ALLOCATION,
  INDEX_ROOT,
  NAMES,
  REPARSE_POINT,
} from '../attribute-types.ts'
import { decodeExtents } from '../extents.ts'
import { isInUse } from '../file-table.ts'
import { type NtfsNode, type NtfsVolume, nodeOf } from './node.ts'
import { baseOf, isDirectoryRecord, isSameUse, sequenceOf } from './reference.ts'
import { readReparsePoint } from './reparse-point.ts'

type FirstRecord = Pick<NtfsNode, 'number' | 'base' | 'place'>

/** Bytes of the table of files. */
const WINDOW = MIB
/** Of places: so many are in memory at once, and of one record beside them. */
const MOST_PLACES = 65_536

export async function* ntfsFootprints(
  volume: NtfsVolume,
  run?: Run,
): AsyncGenerator<readonly Footprint[], void, undefined> {
  const { table, recordSize } = volume
  const perWindow = WINDOW / recordSize
  const lists = new Lists(volume)
  const batch = new Batch()
  for (let first = 0; first < table.count; first += perWindow) {
    await takeTurn(run)
    run?.onProgress?.(first * recordSize, table.count * recordSize)
    const count = Math.min(perWindow, table.count - first)
    const bytes = await table.recordBytes(first, count)
    for (let i = 0; i < count; i++) {
      const number = first + i
      const written = bytes?.subarray(i * recordSize, (i + 1) * recordSize)
      const isWhole = written !== undefined && removeGuards(written, 'FILE')
      // Where not all of the window is in the volume, or one is damaged of which there may be a copy, one by one.
      const isOther = bytes === undefined || (!isWhole && number < perWindow)
      const record = isWhole ? new Head(written) : isOther ? await table.record(number) : undefined
      if (record === undefined || !isInUse(record) || baseOf(record).record !== 0) continue
      const place = table.placeOf(number)
      if (place === undefined) continue
      const footprint = new FootprintOf(volume, { number, base: record, place })
      footprint.add(record)
      if (footprint.hasList) {
        for await (const other of lists.recordsBeside({ number, base: record, place })) {
          footprint.addStructure(other.place)
          footprint.add(other.record)
          if (footprint.places < MOST_PLACES) continue
          batch.add(footprint)
          yield batch.take()
        }
      }
      batch.add(footprint)
      if (batch.places >= MOST_PLACES) yield batch.take()
    }
    if (!batch.isEmpty) yield batch.take()
  }
}

class Batch {
  #found: Footprint[] = []
  places = 0

  get isEmpty(): boolean {
    return this.#found.length === 0
  }

  add(footprint: FootprintOf): void {
    this.places += footprint.places
    this.#found.push(footprint.take())
  }

  take(): readonly Footprint[] {
    const found = this.#found
    this.#found = []
    this.places = 0
    return found
  }
}

class FootprintOf {
  readonly #volume: NtfsVolume
  readonly #first: FirstRecord
  readonly #isDirectory: boolean
  #content: ByteRange[] = []
  #structure: ByteRange[] = []
  #kind: Footprint['kind']
  #size = 0n
  #hasSize = false
  hasList = false

  constructor(volume: NtfsVolume, first: FirstRecord) {
    this.#volume = volume
    this.#first = first
    this.#isDirectory = isDirectoryRecord(first.base)
    this.#kind = this.#isDirectory ? 'directory' : 'file'
  }

  /** How many it has. */
  get places(): number {
    return this.#content.length + this.#structure.length
  }

  /** What one of its records says. */
  add(record: Head): void {
    for (const attribute of attributesOf(record)) {
      const { type, isResident } = attribute
      if (type === ATTRIBUTE_LIST) this.hasList = true
      if (type === REPARSE_POINT && isResident) {
        const { offset, length } = residentValue(record, attribute)
        const bytes = record.slice({ offset, length: Math.min(length, record.length) })
        this.#kind = readReparsePoint(bytes, 0).kind ?? this.#kind
      }
      const size = this.#sizeOf(record, attribute)
      if (size !== undefined) this.#size = size
      if (!isResident) this.#addRuns(record, attribute)
    }
  }

  addStructure(place: ByteRange): void {
    this.#structure.push(place)
  }

  /** With the places that were added since the last time. */
  take(): Footprint {
    const { number: node, place: record } = this.#first
    const [content, structure] = [this.#content, this.#structure]
    this.#content = []
    this.#structure = []
    return { node, kind: this.#kind, size: this.#size, record, content, structure }
  }

  /** Of the content, where the attribute is it or its beginning. */
  #sizeOf(record: Head, attribute: NtfsAttribute): bigint | undefined {
    const { type, at, isResident, hasName } = attribute
    if (this.#isDirectory) {
      if (type !== INDEX_ALLOCATION && type !== INDEX_ROOT) return undefined
      if (attributeName(record, attribute) !== NAMES) return undefined
      if (isResident) return this.#size === 0n ? BigInt(record.u32(at + 0x10)) : undefined
    } else if (type !== DATA || hasName) return undefined
    if (isResident) return BigInt(record.u32(at + 0x10))
    if (record.u64(at + 0x10) === 0n) {
      this.#hasSize = true
      return record.u64(at + 0x30)
    }
    // Where the part is lost that has the size: up to the last cluster that is known.
    const end = (record.u64(at + 0x18) + 1n) * BigInt(this.#volume.clusterSize)
    return !this.#hasSize && end > this.#size ? end : undefined
  }

  #addRuns(record: Head, { type, at, length }: NtfsAttribute): void {
    const { clusterSize, source } = this.#volume
    const pairs = record.u16(at + 0x20)
    const range = { offset: at + pairs, length: length - pairs }
    const places = type === DATA || type === INDEX_ALLOCATION ? this.#content : this.#structure
    for (const extent of decodeExtents(record, range, 0) ?? []) {
      if (extent.lcn === undefined) continue
      const offset = extent.lcn * clusterSize
      const inside = Math.min(extent.length * clusterSize, source.size - offset)
      if (inside > 0) places.push({ offset, length: inside })
    }
  }
}

/**
 * Follows lists of attributes to the records that continue a file. A list may name any record, and all files of a
 * hostile volume all of them: when so many as there are have been looked at in vain, no list is followed any more.
 */
class Lists {
  readonly #volume: NtfsVolume
  #vain: number

  constructor(volume: NtfsVolume) {
    this.#volume = volume
    this.#vain = volume.table.count
  }

  /** Those that continue the file, and say so. */
  async *recordsBeside(
    first: FirstRecord,
  ): AsyncGenerator<{ readonly record: Head; readonly place: ByteRange }, void, undefined> {
    if (this.#vain <= 0) return
    const { table } = this.#volume
    const node = await nodeOf(this.#volume, first)
    const numbers = new Set(node.attributes.flatMap(({ parts }) => parts.map((it) => it.record)))
    numbers.delete(first.number)
    for (const number of numbers) {
      const record = await table.record(number)
      const place = table.placeOf(number)
      const base = record && baseOf(record)
      const isOwn =
        base?.record === first.number && isSameUse(base.sequence, sequenceOf(first.base))
      if (record && place && isOwn) yield { record, place }
      else if (--this.#vain <= 0) return
    }
  }
}
