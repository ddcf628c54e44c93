/** The images that are measured. */
import { guid } from '../../src/engine/bytes/guid.ts'
import type { EntryDescription, ImageDescription } from '../../src/engine/compose/description.ts'
import { GIB, LOG_SECTOR_SIZE, MIB, TIB } from '../../src/engine/format/layout.ts'
import type { EntryUpdate } from '../../src/engine/log/encode-entry.ts'

const ENTRIES = 150
const DESCRIPTORS_PER_ENTRY = 100
export const BIG_LOG_LENGTH = 64 * MIB
/** Where its data go: behind BAT and metadata, into space of nobody. */
export const BIG_LOG_TARGETS = {
  offset: 80 * MIB,
  length: ENTRIES * DESCRIPTORS_PER_ENTRY * LOG_SECTOR_SIZE,
}

function dataUpdate(index: number): EntryUpdate {
  const bytes = new Uint8Array(LOG_SECTOR_SIZE)
  // Different in every sector and never zero, so that each is a change.
  for (let at = 0; at < bytes.length; at++) bytes[at] = ((at * 31) ^ (index * 7)) | 1
  return {
    kind: 'data',
    fileOffset: BigInt(BIG_LOG_TARGETS.offset + index * LOG_SECTOR_SIZE),
    bytes,
  }
}

/** A log of 64 MiB with 15,000 data descriptors in 150 entries, all to be replayed. */
export const bigLog = (): ImageDescription => ({
  virtualDiskSize: GIB,
  fileSize: 160 * MIB,
  log: {
    length: BIG_LOG_LENGTH,
    entries: Array.from(
      { length: ENTRIES },
      (_, entry): EntryDescription => ({
        updates: Array.from({ length: DESCRIPTORS_PER_ENTRY }, (_, descriptor) =>
          dataUpdate(entry * DESCRIPTORS_PER_ENTRY + descriptor),
        ),
      }),
    ),
  },
})

/** A dirty disk in a file of `fileSize` bytes, almost all of it a hole. */
export const dirtyFile = (fileSize: number): ImageDescription => ({
  virtualDiskSize: TIB,
  fileSize,
  blocks: [{ block: 0, fill: 0xa5 }],
  log: {
    entries: Array.from(
      { length: 7 },
      (_, index): EntryDescription => ({
        updates: [
          {
            kind: 'bat',
            changes: { [17 + 600 * index]: { state: 'fully-present', fileOffsetMB: 29 } },
          },
        ],
      }),
    ),
  },
})

/** Blocks of a disk that lie one behind the other at the end of a file of `fileSize` bytes, from `first` MiB before it. */
const lastBlocks = (fileSize: number, first: number, blockSize: number) =>
  Array.from({ length: 8 }, (_, index) => [
    index * 600,
    {
      state: 'fully-present',
      fileOffsetMB: fileSize / MIB - first + index * (blockSize / MIB),
    } as const,
  ])

/** A disk that is whole in its dirty file, almost all of which is a hole. */
export const wholeFile = (fileSize: number, blockSize: number): ImageDescription => ({
  virtualDiskSize: TIB,
  blockSize,
  fileSize,
  log: {
    entries: [
      {
        updates: [
          {
            kind: 'bat',
            changes: Object.fromEntries(lastBlocks(fileSize, 8 * (blockSize / MIB), blockSize)),
          },
        ],
      },
    ],
  },
})

/** The same disk, clean, in a file that ends before half of these blocks. */
export const cutFile = (fileSize: number, blockSize: number): ImageDescription => ({
  virtualDiskSize: TIB,
  blockSize,
  fileSize,
  bat: Object.fromEntries(lastBlocks(fileSize, 4 * (blockSize / MIB), blockSize)),
})

/** A file of `fileSize` bytes in which the replay changes `sectors` sectors, spread over all of it. */
export function scatteredChanges(fileSize: number, sectors: number): ImageDescription {
  const first = 32 * MIB
  const stride = Math.floor((fileSize - first) / sectors / LOG_SECTOR_SIZE) * LOG_SECTOR_SIZE
  const update = (index: number): EntryUpdate => ({
    ...dataUpdate(index),
    fileOffset: BigInt(first + index * stride),
  })
  return {
    virtualDiskSize: GIB,
    fileSize,
    log: {
      length: 8 * MIB,
      entries: Array.from({ length: sectors / DESCRIPTORS_PER_ENTRY }, (_, entry) => ({
        updates: Array.from({ length: DESCRIPTORS_PER_ENTRY }, (_, descriptor) =>
          update(entry * DESCRIPTORS_PER_ENTRY + descriptor),
        ),
      })),
    },
  }
}

/** The greatest disk of the format with its smallest blocks: a BAT of 512 MiB. */
export const greatestDisk: ImageDescription = {
  virtualDiskSize: 64 * TIB,
  blocks: [{ block: 0, fill: 0xa5 }],
  log: {
    entries: [
      {
        updates: [{ kind: 'bat', changes: { 17: { state: 'fully-present', fileOffsetMB: 516 } } }],
      },
    ],
  },
}

/** What a replay needs that the engine does not make itself. */
export const IDS = { fileWriteGuid: guid('8a1e6c0f-3b57-4d92-a6e4-10c2d3e4f506') }
