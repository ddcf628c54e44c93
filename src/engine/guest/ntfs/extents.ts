/** Where the content of an NTFS attribute lies: its mapping pairs, which give one run of clusters after the other. */
import { firstIndex } from '../../bytes/bisect.ts'
import type { ByteRange, ByteSource } from '../../bytes/byte-source.ts'
import { endOf } from '../../bytes/ranges.ts'
import type { Head } from '../volumes/head.ts'

/** Clusters of a content that lie in one place of the volume. */
export interface Extent {
  /** The first one, of the content. */
  readonly vcn: number
  /** Of the volume; `undefined` of a hole, which reads as zeros. */
  readonly lcn: number | undefined
  readonly length: number
}

const MAX_BYTES = 8
/** No volume has more clusters. */
const MAX_CLUSTERS = 2n ** 53n

/** Extents from cluster `vcn` of the content on; `undefined` where bytes [at, end) are no mapping pairs. */
export function decodeExtents(
  record: Head,
  { offset, length }: ByteRange,
  vcn: number,
): readonly Extent[] | undefined {
  const extents: Extent[] = []
  const end = Math.min(offset + length, record.length)
  let [next, lcn] = [BigInt(vcn), 0n]
  for (let at = offset; at < end; ) {
    const header = record.u8(at)
    if (header === 0) return extents
    const [lengthBytes, placeBytes] = [header & 0xf, header >> 4]
    const place = at + 1 + lengthBytes
    at = place + placeBytes
    if (lengthBytes === 0 || Math.max(lengthBytes, placeBytes) > MAX_BYTES || at > end) return
    const count = littleEndian(record, place - lengthBytes, lengthBytes)
    lcn += BigInt.asIntN(8 * placeBytes, littleEndian(record, place, placeBytes))
    if (count <= 0n || lcn < 0n || lcn + count > MAX_CLUSTERS || next + count > MAX_CLUSTERS) return
    const first = placeBytes === 0 ? undefined : Number(lcn)
    extents.push({ vcn: Number(next), lcn: first, length: Number(count) })
    next += count
  }
  return undefined
}

function littleEndian(record: Head, at: number, length: number): bigint {
  let value = 0n
  for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(record.u8(at + i))
  return value
}

/** A content by its extents, which are in order and without gaps. */
export interface MappedContent {
  readonly extents: readonly Extent[]
  /** Bytes. */
  readonly clusterSize: number
}

/**
 * Where bytes of a content lie in a volume of `size` bytes, in order; `undefined` where some of them are in a hole,
 * outside of the volume or not in the content.
 */
export function placesOf(
  { extents, clusterSize }: MappedContent,
  { offset, length }: ByteRange,
  size: number,
): readonly ByteRange[] | undefined {
  const places: ByteRange[] = []
  let left = length
  const vcn = Math.floor(offset / clusterSize)
  const first = firstIndex(extents.length, (i) => {
    const extent = extents[i]
    return extent === undefined || extent.vcn + extent.length > vcn
  })
  for (let i = first; left > 0; i++) {
    const extent = extents[i]
    if (extent?.lcn === undefined) return undefined
    const skipped = Math.max(0, offset - extent.vcn * clusterSize)
    const there = Math.min(extent.length * clusterSize - skipped, left)
    const place = { offset: extent.lcn * clusterSize + skipped, length: there }
    if (endOf(place) > size) return undefined
    places.push(place)
    left -= there
  }
  return places
}

/** Bytes of a content, few of them; `undefined` as `placesOf` says. */
export async function readContent(
  volume: ByteSource,
  content: MappedContent,
  range: ByteRange,
): Promise<Uint8Array | undefined> {
  const places = placesOf(content, range, volume.size)
  if (places === undefined) return undefined
  const bytes = new Uint8Array(range.length)
  let at = 0
  for (const { offset, length } of places) {
    bytes.set(await volume.read(offset, length), at)
    at += length
  }
  return bytes
}
