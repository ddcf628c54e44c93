/** Whether the boot region of an exFAT is as it was written: its last sector repeats a checksum of those before it. */
import type { ByteSource } from '../../bytes/byte-source.ts'
import { Head } from '../volumes/head.ts'

/** Sectors that the checksum is of (section 3.4 of Microsoft's specification). */
const SUMMED = 11
/** VolumeFlags and PercentInUse, which change while the volume is in use. */
const CHANGING = [106, 107, 112]

export async function isBootRegionWhole(volume: ByteSource, sectorSize: number): Promise<boolean> {
  const summed = SUMMED * sectorSize
  if (summed + sectorSize > volume.size) return false
  const bytes = await volume.read(0, summed + sectorSize)
  let sum = 0
  for (let at = 0; at < summed; at++) {
    if (CHANGING.includes(at)) continue
    sum = (((sum << 31) | (sum >>> 1)) + (bytes[at] ?? 0)) >>> 0
  }
  const kept = new Head(bytes.subarray(summed))
  for (let at = 0; at < sectorSize; at += 4) if (kept.u32(at) !== sum) return false
  return true
}
