/** The BAT without the shifts of qemu#727, as far as the log proves what its entries should be. */
import type { ByteSource, Run } from '../bytes/byte-source.ts'
import { BAT_ENTRY_SIZE, LOG_SECTOR_SIZE, MIB } from '../format/layout.ts'
import type { Bat } from '../image/bat/bat.ts'
import type { Image } from '../image/image.ts'
import type { LogScan } from '../log/log.ts'
import { entryAt, findShiftedSectors, type ShiftedSector } from './shifted-sectors.ts'

/** One entry that the repair changes; values as they stand in the table. */
export interface BatChange {
  readonly index: number
  readonly from: bigint
  readonly to: bigint
  /** The place that the block had before the shift hid it, where it was given another one since. */
  readonly earlier: bigint | undefined
}

export interface BatRepair {
  readonly bat: Bat
  /** Every sector of which the log proves that it was shifted, and that has not been put back since. */
  readonly shifts: readonly ShiftedSector[]
  /** Those which the log follows up to what is in force: only they are repaired. */
  readonly repaired: readonly ShiftedSector[]
  /** In order of the index. */
  readonly changes: readonly BatChange[]
}

export interface RepairParams {
  /** As it is in force: after the replay, if there is one. */
  readonly image: Image
  /** Of the file on disk, whose log an image after the replay has as well. */
  readonly scan: LogScan
}

/** `undefined` where there is no BAT, or the log proves no shift. Reads of the log 64 MiB at most. */
export async function repairBat(
  { image, scan }: RepairParams,
  run?: Run,
): Promise<BatRepair | undefined> {
  const { bat, source } = image
  if (bat === undefined) return undefined
  const told = await findShiftedSectors(source, scan, bat, run)
  const shifts: ShiftedSector[] = []
  const repaired: ShiftedSector[] = []
  const changes: BatChange[] = []
  for (const shift of told) {
    const end = shift.offset + LOG_SECTOR_SIZE
    const isThere = end <= bat.region.offset + tableSize(bat) && end <= source.size
    const inForce = isThere ? await source.read(shift.offset, LOG_SECTOR_SIZE) : undefined
    // It has been put back since.
    if (inForce?.every((byte, i) => byte === shift.repaired[i])) continue
    shifts.push(shift)
    if (!inForce) continue
    if (!inForce.every((byte, i) => byte === shift.logged[i])) continue
    repaired.push(shift)
    changes.push(...changesOf(shift))
  }
  return shifts.length > 0 ? { bat, shifts, repaired, changes } : undefined
}

function changesOf({ firstIndex, logged, repaired, replaced }: ShiftedSector): BatChange[] {
  const changes: BatChange[] = []
  for (let slot = 0; slot < LOG_SECTOR_SIZE / BAT_ENTRY_SIZE; slot++) {
    const [from, to] = [entryAt(logged, slot), entryAt(repaired, slot)]
    const index = firstIndex + slot
    const earlier = replaced.get(index)
    if (from !== to || earlier !== undefined) changes.push({ index, from, to, earlier })
  }
  return changes
}

/**
 * Bytes of the table, in whole sectors, of which the region holds so many: what it holds behind is
 * not part of the repair.
 */
export const tableSize = ({ count, region }: Bat): number =>
  Math.min(Math.ceil((count * BAT_ENTRY_SIZE) / LOG_SECTOR_SIZE) * LOG_SECTOR_SIZE, region.length)

/** The whole table with the repair, a MiB at a time. `source` is the image's. */
export async function* repairedTable(
  source: ByteSource,
  { bat, repaired }: BatRepair,
  run?: Run,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { offset } = bat.region
  const size = Math.min(tableSize(bat), source.size - offset)
  for (let done = 0; done < size; done += MIB) {
    run?.signal?.throwIfAborted()
    const bytes = await source.read(offset + done, Math.min(MIB, size - done))
    for (const sector of repaired) {
      const at = sector.offset - offset - done
      if (at >= 0 && at < bytes.length) bytes.set(sector.repaired, at)
    }
    yield bytes
    run?.onProgress?.(Math.min(done + MIB, size), size)
  }
}
