/** A log that its active sequence fills to the last sector, from somewhere in the middle and around. */
import { LOG_SECTOR_SIZE, MIB, TIB } from '../../format/layout.ts'
import type { BatChanges, EntryDescription, ImageDescription } from '../description.ts'

const ENTRIES = 8
/** Of the ring's 256 sectors: one with descriptors, the others with data. */
const SECTORS_PER_ENTRY = MIB / LOG_SECTOR_SIZE / ENTRIES
const BAT_ENTRIES_PER_SECTOR = 512
/** With blocks of 32 MiB and sectors of 512 bytes. */
const CHUNK_RATIO = 128

/** Every entry marks blocks all over the disk as zero, one in each sector of its part of the BAT. */
const entries = Array.from({ length: ENTRIES }, (_, entry): EntryDescription => {
  const changes: BatChanges = Object.fromEntries(
    Array.from({ length: SECTORS_PER_ENTRY - 1 }, (_, sector) => {
      const index = (entry * (SECTORS_PER_ENTRY - 1) + sector) * BAT_ENTRIES_PER_SECTOR + entry
      const isBitmap = index % (CHUNK_RATIO + 1) === CHUNK_RATIO
      return [isBitmap ? index + 1 : index, { state: 'zero' as const }]
    }),
  )
  return {
    ...(entry === 0 && { position: 100 * LOG_SECTOR_SIZE, sequenceNumber: 5_000n }),
    updates: [{ kind: 'bat', changes }],
  }
})

export const full: ImageDescription = {
  virtualDiskSize: 4 * TIB,
  blockSize: 32 * MIB,
  log: { entries },
}
