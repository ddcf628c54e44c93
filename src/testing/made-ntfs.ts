/** Volumes with an NTFS, made by hand and without a look at what reads them: its table of files, as sparse as may be. */
import { SparseFile } from '../engine/compose/sparse-file.ts'
import { ntfsBootSector, ntfsVolumeRecord, structure } from './guest-volumes.ts'

export const NTFS_CLUSTER = 4096
/** Where the table of files begins, as `ntfsBootSector` has it. */
export const MFT_CLUSTER = 4
const RECORD = 1024
const SECTORS_PER_CLUSTER = 8

export const ATTRIBUTE_LIST = 0x20
export const DATA = 0x80

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
}

export const clustersOf = (runs: readonly NtfsRun[]): number =>
  runs.reduce((sum, [, length]) => sum + length, 0)

/** An attribute whose content is elsewhere. */
export function mapped({ type = DATA, runs, vcn = 0, flags = 0, ...sizes }: MappedAttribute) {
  const pairs: number[] = []
  let last = 0
  for (const [lcn, length] of runs) {
    const place = lcn === undefined ? [] : digits(lcn - last, 5)
    pairs.push((place.length << 4) | 4, ...digits(length, 4), ...place)
    last = lcn ?? last
  }
  const all = clustersOf(runs) * NTFS_CLUSTER
  const size = sizes.size ?? all
  const attribute = structure(Math.ceil((64 + pairs.length + 1) / 8) * 8, [
    [0, 4, type],
    [8, 1, 1],
    [12, 2, flags],
    [16, 8, vcn],
    [24, 8, vcn + clustersOf(runs) - 1],
    [32, 2, 64],
    [40, 8, all],
    [48, 8, size],
    [56, 8, sizes.initialized ?? size],
  ])
  attribute.set(pairs, 64)
  return withLength(attribute)
}

/** An attribute that has its content with it. */
export function resident(type: number, content: Uint8Array): Uint8Array {
  const attribute = new Uint8Array(Math.ceil((24 + content.length) / 8) * 8)
  attribute.set(
    structure(24, [
      [0, 4, type],
      [16, 4, content.length],
      [20, 2, 24],
    ]),
  )
  attribute.set(content, 24)
  return withLength(attribute)
}

/** Which records hold parts of an attribute, and from which cluster of the content on. */
export const attributeList = (
  parts: readonly { readonly type: number; readonly vcn: number; readonly record: number }[],
): Uint8Array => {
  const entries = parts.map(({ type, vcn, record }) =>
    structure(32, [
      [0, 4, type],
      [4, 2, 32],
      [7, 1, 26],
      [8, 8, vcn],
      [16, 8, record],
      [22, 2, 1],
    ]),
  )
  return Uint8Array.from(entries.flatMap((entry) => [...entry]))
}

/** Record of the table of files, with the guards that stand at the ends of its sectors. */
export function fileRecord(attributes: readonly Uint8Array[], base = 0): Uint8Array {
  const record = structure(
    RECORD,
    [
      [4, 2, 0x30],
      [6, 2, 3],
      [0x14, 2, 0x38],
      [0x16, 2, 1],
      [0x20, 8, base],
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
  /** The table itself; else it has 16 records in one piece. */
  readonly table?: Uint8Array
  /** Of $Volume: 1 is dirty. */
  readonly flags?: number
}

/** Its log lies in clusters 8 and 9, and was never written. */
export function makeNtfs({ clusters, records, table, flags = 0 }: NtfsVolume): SparseFile {
  const file = new SparseFile()
  file.put(0, ntfsBootSector(clusters * SECTORS_PER_CLUSTER))
  const at = (record: number) => MFT_CLUSTER * NTFS_CLUSTER + record * RECORD
  const all: Readonly<Record<number, Uint8Array>> = {
    0: table ?? fileRecord([mapped({ runs: [[MFT_CLUSTER, 4]] })]),
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
