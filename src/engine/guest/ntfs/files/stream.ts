/** The content of one attribute of a file: how large it is, and where it lies, run by run. */
import { type ByteRange, position } from '../../../bytes/byte-source.ts'
import { formatCount } from '../../../bytes/format.ts'
import { type Refused, refused } from '../../../bytes/refused.ts'
import { residentValue } from '../../volumes/ntfs-record.ts'
import { findPart, type NodeAttribute, type NtfsNode, type NtfsVolume } from './node.ts'
import { RunList } from './run-list.ts'

export interface NtfsStream {
  readonly ok: true
  /** Bytes, as it says. */
  readonly size: bigint
  /** What lies behind reads as zeros. */
  readonly initialized: bigint
  /** Bytes of the volume. */
  readonly allocated: bigint
  readonly isEncrypted: boolean
  /** How it is compressed; 0 is not. */
  readonly compression: number
  /** Of a compressed one: how many clusters are compressed together. */
  readonly unitClusters: number
  /** Why its sizes are not what it says, but where the last of its known clusters ends: a sentence. */
  readonly problem?: string
  /** Where it lies: in its record, or in runs. */
  readonly body:
    | { readonly in: 'record'; readonly bytes: Uint8Array; readonly at: ByteRange }
    | { readonly in: 'runs'; readonly runs: RunList }
}

const ENCRYPTED = 0x4000
const COMPRESSION = 0xff
/** Where a part says which of the content’s clusters is its last. */
const LAST_CLUSTER = 0x18
/** An attribute with a compression unit says behind its sizes what it takes. */
const HEADER_WITH_TOTAL = 0x48

export async function openStream(
  volume: NtfsVolume,
  node: NtfsNode,
  of: NodeAttribute,
): Promise<NtfsStream | Refused> {
  const [first] = of.parts
  if (first === undefined || first.vcn !== 0) {
    return withoutBeginning(volume, node, of, 'Its beginning is described nowhere.')
  }
  const found = await findPart(volume, node, of, first)
  if (typeof found === 'string') return withoutBeginning(volume, node, of, found)
  const { record, attribute } = found
  const { at, flags, isResident } = attribute
  const common = {
    ok: true,
    isEncrypted: (flags & ENCRYPTED) !== 0,
    compression: flags & COMPRESSION,
  } as const
  if (isResident) {
    const value = residentValue(record, attribute)
    const place = first.record === node.number ? node.place : volume.table.placeOf(first.record)
    if (!place || value.offset + value.length > record.length) {
      return refused('It reaches out of its record.')
    }
    const size = BigInt(value.length)
    const inRecord = { offset: place.offset + value.offset, length: value.length }
    return {
      ...common,
      compression: 0,
      unitClusters: 0,
      size,
      initialized: size,
      allocated: 0n,
      body: { in: 'record', bytes: record.slice(value), at: inRecord },
    }
  }
  const unit = record.u8(at + 0x22)
  const size = record.u64(at + 0x30)
  const hasTotal = unit > 0 && record.u16(at + 0x20) >= HEADER_WITH_TOTAL
  const unitClusters = 2 ** Math.min(unit, 31)
  // The last unit counts as a whole: whether it is compressed is seen by the clusters that it does not have.
  const whole = common.compression === 0 ? volume.clusterSize : volume.clusterSize * unitClusters
  const bytes = position(size)
  if (bytes === undefined) return refused(`It says that it has ${formatCount(size)} bytes.`)
  const clusters = Math.ceil(bytes / whole) * (whole / volume.clusterSize)
  return {
    ...common,
    unitClusters,
    size,
    initialized: record.u64(at + 0x38),
    allocated: record.u64(at + (hasTotal ? 0x40 : 0x28)),
    body: { in: 'runs', runs: new RunList(volume, { node, of, clusters }) },
  }
}

/** Of a size that no attribute has: of 4 KiB clusters it is 64 KiB, as Windows compresses. */
const USUAL_UNIT = 16

/** What the further parts say, where the first is lost that has the sizes; `why` is refused where none of them does. */
async function withoutBeginning(
  volume: NtfsVolume,
  node: NtfsNode,
  of: NodeAttribute,
  why: string,
): Promise<NtfsStream | Refused> {
  for (const part of of.parts.toReversed()) {
    if (part.vcn === 0) break
    const found = await findPart(volume, node, of, part)
    if (typeof found === 'string' || found.attribute.isResident) continue
    const { record, attribute } = found
    const clusters = position(record.u64(attribute.at + LAST_CLUSTER) + 1n)
    const bytes = position(BigInt(clusters ?? 0) * BigInt(volume.clusterSize))
    if (!clusters || clusters <= part.vcn || bytes === undefined) continue
    const size = BigInt(bytes)
    const compression = attribute.flags & COMPRESSION
    const unit = record.u8(attribute.at + 0x22)
    const unitClusters = unit === 0 ? USUAL_UNIT : 2 ** Math.min(unit, 31)
    const whole = compression === 0 ? 1 : unitClusters
    return {
      ok: true,
      isEncrypted: (attribute.flags & ENCRYPTED) !== 0,
      compression,
      unitClusters,
      size,
      initialized: size,
      allocated: size,
      problem: `${why} How large it is, is not known: it is shown up to its last cluster.`,
      body: {
        in: 'runs',
        runs: new RunList(volume, { node, of, clusters: Math.ceil(clusters / whole) * whole }),
      },
    }
  }
  return refused(why)
}
