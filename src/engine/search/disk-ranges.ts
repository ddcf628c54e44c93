/** The parts of a virtual disk that some file stores: the rest reads as zeros, or cannot be read. */
import type { ByteRange, Run } from '../bytes/byte-source.ts'
import { endOf } from '../bytes/ranges.ts'
import type { Layers } from '../disk/map-chain.ts'
import { walkDisk } from '../disk/walk-disk.ts'

export interface DiskRanges {
  /** In order, joined where one follows the other. */
  readonly ranges: readonly ByteRange[]
  /** Bytes that a missing or damaged file holds: a search cannot see them. */
  readonly unreadableBytes: number
}

/** Ranges at most: further ones are joined with the bytes between them, which read as zeros. */
const MOST = 2 ** 18

/** The stored parts of `range`, in bytes of the disk. */
export async function diskRanges(layers: Layers, range: ByteRange, run?: Run): Promise<DiskRanges> {
  const ranges: { offset: number; length: number }[] = []
  let unreadableBytes = 0
  for await (const { from, offset, length } of walkDisk(layers, range, run)) {
    if (from === 'zero' || from === 'unmapped') continue
    if (from !== 'file') {
      unreadableBytes += length
      continue
    }
    const last = ranges.at(-1)
    if (last && (endOf(last) === offset || ranges.length === MOST)) {
      last.length = offset + length - last.offset
    } else ranges.push({ offset, length })
  }
  return { ranges, unreadableBytes }
}
