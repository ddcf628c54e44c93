/** A disk whose log is to be replayed, with everything that a log can hold besides. */
import { GIB, KIB, LOG_SECTOR_SIZE, METADATA_TABLE_SIZE, MIB } from '../../format/layout.ts'
import { buildImage } from '../build-image.ts'
import { STALE_LOG_GUID } from '../compose-log.ts'
import type { EntryDescription, ImageDescription } from '../description.ts'

const at = (sector: number): number => sector * LOG_SECTOR_SIZE
const METADATA = 2 * MIB
const METADATA_ITEMS = METADATA + METADATA_TABLE_SIZE
/** The user has made the disk larger. */
const itemsAfterGrowth = buildImage({ virtualDiskSize: 2 * GIB }).take(
  METADATA_ITEMS,
  LOG_SECTOR_SIZE,
)
/** As long as the file on the disk; the replay makes it longer. */
const SIZE = 9 * MIB
const SIZE_AFTER = 12 * MIB

/** An earlier session. Its last entry went over the header of an older one and left that one's data. */
const staleSession = [0, 2, 4, 6, 40, 42, 44, 44].map(
  (sector, index): EntryDescription => ({
    position: at(sector),
    tail: at(sector),
    logGuid: STALE_LOG_GUID,
    sequenceNumber: 900n + BigInt(index),
    updates: index === 7 ? [] : [{ kind: 'bat', changes: { [index]: { state: 'zero' } } }],
  }),
)

/** Was still needed when the session began; the tail has moved past it since. */
const superseded: readonly EntryDescription[] = [
  { position: at(6), tail: at(6), sequenceNumber: 80_000_000_000_000_010n },
  { tail: at(6), updates: [{ kind: 'bat', changes: { 0: { state: 'undefined' } } }] },
]

const active: readonly EntryDescription[] = [
  {
    tail: at(7),
    updates: [
      {
        kind: 'bat',
        changes: {
          0: { state: 'fully-present', fileOffsetMB: 4 },
          3: { state: 'fully-present', fileOffsetMB: 7 },
          600: { state: 'fully-present', fileOffsetMB: 8 },
        },
      },
    ],
  },
  {
    tail: at(9),
    updates: [
      { kind: 'zero', fileOffset: BigInt(METADATA + 512 * KIB), length: BigInt(64 * KIB) },
      { kind: 'bat', changes: { 1: { state: 'unmapped', fileOffsetMB: 5 } } },
    ],
  },
  {
    tail: at(9),
    updates: [
      { kind: 'bat', changes: { 4: { state: 'fully-present', fileOffsetMB: 10 } } },
      {
        kind: 'data',
        fileOffset: BigInt(METADATA_ITEMS),
        bytes: itemsAfterGrowth,
      },
    ],
  },
  {
    tail: at(9),
    updates: [{ kind: 'bat', changes: { 5: { state: 'fully-present', fileOffsetMB: 11 } } }],
    lastFileOffset: BigInt(SIZE_AFTER),
  },
]

export const dirty: ImageDescription = {
  virtualDiskSize: GIB,
  fileSize: SIZE,
  blocks: [
    { block: 0, fill: 0xa5 },
    { block: 1, fill: 0x5a },
    { block: 2, fill: 0x33 },
  ],
  log: {
    entries: [
      ...staleSession,
      ...superseded,
      ...active,
      // A byte of its descriptor has changed since its checksum was made.
      {
        position: at(24),
        tail: at(24),
        updates: [{ kind: 'bat', changes: { 6: { state: 'zero' } } }],
        flips: [72],
      },
    ],
  },
  // What the zero descriptor clears.
  patches: [{ at: METADATA + 512 * KIB, bytes: new Uint8Array(64 * KIB).fill(0xee) }],
}
