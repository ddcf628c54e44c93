import fc from 'fast-check'
import { expect, test } from 'vitest'
import { numberedGuid, parentOf } from '../../testing/chain-files.ts'
import { cases } from '../../testing/thorough.ts'
import { twoStates } from '../../testing/two-states.ts'
import type { ByteRange } from '../bytes/byte-source.ts'
import { endOf, overlaps } from '../bytes/ranges.ts'
import { buildImage } from '../compose/build-image.ts'
import type { BlockDescription, UpdateDescription } from '../compose/description.ts'
import { diskSize } from '../disk/layers.ts'
import { isWhole, type Layers, mapChain, readChain } from '../disk/map-chain.ts'
import type { PayloadState } from '../format/bat-entry.ts'
import { MIB } from '../format/layout.ts'
import { readImage } from '../image/image.ts'
import { changedDisk, type TwoStates } from './changed-disk.ts'
import { type ChangedRange, SECTOR } from './changed-ranges.ts'

const BLOCKS = 4
/** Where the payload of a small image begins. */
const PAYLOAD = 4

const fill = fc.integer({ min: 0, max: 3 })
const place = fc.integer({ min: PAYLOAD, max: PAYLOAD + BLOCKS + 1 })
const state = fc.constantFrom<PayloadState>(
  'not-present',
  'zero',
  'unmapped',
  'fully-present',
  'fully-present',
  'partially-present',
)
const update: fc.Arbitrary<UpdateDescription> = fc.oneof(
  fc.tuple(fc.nat(BLOCKS - 1), state, place).map(([block, to, fileOffsetMB]) => ({
    kind: 'bat' as const,
    changes: { [block]: { state: to, fileOffsetMB } },
  })),
  fc.tuple(place, fc.nat(255), fill).map(([at, sector, byte]) => ({
    kind: 'data' as const,
    fileOffset: BigInt(at * MIB + sector * 4096),
    bytes: new Uint8Array(4096).fill(byte, 1000, 3000),
  })),
  fc.tuple(place, fc.nat(255), fc.integer({ min: 1, max: 300 })).map(([at, sector, count]) => ({
    kind: 'zero' as const,
    fileOffset: BigInt(at * MIB + sector * 4096),
    length: BigInt(count * 4096),
  })),
)

interface RandomImage {
  readonly blocks: readonly BlockDescription[]
  readonly updates: readonly UpdateDescription[]
  readonly parent: readonly BlockDescription[] | undefined
  readonly cut: number
}

const blocks = fc.uniqueArray(fc.record({ block: fc.nat(BLOCKS - 1), fill }), {
  selector: ({ block }) => block,
  maxLength: BLOCKS,
})
const images: fc.Arbitrary<RandomImage> = fc.record({
  blocks,
  updates: fc.array(update, { minLength: 1, maxLength: 4 }),
  parent: fc.option(blocks, { nil: undefined }),
  cut: fc.constantFrom(0, 0, SECTOR, MIB),
})

async function statesOf(image: RandomImage): Promise<TwoStates | undefined> {
  const { parent, cut } = image
  const size = BLOCKS * MIB
  const whole = buildImage({
    virtualDiskSize: size,
    blocks: image.blocks,
    ...(parent && { ...parentOf(numberedGuid(1)), sectorBitmaps: [{ chunk: 0, fill: 0x5a }] }),
    log: {
      entries: [{ updates: image.updates, flushedFileOffset: 0n, lastFileOffset: 0n }],
    },
  })
  if (cut > 0) whole.setSize(Math.max(PAYLOAD * MIB, whole.size - cut))
  const parents =
    parent &&
    (await readImage(
      buildImage({ virtualDiskSize: size, blocks: parent, dataWriteGuid: numberedGuid(1) }),
    ))
  return twoStates(whole, parents && [parents])
}

interface Read {
  readonly bytes: Uint8Array
  isLost(sector: number): boolean
}

async function readAll(layers: Layers, size: number): Promise<Read> {
  const { bytes } = await readChain(layers, 0, size)
  const lost = (await mapChain(layers, 0, size)).filter((extent) => !isWhole([extent]))
  const isLost = (sector: number): boolean =>
    lost.some((gap) => overlaps(gap, { offset: sector * SECTOR, length: SECTOR }))
  return { bytes, isLost }
}

async function sectorsThatDiffer({ before, after }: TwoStates): Promise<ReadonlySet<number>> {
  const size = diskSize(after)
  const [old, now] = [await readAll(before, size), await readAll(after, size)]
  const partOf = ({ bytes }: Read, sector: number) =>
    bytes.subarray(sector * SECTOR, (sector + 1) * SECTOR)
  const differs = (sector: number): boolean =>
    old.isLost(sector) !== now.isLost(sector) ||
    Buffer.compare(partOf(old, sector), partOf(now, sector)) !== 0
  return new Set(Array.from({ length: size / SECTOR }, (_, sector) => sector).filter(differs))
}

const sectorsOf = (ranges: readonly ByteRange[]): ReadonlySet<number> =>
  new Set(
    ranges.flatMap(({ offset, length }) =>
      Array.from({ length: Math.ceil(length / SECTOR) }, (_, i) => Math.floor(offset / SECTOR) + i),
    ),
  )

const expectInOrder = (ranges: readonly ChangedRange[]): void => {
  const isRight = ranges.every(
    (range, i) => range.length > 0 && endOf(range) <= (ranges[i + 1]?.offset ?? endOf(range)),
  )
  expect(isRight).toBe(true)
}

test('what differs is what reading both disks says differs', { timeout: 60_000 }, async () => {
  let [compared, differing] = [0, 0]
  await fc.assert(
    fc.asyncProperty(images, async (image) => {
      const states = await statesOf(image)
      if (!states) return
      compared++
      const expected = await sectorsThatDiffer(states)
      differing += expected.size > 0 ? 1 : 0
      const found = await changedDisk(states)
      expectInOrder(found.ranges)
      expect(found).toMatchObject({ unit: SECTOR, notCompared: 0 })
      // As text: arrays of ten thousand numbers are compared slowly.
      expect([...sectorsOf(found.ranges)].join()).toBe([...expected].join())
      expect(found.total).toBe(expected.size * SECTOR)

      // With less memory or less to read it says more, and never less.
      for (const bounds of [{ most: 2 }, { budget: 300_000 }]) {
        const coarse = await changedDisk(states, undefined, bounds)
        expectInOrder(coarse.ranges)
        const said = sectorsOf(coarse.ranges)
        expect([...expected].filter((sector) => !said.has(sector))).toHaveLength(0)
        expect(coarse.ranges.length).toBeLessThanOrEqual(bounds.most ?? coarse.ranges.length)
      }
    }),
    { numRuns: cases(8) },
  )
  expect(compared).toBeGreaterThan(3)
  expect(differing).toBeGreaterThan(1)
})

test('a block that only the log names is told apart from one that is written', async () => {
  const states = await statesOf({
    blocks: [
      { block: 0, fill: 1 },
      { block: 1, fill: 2 },
      { block: 2, fill: 3 },
    ],
    updates: [
      {
        kind: 'bat',
        changes: { 1: { state: 'zero' }, 3: { state: 'fully-present', fileOffsetMB: 5 } },
      },
      { kind: 'zero', fileOffset: BigInt(4 * MIB + 8192), length: 4096n },
    ],
    parent: undefined,
    cut: 0,
  })
  if (!states) throw new Error('nothing to replay')
  const { ranges } = await changedDisk(states)
  expect(ranges).toEqual([
    { offset: 8192, length: 4096, how: 'written' },
    { offset: MIB, length: MIB, how: 'block-gone' },
    { offset: 3 * MIB, length: MIB, how: 'new-block' },
  ])
})

test('nothing is read of the data of a disk whose blocks stay where they are', async () => {
  const states = await statesOf({
    blocks: [{ block: 0, fill: 1 }],
    updates: [{ kind: 'bat', changes: { 1: { state: 'zero' } } }],
    parent: undefined,
    cut: 0,
  })
  if (!states) throw new Error('nothing to replay')
  expect(await changedDisk(states, undefined, { budget: 0 })).toEqual({
    ranges: [],
    unit: SECTOR,
    total: 0,
    notCompared: 0,
  })
})
