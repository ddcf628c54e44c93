/** The boot sector that FAT, exFAT and NTFS begin with. */
import type { ByteSource } from '../bytes/byte-source.ts'
import { type Refused, refused } from '../bytes/refused.ts'
import { Head } from './volumes/head.ts'

/** Bytes. Sectors may be larger: nothing past these is said in it. */
export const BOOT_SECTOR = 512

export async function readBootSector(volume: ByteSource): Promise<Head | Refused> {
  return volume.size < BOOT_SECTOR
    ? refused('Its volume ends before its boot sector does.')
    : new Head(await volume.read(0, BOOT_SECTOR))
}
