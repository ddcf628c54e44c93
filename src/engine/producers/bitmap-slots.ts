/** What stands where a disk without a parent has no sector bitmap, as traces of a shifted BAT, §2.5.1.2. */
import type { ByteSource, Run } from '../bytes/byte-source.ts'
import { batState, FULLY_PRESENT, PAYLOAD_STATES } from '../format/bat-entry.ts'
import { batEntryRange, sectorBitmapIndex } from '../format/bat-index.ts'
import { BAT_ENTRY_SIZE } from '../format/layout.ts'
import type { Bat } from '../image/bat/bat.ts'

const ZERO = PAYLOAD_STATES.indexOf('zero')

export interface BitmapSlots {
  /** The first entry with a payload block’s state, and how many there are. */
  readonly first: { readonly index: number; readonly state: number } | undefined
  readonly count: number
  /** Those among them that hold the place of a block. */
  readonly placed: number
  /** How many entries right behind one of these are zero, as that of the sector bitmap was. */
  readonly emptied: number
}

/**
 * Reads two entries for each chunk: 16 thousand times for 64 TiB. QEMU leaves entries of sector bitmaps
 * zero, and those of payload blocks 2 until they have a place, so that each is found where the other
 * belongs if a sector was shifted.
 */
export async function readBitmapSlots(
  source: ByteSource,
  bat: Bat,
  run?: Run,
): Promise<BitmapSlots> {
  let first: BitmapSlots['first']
  let [count, placed, emptied] = [0, 0, 0]
  for (let chunk = 0; ; chunk++) {
    const index = sectorBitmapIndex(bat.geometry, chunk)
    if (index >= bat.count) return { first, count, placed, emptied }
    run?.signal?.throwIfAborted()
    const two = Math.min(2, bat.count - index)
    const bytes = await source.read(batEntryRange(bat, index).offset, two * BAT_ENTRY_SIZE)
    const view = new DataView(bytes.buffer, bytes.byteOffset)
    const state = batState(view.getUint32(0, true))
    if (state !== ZERO && state !== FULLY_PRESENT) continue
    first ??= { index, state }
    count++
    if (state === FULLY_PRESENT) placed++
    if (two > 1 && view.getBigUint64(BAT_ENTRY_SIZE, true) === 0n) emptied++
  }
}
