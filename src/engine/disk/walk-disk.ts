/** The extents of a disk of any size, one after the other, in bounded memory. */
import type { ByteRange, Run } from '../bytes/byte-source.ts'
import { endOf } from '../bytes/ranges.ts'
import { MIB } from '../format/layout.ts'
import { type ChainExtent, type Layers, mapChain } from './map-chain.ts'

/** Blocks that are mapped at once. */
const BLOCKS = 4096
/** Bytes that are mapped at once where sector bitmaps say something else of many sectors. */
const FRAGMENTED = 16 * MIB
/** … and where they might, but have not in the bytes before. */
const UNBROKEN = 4 * FRAGMENTED
/** Extents in a window that are not many. */
const FEW = 64

/**
 * Those of `range`, in order and without gaps; what goes on in one place is one extent. `tellsUndefined` is that of
 * `mapDisk`.
 */
export async function* walkDisk(
  layers: Layers,
  range: ByteRange,
  run?: Run,
  tellsUndefined = false,
): AsyncGenerator<ChainExtent> {
  const [least, most] = windowsOf(layers)
  let window = least
  let last: ChainExtent | undefined
  for (let at = range.offset; at < endOf(range); ) {
    run?.signal?.throwIfAborted()
    const length = Math.min(window, endOf(range) - at)
    const extents = await mapChain(layers, at, length, tellsUndefined)
    for (const extent of extents) {
      if (last !== undefined && goesOn(last, extent)) {
        last = { ...last, length: last.length + extent.length }
      } else {
        if (last !== undefined) yield last
        last = extent
      }
    }
    at = Math.min(at + window, endOf(range))
    window = extents.length > FEW ? least : Math.min(2 * window, most)
    run?.onProgress?.(at - range.offset, range.length)
  }
  if (last !== undefined) yield last
}

/** The least and the most bytes that are mapped at once. */
function windowsOf(layers: Layers): readonly [least: number, most: number] {
  const geometry = layers[0]?.bat?.geometry
  if (geometry === undefined || geometry.kind === 'differencing') return [FRAGMENTED, UNBROKEN]
  const window = BLOCKS * geometry.blockSize
  return [window, window]
}

function goesOn(last: ChainExtent, next: ChainExtent): boolean {
  if (last.from !== next.from || last.layer !== next.layer) return false
  if (last.from === 'zero' && next.from === 'zero') return last.isUndefined === next.isUndefined
  return (
    last.from !== 'file' ||
    next.from !== 'file' ||
    last.fileOffset + last.length === next.fileOffset
  )
}
