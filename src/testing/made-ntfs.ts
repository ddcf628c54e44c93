/** Volumes with an NTFS, made by hand and without a look at what reads them: its table of files, as sparse as may be. */
import { SparseFile } from '../engine/compose/sparse-file.ts'
import { ntfsBootSector, ntfsVolumeRecord, structure } from './guest-volumes.ts'

export const NTFS_CLUSTER = 4096
/** Where the table of files begins, as `ntfsBootSector` has it. */
export const MFT_CLUSTER = 4
const RECORD = 1024
const SECTORS_PER_CLUSTER = 8

export const STANDARD_INFORMATION = 0x10
export const ATTRIBUTE_LIST = 0x20
export const DATA = 0x80
export const REPARSE_POINT = 0xc0
/** Flags of an attribute. */
export const COMPRESSED = 1
export const ENCRYPTED = 0x4000

/** A run of clusters: where it lies, and how long it is; `undefined` is a hole. */
export type NtfsRun = readonly [lcn: number | undefined, length: number]

export interface MappedAttribute {
  readonly type?: number
  readonly runs: readonly NtfsRun[]
  /** Of the content, in clusters; those that begin later have no sizes. */
  readonly vcn?: number
  readonly size?: number
  readonly initialized?: number
  readonly flags?: number
  readonly name?: string
  /** How many clusters are compressed together, as a power of two. */
  readonly unit?: number
}

export const clustersOf = (runs: readonly NtfsRun[]): number =>
  runs.reduce((sum, [, length]) => sum + length, 0)

/** An attribute whose content is elsewhere. */
export function mapped({ type = DATA, runs, vcn = 0, flags = 0, ...rest }: MappedAttribute) {
  const { name = '', unit = 0, ...sizes } = rest
  const pairs: number[] = []
  let last = 0
  for (const [lcn, length] of runs) {
    const place = lcn === undefined ? [] : digits(lcn - last, 5)
    pairs.push((place.length << 4) | 4, ...digits(length, 4), ...place)
    last = lcn ?? last
  }
  const all = clustersOf(runs) * NTFS_CLUSTER
  const size = sizes.size ?? all
  // What it takes of the volume stands only where it is not what its sizes say.
  const names = unit > 0 ? 72 : 64
  const start = Math.ceil((names + 2 * name.length) / 8) * 8
  const taken = clustersOf(runs.filter(([lcn]) => lcn !== undefined)) * NTFS_CLUSTER
  const attribute = structure(Math.ceil((start + pairs.length + 1) / 8) * 8, [
    [0, 4, type],
    [8, 1, 1],
    [9, 1, name.length],
    [10, 2, names],
    [12, 2, flags],
    [16, 8, vcn],
    [24, 8, vcn + clustersOf(runs) - 1],
    [32, 2, start],
    [34, 1, unit],
    [40, 8, all],
    [48, 8, size],
    [56, 8, sizes.initialized ?? size],
    ...(unit > 0 ? ([[64, 8, taken]] as const) : []),
    ...wide(names, name),
  ])
  attribute.set(pairs, start)
  return withLength(attribute)
}

/** UTF-16, unit by unit. */
export const wide = (at: number, text: string) =>
  Array.from({ length: text.length }, (_, i) => [at + 2 * i, 2, text.charCodeAt(i)] as const)

/** An attribute that has its content with it. */
export function resident(type: number, content: Uint8Array, name = ''): Uint8Array {
  const start = Math.ceil((24 + 2 * name.length) / 8) * 8
  const attribute = structure(Math.ceil((start + content.length) / 8) * 8, [
    [0, 4, type],
    [9, 1, name.length],
    [10, 2, 24],
    [16, 4, content.length],
    [20, 2, start],
    ...wide(24, name),
  ])
  attribute.set(content, start)
  return withLength(attribute)
}

export interface ListedPart {
  readonly type: number
  readonly vcn: number
  readonly record: number
  readonly sequence?: number
  readonly name?: string
}

/** Which records hold parts of an attribute, and from which cluster of the content on. */
export const attributeList = (parts: readonly ListedPart[]): Uint8Array => {
  const entries = parts.map(({ type, vcn, record, sequence = 1, name = '' }) =>
    structure(Math.ceil((26 + 2 * name.length) / 8) * 8, [
      [0, 4, type],
      [4, 2, Math.ceil((26 + 2 * name.length) / 8) * 8],
      [6, 1, name.length],
      [7, 1, 26],
      [8, 8, vcn],
      [16, 8, record],
      [22, 2, sequence],
      ...wide(26, name),
    ]),
  )
  return Uint8Array.from(entries.flatMap((entry) => [...entry]))
}

/** Times in units of 100 nanoseconds since 1601; attributes as bits. */
export const standardInformation = (
  attributes = 0x20,
  times: readonly [created: bigint, modified: bigint, changed: bigint, accessed: bigint] = [
    0n,
    0n,
    0n,
    0n,
  ],
): Uint8Array => {
  const value = structure(72, [[32, 4, attributes]])
  for (const [i, time] of times.entries()) {
    new DataView(value.buffer).setBigUint64(8 * i, time, true)
  }
  return resident(STANDARD_INFORMATION, value)
}

export interface RecordOptions {
  /** The file that the record continues. */
  readonly base?: number
  readonly baseSequence?: number
  readonly sequence?: number
  /** 1 is in use, 2 a directory. */
  readonly flags?: number
}

/** Record of the table of files, with the guards that stand at the ends of its sectors. */
export function fileRecord(
  attributes: readonly Uint8Array[],
  options: RecordOptions | number = {},
): Uint8Array {
  const {
    base = 0,
    baseSequence = base === 0 ? 0 : 1,
    sequence = 1,
    flags = 1,
  } = typeof options === 'number' ? { base: options } : options
  const record = structure(
    RECORD,
    [
      [4, 2, 0x30],
      [6, 2, 3],
      [0x10, 2, sequence],
      [0x14, 2, 0x38],
      [0x16, 2, flags],
      [0x20, 4, base],
      [0x26, 2, baseSequence],
      [0x30, 2, 7],
    ],
    [[0, 'FILE']],
  )
  let at = 0x38
  for (const attribute of attributes) {
    record.set(attribute, at)
    at += attribute.length
  }
  record.fill(0xff, at, at + 4)
  return guarded(record, 7)
}

/** Puts the guard in place of the last bytes of each sector, which are kept behind it. */
export function guarded(bytes: Uint8Array, guard: number): Uint8Array {
  const view = new DataView(bytes.buffer)
  const guards = view.getUint16(4, true)
  view.setUint16(guards, guard, true)
  for (let end = 510, kept = guards + 2; end < bytes.length; end += 512, kept += 2) {
    bytes.copyWithin(kept, end, end + 2)
    view.setUint16(end, guard, true)
  }
  return bytes
}

export interface NtfsVolume {
  readonly clusters: number
  /** In place of those that every volume has, or beside them. */
  readonly records: Readonly<Record<number, Uint8Array>>
  /** The table itself; else it has as many records as lie in its runs. */
  readonly table?: Uint8Array
  /** Where it lies; else its 16 records are in one piece. */
  readonly mft?: readonly (readonly [lcn: number, length: number])[]
  /** Of $Volume: 1 is dirty. */
  readonly flags?: number
}

/** Where a record of the table lies, in bytes. */
export function recordPlace(
  record: number,
  mft: NonNullable<NtfsVolume['mft']> = [[MFT_CLUSTER, 4]],
): number {
  let left = record * RECORD
  for (const [lcn, length] of mft) {
    if (left < length * NTFS_CLUSTER) return lcn * NTFS_CLUSTER + left
    left -= length * NTFS_CLUSTER
  }
  throw new RangeError(`the table has no record ${record}`)
}

/** Its log lies in clusters 8 and 9, and was never written. */
export function makeNtfs(volume: NtfsVolume): SparseFile {
  const { clusters, records, table, flags = 0, mft = [[MFT_CLUSTER, 4]] } = volume
  const file = new SparseFile()
  file.put(0, ntfsBootSector(clusters * SECTORS_PER_CLUSTER))
  const at = (record: number) => recordPlace(record, mft)
  const all: Readonly<Record<number, Uint8Array>> = {
    0: table ?? fileRecord([mapped({ runs: mft })]),
    2: fileRecord([mapped({ runs: [[8, 2]] })]),
    3: ntfsVolumeRecord('made', flags),
    ...records,
  }
  for (const [number, record] of Object.entries(all)) file.put(at(Number(number)), record)
  file.put(8 * NTFS_CLUSTER, new Uint8Array(2 * NTFS_CLUSTER).fill(0xff))
  // Behind its clusters is room for the copy of its boot sector.
  file.setSize(clusters * NTFS_CLUSTER + 512)
  return file
}

/** Little-endian, of at least so many bytes that the sign is right. */
const digits = (value: number, length: number): number[] => {
  const bytes = structure(8, [[0, 8, 0]])
  new DataView(bytes.buffer).setBigInt64(0, BigInt(value), true)
  return [...bytes.subarray(0, length)]
}

function withLength(attribute: Uint8Array): Uint8Array {
  new DataView(attribute.buffer).setUint32(4, attribute.length, true)
  return attribute
}
