import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HOSTILE_ENTRIES, hostileBat, imageWithBat } from '../../testing/hostile-bat.ts'
import type { ByteRange } from '../bytes/byte-source.ts'
import { clipRange, endOf, totalLength } from '../bytes/ranges.ts'
import { buildImage } from '../compose/build-image.ts'
import { MIB } from '../format/layout.ts'
import { type BatEntry, readBatEntries } from '../image/bat/bat.ts'
import { UnitMap } from '../image/bat/unit-map.ts'
import { readImage } from '../image/image.ts'
import { chartImage } from '../space/chart-file.ts'
import { accountFor } from './account.ts'
import type { Mark } from './share-marks.ts'
import { SHARES, type Share } from './share-words.ts'

const NEVER = () => false
const MARKS = [undefined, 'guest-free', 'unknown', 'zeros'] as const

/** Log, metadata and BAT lie at 1, 2 and 3 MiB of every image here. */
const STRUCTURES: readonly (readonly [Share, ByteRange])[] = [
  ['headers', { offset: 0, length: MIB }],
  ['log', { offset: MIB, length: MIB }],
  ['tables', { offset: 2 * MIB, length: 2 * MIB }],
]

interface Naive {
  readonly entries: readonly BatEntry[]
  readonly geometry: Awaited<ReturnType<typeof imageWithBat>>['bat']['geometry']
  readonly markOf: (block: number) => Mark | undefined
  readonly data: readonly number[] | undefined
}

/** To which share a piece of the file belongs in which nothing begins or ends. */
function shareOf({ offset }: ByteRange, { entries, geometry, markOf, data }: Naive): Share {
  const covers = (at: ByteRange) => at.offset > 0 && at.offset <= offset && offset < endOf(at)
  const claims: Share[] = STRUCTURES.filter(
    ([, at]) => at.offset <= offset && offset < endOf(at),
  ).map(([share]) => share)
  let isPast = false
  for (const entry of entries) {
    const isBlock = entry.kind === 'payload'
    const length =
      entry.kind === 'payload' || entry.index >= geometry.batEntries ? geometry.blockSize : MIB
    const at = { offset: entry.fileOffsetMB * MIB, length }
    if (!covers(at)) continue
    if (entry.index >= geometry.batEntries || (isBlock && entry.block >= geometry.payloadBlocks)) {
      isPast = true
    } else if (!isBlock) {
      if (entry.state === 'present') claims.push('tables')
    } else if (entry.state === 'fully-present' || entry.state === 'partially-present') {
      const onDisk = entry.block * geometry.blockSize + offset - at.offset
      claims.push(
        onDisk >= geometry.virtualDiskSize ? 'past-disk' : (markOf(entry.block) ?? 'in-use'),
      )
    }
  }
  const [share] = claims
  if (claims.length > 1) return 'overlap'
  if (share) return share
  if (isPast) return 'past-disk'
  if (!data) return 'unowned'
  return data.includes(Math.floor(offset / MIB)) ? 'unowned-data' : 'unowned-zeros'
}

test('shares add up to the file, and have what a naive reading gives them, whatever the BAT says', async () => {
  await fc.assert(
    fc.asyncProperty(
      hostileBat,
      fc.array(fc.constantFrom(...MARKS), { minLength: 20, maxLength: 20 }),
      fc.option(fc.array(fc.nat(24), { maxLength: 6 })),
      async (disk, marks, data) => {
        const image = await imageWithBat(disk)
        const { geometry } = image.bat
        const charted = await chartImage(image, undefined)
        const markOf = (block: number) => marks[block]
        const held = data ? new UnitMap(disk.fileSize) : undefined
        for (const unit of data ?? []) held?.take(unit, 1)
        const account = await accountFor(charted, { markOf, mayDrop: NEVER, data: held })

        const total = SHARES.reduce((sum, share) => sum + account.bytes[share], 0)
        expect(total).toBe(disk.fileSize)

        const table = { ...image.bat, count: HOSTILE_ENTRIES }
        const entries = await readBatEntries(image.source, table, 0, HOSTILE_ENTRIES)
        const naive = { entries, geometry, markOf, data: data ?? undefined }
        const expected = Object.fromEntries(SHARES.map((share) => [share, 0]))
        for (let at = 0; at < disk.fileSize; at += MIB / 2) {
          const piece = clipRange(
            { offset: at, length: MIB / 2 },
            { offset: 0, length: disk.fileSize },
          )
          const share = shareOf(piece, naive)
          expected[share] = (expected[share] ?? 0) + piece.length
        }
        expect(account.bytes).toEqual(expected)

        // What a part has is what the whole has there.
        const { space } = charted
        const [from, to] = [Math.floor(disk.fileSize / 3), disk.fileSize]
        const parts = [
          account.marks.measure(space, 0, from),
          account.marks.measure(space, from, to),
        ]
        expect(SHARES.map((_, i) => (parts[0]?.[i] ?? 0) + (parts[1]?.[i] ?? 0))).toEqual(
          SHARES.map((share) => account.bytes[share]),
        )
      },
    ),
    { numRuns: 100 },
  )
})

test('a file larger than any map is accounted for to its end', async () => {
  const image = await readImage(
    buildImage({ virtualDiskSize: 16 * MIB, fileSize: 2 ** 50, blocks: [{ block: 3 }] }),
  )
  const { bytes, size } = await accountFor(await chartImage(image, undefined), {
    markOf: () => undefined,
    mayDrop: NEVER,
    data: undefined,
  })
  expect(bytes).toMatchObject({ 'in-use': MIB, uncharted: 2 ** 50 - 2 ** 47 })
  expect(totalLength(SHARES.map((share) => ({ length: bytes[share] })))).toBe(size)
})

test('an image without a BAT has shares, too', async () => {
  const image = await readImage(buildImage({ virtualDiskSize: 16 * MIB }))
  const charted = await chartImage({ ...image, bat: undefined }, undefined)
  const contents = { markOf: () => undefined, mayDrop: NEVER, data: undefined }
  const { bytes, runs } = await accountFor(charted, contents)
  expect(bytes).toMatchObject({ headers: MIB, log: MIB, tables: 2 * MIB, 'in-use': 0 })
  expect(runs).toEqual({ count: 0, longest: 0, median: 0 })
})

test('runs of the disk are pieces that lie in one piece of the file', async () => {
  const image = await readImage(
    buildImage({
      virtualDiskSize: 16 * MIB - 4096,
      fileSize: 32 * MIB,
      blocks: [
        { block: 0, fileOffsetMB: 10 },
        { block: 1, fileOffsetMB: 11 },
        // Behind a block that is not there, though it goes on in the file.
        { block: 3, fileOffsetMB: 12 },
        { block: 4, fileOffsetMB: 20 },
        { block: 5, fileOffsetMB: 19 },
        { block: 14, fileOffsetMB: 24 },
        { block: 15, fileOffsetMB: 25 },
      ],
    }),
  )
  const contents = { markOf: () => undefined, mayDrop: NEVER, data: undefined }
  const { runs, bytes } = await accountFor(await chartImage(image, undefined), contents)
  expect(runs).toEqual({ count: 5, longest: 2 * MIB, median: MIB })
  expect(bytes['past-disk']).toBe(4096)
})
