/** Random logs of the kind that QEMU replays rightly: its result and ours are the same. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildImage } from '../engine/compose/build-image.ts'
import { STALE_LOG_GUID } from '../engine/compose/compose-log.ts'
import type {
  EntryDescription,
  ImageDescription,
  UpdateDescription,
} from '../engine/compose/description.ts'
import { KIB, LOG_SECTOR_SIZE, MIB } from '../engine/format/layout.ts'
import { firstDifference, HEADERS } from './compare.ts'
import { ourCopy, ourReplay } from './our-replay.ts'
import { describeWithQemu } from './qemu.ts'
import { qemuReplay } from './qemu-replay.ts'
import { cases } from './thorough.ts'

/** Places in the unused half of the metadata region: few enough to be hit more than once. */
const place = fc
  .integer({ min: 0, max: 15 })
  .map((sector) => BigInt(2 * MIB + 512 * KIB + sector * LOG_SECTOR_SIZE))

const update: fc.Arbitrary<UpdateDescription> = fc.oneof(
  fc.record({
    kind: fc.constant('data' as const),
    fileOffset: place,
    bytes: fc
      .integer({ min: 1, max: 255 })
      .map((byte) => new Uint8Array(LOG_SECTOR_SIZE).fill(byte)),
  }),
  fc.record({
    kind: fc.constant('zero' as const),
    fileOffset: place,
    length: fc.integer({ min: 0, max: 5 }).map((sectors) => BigInt(sectors * LOG_SECTOR_SIZE)),
  }),
  fc.integer({ min: 0, max: 1000 }).map((index) => ({
    kind: 'bat' as const,
    changes: { [index]: { state: 'zero' as const } },
  })),
)

const entry: fc.Arbitrary<EntryDescription> = fc
  .array(update, { maxLength: 12 })
  .map((updates) => ({ updates }))

/** One run that does not wrap, behind an older session: the tail is its first entry. */
const image: fc.Arbitrary<ImageDescription> = fc
  .record({
    stale: fc.array(entry, { maxLength: 3 }),
    entries: fc.array(entry, { minLength: 1, maxLength: 6 }),
    start: fc.integer({ min: 0, max: 100 }),
    sequenceNumber: fc.bigInt({ min: 1n, max: 2n ** 63n }),
    fileSize: fc.oneof(fc.constant(5 * MIB), fc.integer({ min: 5 * MIB, max: 6 * MIB })),
  })
  .map(({ stale, entries, start, sequenceNumber, fileSize }) => ({
    fileSize,
    virtualDiskSize: 2000 * MIB,
    blocks: [{ block: 0, fill: 0xa5 }],
    log: {
      entries: [
        ...stale.map((old) => ({ ...old, logGuid: STALE_LOG_GUID })),
        ...entries.map((each, index) => ({
          ...each,
          ...(index === 0 && { position: start * LOG_SECTOR_SIZE, sequenceNumber }),
        })),
      ],
    },
  }))

describeWithQemu('qemu-img check -r all', () => {
  test('makes the same file as our replay in place and as our copy, apart from the headers', async () => {
    await fc.assert(
      fc.asyncProperty(image, async (description) => {
        const built = buildImage(description)
        const theirs = await qemuReplay(built)
        const ours = await ourReplay(built)
        expect([theirs.answer, ours.outcome]).toEqual(['opened', 'replayable'])
        const replayed = ours.file.toBytes()
        expect(firstDifference(replayed, theirs.bytes, HEADERS)).toBeUndefined()
        const copy = await ourCopy(built)
        expect(firstDifference(copy.toBytes(), replayed)).toBeUndefined()
      }),
      { numRuns: cases(24) },
    )
  })
})
