/** A log whose active sequence passes the end of the ring, with one entry that is split over it. */
import { GIB, LOG_SECTOR_SIZE, MIB } from '../../format/layout.ts'
import type { EntryDescription, ImageDescription } from '../description.ts'

const RING_SECTORS = MIB / LOG_SECTOR_SIZE
const FIRST = 80_000_000_000_000_250n

/** Two sectors each, so that the fourth begins in the last sector of the ring and ends in the first. */
const entries = Array.from(
  { length: 6 },
  (_, index): EntryDescription => ({
    ...(index === 0 && {
      position: (RING_SECTORS - 7) * LOG_SECTOR_SIZE,
      sequenceNumber: FIRST,
    }),
    updates: [
      { kind: 'bat', changes: { [index]: { state: 'fully-present', fileOffsetMB: 4 + index } } },
    ],
  }),
)

export const wrapped: ImageDescription = {
  virtualDiskSize: GIB,
  fileSize: 10 * MIB,
  log: { entries },
}
