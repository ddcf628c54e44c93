/** The errors that `qemu-img check` counts in the BAT, and for which every other command refuses the image. */
import type { ByteSource, Run } from '../bytes/byte-source.ts'
import { BAT_ENTRY_SIZE, MIB } from '../format/layout.ts'
import { isTaken, type QemuDisk } from './open-checks.ts'

/** Only this state: blocks that are partially present are none of its concern. */
const FULLY_PRESENT = 6n
const STATE_BITS = 7n
const PLACE_BITS = ~(2n ** 20n - 1n)
const MAX_PLACE = 2n ** 63n - 1n
const UNIT = 512n
const WINDOW = MIB
/** Entries that are looked at: more take longer than anybody waits for a second opinion. */
const MOST_ENTRIES = 2 ** 20

/** As `vhdx_check_bat_entries`; `undefined` for a BAT that is too large. `result` has zeros behind its end at `size`. */
export async function countBatErrors(
  result: ByteSource,
  size: number,
  disk: QemuDisk,
  run?: Run,
): Promise<number | undefined> {
  const { bat, batEntries, blockSize, totalSectors, chunkRatio, claims } = disk
  if (batEntries > MOST_ENTRIES) return undefined
  const end = (BigInt(size) + UNIT - 1n) & -UNIT
  const block = BigInt(blockSize)
  let errors = 0
  let payloadsLeft = chunkRatio
  for (let first = 0; first < batEntries; first += WINDOW / BAT_ENTRY_SIZE) {
    run?.signal?.throwIfAborted()
    const count = Math.min(WINDOW / BAT_ENTRY_SIZE, batEntries - first)
    const offset = Number(bat.fileOffset) + first * BAT_ENTRY_SIZE
    const bytes = await result.read(offset, count * BAT_ENTRY_SIZE)
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    for (let i = 0; i < count; i++) {
      const entry = view.getBigUint64(i * BAT_ENTRY_SIZE, true)
      if ((entry & STATE_BITS) !== FULLY_PRESENT) continue
      const place = BigInt.asUintN(64, entry & PLACE_BITS)
      if (place > MAX_PLACE - block) errors++
      const rest = BigInt.asUintN(64, totalSectors * UNIT - BigInt(first + i) * block)
      const length = rest < block ? rest : block
      if (place >= end || place + length > end) errors++
      // The bug: it counts present blocks to find the sector bitmaps, not entries.
      if (payloadsLeft-- > 0) {
        const claim = { start: place, end: BigInt.asUintN(64, place + block) }
        if (claims.some((other) => isTaken(claim, other))) errors++
      } else payloadsLeft = chunkRatio
    }
  }
  return errors
}
