/** The extents of a disk of any size, one after the other, in bounded memory. */
import { type ByteRange, endOf, type Run } from '../bytes/byte-source.ts'
import { MIB } from '../format/layout.ts'
import { type ChainExtent, type Layers, mapChain } from './map-chain.ts'

/** Blocks that are mapped at once. */
const BLOCKS = 4096
/** Bytes that are mapped at once where sector bitmaps may say something else of every sector. */
const FRAGMENTED = 16 * MIB

/** Those of `range`, in order and without gaps; what goes on in one place is one extent. */
export async function* walkDisk(
  layers: Layers,
  range: ByteRange,
  run?: Run,
): AsyncGenerator<ChainExtent> {
  const window = windowOf(layers)
  let last: ChainExtent | undefined
  for (let at = range.offset; at < endOf(range); at += window) {
    run?.signal?.throwIfAborted()
    for (const extent of await mapChain(layers, at, Math.min(window, endOf(range) - at))) {
      if (last !== undefined && goesOn(last, extent)) {
        last = { ...last, length: last.length + extent.length }
      } else {
        if (last !== undefined) yield last
        last = extent
      }
    }
    run?.onProgress?.(Math.min(at + window, endOf(range)) - range.offset, range.length)
  }
  if (last !== undefined) yield last
}

function windowOf(layers: Layers): number {
  const geometry = layers[0]?.bat?.geometry
  if (geometry === undefined || geometry.kind === 'differencing') return FRAGMENTED
  return BLOCKS * geometry.blockSize
}

function goesOn(last: ChainExtent, next: ChainExtent): boolean {
  if (last.from !== next.from || last.layer !== next.layer) return false
  return (
    last.from !== 'file' ||
    next.from !== 'file' ||
    last.fileOffset + last.length === next.fileOffset
  )
}
