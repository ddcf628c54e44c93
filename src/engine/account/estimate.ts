/** How large a compact copy of a disk would be: exact where its data were read, else within bounds. */
import { type Refused, refused } from '../bytes/refused.ts'
import type { GuestSpace } from '../disk/guest-space.ts'
import { diskSize } from '../disk/layers.ts'
import type { Layers } from '../disk/map-chain.ts'
import type { Geometry } from '../image/metadata/geometry.ts'
import { droppableIn } from '../new-image/droppable.ts'
import { newImageSize } from '../new-image/new-image-size.ts'

/** Bytes; the same twice where nothing is left to be found out. */
export interface Bounds {
  readonly atLeast: number
  readonly atMost: number
}

export interface CompactCopy {
  /** What it would stand for: the file, and its parents. */
  readonly files: number
  /** Bytes that these have together. */
  readonly now: number
  /** Without blocks of zeros. Refused where the disk cannot be had. */
  readonly plain: Bounds | Refused
  /** Without blocks that are free in the guest, too. Refused where that is not proven to be safe. */
  readonly withoutFree: Bounds | Refused
}

/** Blocks that a copy would have to have. */
export interface NeededBlocks {
  /** At most, and with those left out that may be dropped. */
  readonly all: number
  readonly withoutFree: number
  /** Whether all of them were found to hold data; else none of them may. */
  readonly isExact: boolean
}

/** What is known of the disk; it is read through `layers`, of which the first must have a BAT. */
export interface Estimated {
  readonly layers: Layers
  readonly geometry: Geometry
  readonly guest: GuestSpace
  /** Why nothing may be left out, whatever the guest calls free; a sentence. */
  readonly whyKept: string | undefined
}

/** `needed` is refused where the disk cannot be had. */
export function estimateCopy(
  { geometry, ...disk }: Estimated,
  needed: NeededBlocks | Refused,
): CompactCopy {
  const sizes = disk.layers.flatMap((layer) => (layer ? [layer.source.size] : []))
  const now = sizes.reduce((sum, size) => sum + size, 0)
  const files = sizes.length
  if ('ok' in needed) return { files, now, plain: needed, withoutFree: needed }
  const boundsOf = (blocks: number): Bounds => ({
    atLeast: sizeOf(geometry, needed.isExact ? blocks : 0),
    atMost: sizeOf(geometry, blocks),
  })
  const reason = whyNotDropped(disk)
  return {
    files,
    now,
    plain: boundsOf(needed.all),
    withoutFree: reason === undefined ? boundsOf(needed.withoutFree) : refused(reason),
  }
}

const sizeOf = ({ virtualDiskSize, blockSize, logicalSectorSize }: Geometry, blocks: number) =>
  newImageSize({ virtualDiskSize, blockSize, logicalSectorSize }, blocks)

/** `undefined` where at least one volume is to be relied on. */
function whyNotDropped({
  layers,
  guest,
  whyKept,
}: Omit<Estimated, 'geometry'>): string | undefined {
  if (whyKept !== undefined) return whyKept
  const { free, reasons } = droppableIn(guest, { offset: 0, length: diskSize(layers) })
  return free ? undefined : reasons.join(' ')
}
