/**
 * Images as QEMU wrote them until its issue 727 was mended: it gives the rest of a sector of the BAT,
 * whose first entry it changes, what stands one entry further left. The QEMU of today does not.
 */
import { guid, NIL_GUID } from '../engine/bytes/guid.ts'
import { arrange } from '../engine/compose/arrange.ts'
import { buildImage } from '../engine/compose/build-image.ts'
import type { EntryDescription, Patch } from '../engine/compose/description.ts'
import type { SparseFile } from '../engine/compose/sparse-file.ts'
import { blockIndex } from '../engine/format/bat-index.ts'
import { LOG_SECTOR_SIZE, MIB } from '../engine/format/layout.ts'

export interface ShiftedImage {
  readonly image: SparseFile
  /** Where the table is in the file. */
  readonly batOffset: number
  /** The table as it should be, in whole sectors. */
  readonly right: Uint8Array
}

const ENTRIES_PER_SECTOR = 512
const ZERO = 2n
const FULLY_PRESENT = 6n

export const BLOCK_SIZE = 16 * MIB
/** What the first 4 KiB of a block hold. */
export const fillOf = (block: number): number => 1 + (block % 250)

/**
 * A dynamic disk of `virtualDiskSize` bytes, in blocks of 16 MiB, that are written in this order. As
 * QEMU has it: blocks that have not been written are ZERO, and each entry of the log, which fills two
 * sectors, has a LogGuid of its own. A `right` QEMU does not shift.
 */
export function writeLikeQemu(
  virtualDiskSize: number,
  order: readonly number[],
  { right: isRight = false } = {},
): ShiftedImage {
  const disk = { virtualDiskSize, blockSize: BLOCK_SIZE }
  const { geometry, bat, payload } = arrange(disk)
  const sectors = Math.ceil(geometry.batEntries / ENTRIES_PER_SECTOR)
  const table = new BigUint64Array(sectors * ENTRIES_PER_SECTOR)
  for (let block = 0; block < geometry.payloadBlocks; block++) {
    table[blockIndex(geometry, block)] = ZERO
  }
  const right = table.slice()
  const patches: Patch[] = []
  const entries: EntryDescription[] = []
  for (const [turn, block] of order.entries()) {
    const index = blockIndex(geometry, block)
    const place = payload + turn * BLOCK_SIZE
    const value = (BigInt(place / MIB) << 20n) | FULLY_PRESENT
    const first = index - (index % ENTRIES_PER_SECTOR)
    const sector = table.subarray(first, first + ENTRIES_PER_SECTOR)
    if (index === first && !isRight) sector.copyWithin(1, 0)
    right[index] = value
    table[index] = value
    patches.push({ at: place, bytes: new Uint8Array(LOG_SECTOR_SIZE).fill(fillOf(block)) })
    entries.push({
      logGuid: guid(`6d7f2a10-9b3c-4e58-a1d2-${turn.toString(16).padStart(12, '0')}`),
      lastFileOffset: BigInt(place + BLOCK_SIZE),
      flushedFileOffset: BigInt(place),
      updates: [
        { kind: 'data', fileOffset: BigInt(bat.offset + first * 8), bytes: bytesOf(sector) },
      ],
    })
  }
  const image = buildImage({
    ...disk,
    creator: 'QEMU v2.12.0',
    log: { guid: NIL_GUID, entries },
    fileSize: payload + order.length * BLOCK_SIZE,
    patches: [...patches, { at: bat.offset, bytes: bytesOf(table) }],
  })
  return { image, batOffset: bat.offset, right: bytesOf(right) }
}

function bytesOf(entries: BigUint64Array): Uint8Array {
  const bytes = new Uint8Array(entries.length * 8)
  const view = new DataView(bytes.buffer)
  for (const [i, entry] of entries.entries()) view.setBigUint64(i * 8, entry, true)
  return bytes
}

/** The numbers below `count` in disorder, the same every time. */
export function shuffled(count: number, seed = 7): number[] {
  const numbers = Array.from({ length: count }, (_, i) => i)
  let state = seed
  for (let i = count - 1; i > 0; i--) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    const j = state % (i + 1)
    ;[numbers[i], numbers[j]] = [numbers[j] ?? 0, numbers[i] ?? 0]
  }
  return numbers
}
