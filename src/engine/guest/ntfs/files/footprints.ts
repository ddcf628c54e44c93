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

/** Bytes of the table of files. */
const WINDOW = MIB

export async function* ntfsFootprints(
  volume: NtfsVolume,
  run?: Run,
): AsyncGenerator<readonly Footprint[], void, undefined> {
  const { table, recordSize } = volume
  const perWindow = WINDOW / recordSize
  const lists = new Lists(volume)
  for (let first = 0; first < table.count; first += perWindow) {
    await takeTurn(run)
    run?.onProgress?.(first * recordSize, table.count * recordSize)
    const count = Math.min(perWindow, table.count - first)
    const bytes = await table.recordBytes(first, count)
    const found: Footprint[] = []
    for (let i = 0; i < count; i++) {
      const number = first + i
      const written = bytes?.subarray(i * recordSize, (i + 1) * recordSize)
      const isWhole = written !== undefined && removeGuards(written, 'FILE')
      // Where not all of the window is in the volume, or it is damaged, one by one.
      const needsOther = bytes === undefined || (!isWhole && number < 4)
      const record = isWhole
        ? new Head(written)
        : needsOther
          ? await table.record(number)
          : undefined
      if (record === undefined || !isInUse(record) || baseOf(record).record !== 0) continue
      const place = table.placeOf(number)
      if (place === undefined) continue
      const footprint = new FootprintOf(volume, record)
      footprint.add(record)
      if (footprint.hasList) await lists.follow({ number, base: record, place }, footprint)
      found.push(footprint.result(number, place))
    }
    if (found.length > 0) yield found
  }
}

class FootprintOf {
  readonly #volume: NtfsVolume
  readonly #content: ByteRange[] = []
  readonly #structure: ByteRange[] = []
  readonly #isDirectory: boolean
  #kind: Footprint['kind']
  #size = 0n
  hasList = false

  constructor(volume: NtfsVolume, base: Head) {
    this.#volume = volume
    this.#isDirectory = isDirectoryRecord(base)
    this.#kind = this.#isDirectory ? 'directory' : 'file'
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

  result(node: number, record: ByteRange): Footprint {
    return {
      node,
      kind: this.#kind,
      size: this.#size,
      record,
      content: this.#content,
      structure: this.#structure,
    }
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
    return record.u64(at + 0x10) === 0n ? record.u64(at + 0x30) : undefined
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

  async follow(
    first: Pick<NtfsNode, 'number' | 'base' | 'place'>,
    footprint: FootprintOf,
  ): Promise<void> {
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
      if (!record || !place || !isOwn) {
        if (--this.#vain <= 0) return
        continue
      }
      footprint.addStructure(place)
      footprint.add(record)
    }
  }
}
