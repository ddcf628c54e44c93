/** A clean disk, and two that a crash has hit: while the newest entry was written, and by losing the file's end. */
import { GIB, MIB } from '../../format/layout.ts'
import type { EntryDescription, ImageDescription } from '../description.ts'

/** As Windows starts a log: far above 2^53, where a number would be rounded. */
const FIRST = 80_000_000_000_000_001n

const disk = {
  virtualDiskSize: GIB,
  blocks: [
    { block: 0, fill: 0xa5 },
    { block: 1, fill: 0x5a },
  ],
} satisfies ImageDescription

export const clean: ImageDescription = disk

const entries: readonly EntryDescription[] = [
  { sequenceNumber: FIRST },
  { updates: [{ kind: 'bat', changes: { 2: { state: 'fully-present', fileOffsetMB: 6 } } }] },
  { updates: [{ kind: 'bat', changes: { 3: { state: 'fully-present', fileOffsetMB: 7 } } }] },
]

/** The header of the newest entry reached the disk, its data sector did not: it does not count. */
export const torn: ImageDescription = {
  ...disk,
  fileSize: 8 * MIB,
  log: {
    entries: [
      ...entries,
      {
        updates: [
          { kind: 'bat', changes: { 4: { state: 'fully-present', fileOffsetMB: 8 } } },
          { kind: 'zero', fileOffset: BigInt(2 * MIB + 128 * 1024), length: 65_536n },
        ],
        lostSectors: [1],
      },
    ],
  },
}

/** The log says that the file had 8 MiB when its newest entry was written; the last two are gone. */
export const truncated: ImageDescription = {
  ...disk,
  fileSize: 6 * MIB,
  log: {
    entries: entries.map((entry) => ({ ...entry, flushedFileOffset: BigInt(8 * MIB) })),
  },
}
