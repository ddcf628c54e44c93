/** Whether the boot region of an exFAT is as it was written: its last sector repeats a checksum of those before it. */
import type { ByteSource } from '../../bytes/byte-source.ts'
import { Head } from '../volumes/head.ts'
import { tableChecksum } from './checksums.ts'

/** Sectors that the checksum is of (section 3.4 of Microsoft's specification). */
const SUMMED = 11
/** VolumeFlags and PercentInUse, which change while the volume is in use. */
const CHANGING = [106, 107, 112]

export async function isBootRegionWhole(volume: ByteSource, sectorSize: number): Promise<boolean> {
  const summed = SUMMED * sectorSize
  if (summed + sectorSize > volume.size) return false
  const bytes = await volume.read(0, summed + sectorSize)
  const sum = tableChecksum(bytes.subarray(0, summed), CHANGING)
  const kept = new Head(bytes.subarray(summed))
  for (let at = 0; at < sectorSize; at += 4) if (kept.u32(at) !== sum) return false
  return true
}
