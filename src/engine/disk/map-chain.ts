/** Where the bytes of a differencing disk are: in its own file, or in those of its parents, §2.4. */
import type { ByteRange } from '../bytes/byte-source.ts'
import { type DiskImage, mapDisk } from './map-disk.ts'

/** Child first, base last; `undefined` stands for a parent that is not there, and ends the chain. */
export type Layers = readonly (DiskImage | undefined)[]

/** Bytes of the virtual disk that come from one place. */
export type ChainExtent = ByteRange &
  (
    | { readonly from: 'file'; readonly layer: number; readonly fileOffset: number }
    /** `layer` says so, or the parents end there; as in a `DiskExtent`, it may be told that nobody says so. */
    | { readonly from: 'zero'; readonly layer: number; readonly isUndefined?: true }
    /** Reads as zeros, too: the guest has given it back. */
    | { readonly from: 'unmapped'; readonly layer: number }
    /** In a parent that is not there: number `layer` of the chain. */
    | { readonly from: 'missing'; readonly layer: number }
    | { readonly from: 'unreadable'; readonly layer: number }
    /** Left out: that file is open as a skeleton. */
    | { readonly from: 'absent'; readonly layer: number }
  )

/**
 * The extents of [offset, offset + length) of the disk of the first layer, in order, without gaps.
 * What lies behind the end of a parent's smaller disk reads as zero. Throws a `RangeError` outside
 * of the disk. `tellsUndefined` is that of `mapDisk`.
 */
export const mapChain = (
  layers: Layers,
  offset: number,
  length: number,
  tellsUndefined = false,
): Promise<readonly ChainExtent[]> => mapLayer({ layers, tellsUndefined }, 0, { offset, length })

interface Asked {
  readonly layers: Layers
  readonly tellsUndefined: boolean
}

async function mapLayer(
  asked: Asked,
  layer: number,
  { offset, length }: ByteRange,
): Promise<readonly ChainExtent[]> {
  const image = asked.layers[layer]
  if (image === undefined) return [{ offset, length, from: 'missing', layer }]
  const extents: ChainExtent[] = []
  for (const extent of await mapDisk(image, offset, length, asked.tellsUndefined)) {
    const range = { offset: extent.offset, length: extent.length }
    if (extent.from === 'parent') extents.push(...(await mapParent(asked, layer + 1, range)))
    else if (extent.fileOffset !== undefined) {
      extents.push({ ...range, from: 'file', layer, fileOffset: extent.fileOffset })
    } else if (extent.isUndefined) {
      extents.push({ ...range, from: 'zero', layer, isUndefined: true })
    } else {
      extents.push({ ...range, from: extent.from === 'file' ? 'unreadable' : extent.from, layer })
    }
  }
  return extents
}

/** The parent may have been smaller when the child was made, and the child resized since. */
async function mapParent(
  asked: Asked,
  layer: number,
  range: ByteRange,
): Promise<readonly ChainExtent[]> {
  const image = asked.layers[layer]
  const size = image ? (image.bat?.geometry.virtualDiskSize ?? 0) : Number.POSITIVE_INFINITY
  const inside = Math.max(0, Math.min(range.length, size - range.offset))
  const extents = inside > 0 ? await mapLayer(asked, layer, { ...range, length: inside }) : []
  if (inside === range.length) return extents
  const rest = { offset: range.offset + inside, length: range.length - inside }
  const beyond: ChainExtent =
    image?.bat === undefined
      ? { ...rest, from: 'unreadable', layer }
      : { ...rest, from: 'zero', layer }
  return [...extents, beyond]
}

/** Bytes of a disk, and where they are from. */
export interface ChainBytes {
  /** What cannot be had reads as zero: the extents say which. */
  readonly bytes: Uint8Array
  readonly extents: readonly ChainExtent[]
}

/** Reads through the chain. Throws a `RangeError` outside of the disk, and what the sources throw. */
export async function readChain(
  layers: Layers,
  offset: number,
  length: number,
): Promise<ChainBytes> {
  const extents = await mapChain(layers, offset, length)
  const bytes = new Uint8Array(length)
  for (const extent of extents) {
    const source = extent.from === 'file' ? layers[extent.layer]?.source : undefined
    if (extent.from !== 'file' || source === undefined) continue
    bytes.set(await source.read(extent.fileOffset, extent.length), extent.offset - offset)
  }
  return { bytes, extents }
}

/** Whether all of the extents can be had. */
export const isWhole = (extents: readonly ChainExtent[]): boolean =>
  extents.every(({ from }) => from !== 'missing' && from !== 'unreadable' && from !== 'absent')
