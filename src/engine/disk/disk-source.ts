/** The virtual disk as a source of bytes: what a guest reads, as far as it can be had. */
import type { ByteSource } from '../bytes/byte-source.ts'
import { diskSize } from './layers.ts'
import { type ChainExtent, isWhole, type Layers, readChain } from './map-chain.ts'

/** What cannot be had reads as zeros; `onGap` is told where, for each read. */
export const diskSource = (
  layers: Layers,
  onGap?: (extents: readonly ChainExtent[]) => void,
): ByteSource => ({
  size: diskSize(layers),
  async read(offset, length) {
    const { bytes, extents } = await readChain(layers, offset, length)
    const gaps = extents.filter((extent) => !isWhole([extent]))
    if (gaps.length > 0) onGap?.(gaps)
    return bytes
  },
})
