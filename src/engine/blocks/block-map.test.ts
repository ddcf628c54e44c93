import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ByteSource } from '../bytes/byte-source.ts'
import { guid } from '../bytes/guid.ts'
import { buildImage } from '../compose/build-image.ts'
import type { ImageDescription } from '../compose/description.ts'
import { PAYLOAD_STATES } from '../format/bat-entry.ts'
import { BLOCK_CLASSES, CHANGED_BIT, classBit, MAX_MAP_CELLS } from '../format/block-class.ts'
import { GIB, MIB, TIB } from '../format/layout.ts'
import { type BatEntry, readBatEntries } from '../image/bat/bat.ts'
import type { Image } from '../image/image.ts'
import { type Inspected, inspect } from '../inspect/inspect.ts'
import { type BlockMap, readBlockMap } from './block-map.ts'

const IDS = { fileWriteGuid: guid('11111111-2222-4333-8444-555555555555') }
const inspected = (image: ImageDescription) => inspect(buildImage(image), IDS)

const names = (bits: number | undefined): readonly string[] => [
  ...BLOCK_CLASSES.filter((name) => ((bits ?? 0) & classBit(name)) !== 0),
  ...(((bits ?? 0) & CHANGED_BIT) !== 0 ? ['changed'] : []),
]

type Payload = Extract<BatEntry, { kind: 'payload' }>

/** Block by block, by the words of the format. */
async function payloadsOf({ source, bat }: Image): Promise<readonly Payload[]> {
  const entries = bat ? await readBatEntries(source, bat, 0, bat.count) : []
  return entries.filter((entry) => entry.kind === 'payload')
}

function naiveClasses(image: Image, { state, block, fileOffsetMB }: Payload): readonly string[] {
  if (state === 'reserved-4' || state === 'reserved-5') return ['invalid']
  const { geometry } = image
  if (!geometry) throw new Error('this image should have a geometry')
  const length = Math.min(geometry.blockSize, geometry.virtualDiskSize - block * geometry.blockSize)
  const isPresent = state === 'fully-present' || state === 'partially-present'
  const outside = fileOffsetMB === 0 || fileOffsetMB * MIB + length > image.source.size
  const alone = state === 'partially-present' && geometry.kind !== 'differencing'
  return (isPresent && outside) || alone ? [state, 'invalid'] : [state]
}

async function naiveMap(
  { before, update }: Inspected,
  { from, to, perCell }: BlockMap,
  shown: 'before' | 'after',
) {
  const old = await payloadsOf(before)
  const now = update ? await payloadsOf(update.after) : old
  const image = shown === 'after' && update ? update.after : before
  const entries = shown === 'after' ? now : old
  const cells: Set<string>[] = []
  for (let block = from; block < to; block++) {
    const cell = Math.floor((block - from) / perCell)
    cells[cell] ??= new Set()
    const entry = entries[block]
    if (entry) for (const name of naiveClasses(image, entry)) cells[cell].add(name)
    if (JSON.stringify(old[block]) !== JSON.stringify(now[block])) cells[cell].add('changed')
  }
  return cells.map((found) => [...BLOCK_CLASSES, 'changed'].filter((name) => found.has(name)))
}

const entry = fc.record({
  state: fc.constantFrom(...PAYLOAD_STATES),
  fileOffsetMB: fc.oneof(fc.nat(40), fc.constant(2 ** 43)),
})
const entries = (blocks: number) =>
  fc.dictionary(fc.nat(blocks - 1).map(String), entry, { maxKeys: 12, noNullPrototype: true })

const PARENT = {
  pairs: [
    ['parent_linkage', '{5ca1ab1e-0000-4000-8000-000000000001}'],
    ['relative_path', 'base.vhdx'],
  ],
} as const

/** The last block of the disk is a half one; chunks have 2,048 blocks of 2 MiB. */
const BLOCKS = 2500
const disk = fc.record({
  parent: fc.boolean(),
  fileSize: fc.integer({ min: 32 * MIB, max: 34 * MIB }),
  bat: entries(BLOCKS),
  logged: entries(BLOCKS),
})

const indexOf = (block: number) => block + Math.floor(block / 2048)
const byIndex = <T>(values: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(values).map(([block, of]) => [indexOf(Number(block)), of]))

test('every cell has the classes of its blocks, as one finds them entry by entry', () =>
  fc.assert(
    fc.asyncProperty(
      disk,
      fc.nat(BLOCKS),
      fc.nat(BLOCKS),
      fc.constantFrom(1, 2, 3, 64, 4096),
      async ({ parent, fileSize, bat, logged }, a, b, perCell) => {
        const image = await inspected({
          virtualDiskSize: (BLOCKS - 1) * 2 * MIB + MIB,
          blockSize: 2 * MIB,
          ...(parent && { kind: 'differencing', parent: PARENT }),
          fileSize,
          bat: byIndex(bat),
          log: { entries: [{ updates: [{ kind: 'bat', changes: byIndex(logged) }] }] },
        })
        const query = { from: Math.min(a, b), to: Math.max(a, b), perCell }
        const map = await readBlockMap(image, query)
        expect(map.after).toBeDefined()
        for (const state of ['before', 'after'] as const) {
          const cells = Array.from(map[state]?.cells ?? [], names)
          expect(cells).toEqual(await naiveMap(image, map, state))
        }
      },
    ),
    { numRuns: 40 },
  ))

test('counts what cannot be and what the replay changes', async () => {
  const image = await inspected({
    virtualDiskSize: GIB,
    bat: { 1: { state: 'reserved-4' }, 2: { state: 'fully-present', fileOffsetMB: 5000 } },
    log: {
      entries: [
        { updates: [{ kind: 'bat', changes: { 1: { state: 'zero' }, 9: { state: 'unmapped' } } }] },
      ],
    },
  })
  const map = await readBlockMap(image, { from: 0, to: 2 ** 40, perCell: 1 })
  expect(map).toMatchObject({ from: 0, to: 1024, changed: 2 })
  expect([map.before?.invalid, map.after?.invalid]).toEqual([2, 1])
  expect([1, 2, 9].map((block) => names(map.before?.cells[block]))).toEqual([
    ['invalid', 'changed'],
    ['fully-present', 'invalid'],
    ['not-present', 'changed'],
  ])
  expect(names(map.after?.cells[9])).toEqual(['unmapped', 'changed'])
})

test('without a replay there is no state after it and nothing that it changes', async () => {
  const map = await readBlockMap(await inspected({ virtualDiskSize: GIB }), {
    from: 10,
    to: 5,
    perCell: 1,
  })
  expect(map).toMatchObject({ from: 5, to: 5, after: undefined, changed: undefined })
  expect(map.before?.cells).toHaveLength(0)
})

test('a table that ends before the disk does has no classes there', async () => {
  const image = await inspected({
    virtualDiskSize: TIB,
  })
  const { bat } = image.before
  if (!bat) throw new Error('this image should have a BAT')
  const short = { ...image, before: { ...image.before, bat: { ...bat, count: 100 } } }
  const { before } = await readBlockMap(short, { from: 98, to: 102, perCell: 1 })
  expect(Array.from(before?.cells ?? [], names)).toEqual([['not-present'], ['not-present'], [], []])
})

const HUGE: ImageDescription = {
  virtualDiskSize: 64 * TIB,
  blocks: [{ block: 0 }, { block: 2 ** 26 - 1 }],
  log: { entries: [{ updates: [{ kind: 'bat', changes: { 70000: { state: 'zero' } } }] }] },
}

test('has 67 million blocks in as many cells as are asked for, and no more than there may be', async () => {
  const image = await inspected(HUGE)
  const map = await readBlockMap(image, { from: 0, to: 2 ** 26, perCell: 2048 })
  expect(map.changed).toBe(1)
  const { cells } = map.before ?? { cells: new Uint8Array() }
  expect(cells).toHaveLength(2 ** 15)
  expect(names(cells[0])).toEqual(['not-present', 'fully-present'])
  expect(names(cells.at(-1))).toEqual(['not-present', 'fully-present'])
  const changed = cells.findIndex((bits) => (bits & CHANGED_BIT) !== 0)
  // One sector bitmap entry behind each 4,096 blocks.
  expect(changed).toBe(Math.floor((70_000 - Math.floor(70_000 / 4097)) / 2048))

  const part = await readBlockMap(image, { from: 0, to: 2 ** 21, perCell: 1 })
  expect(part.perCell).toBe(2)
  expect(part.before?.cells).toHaveLength(MAX_MAP_CELLS)
})

test('stops when it is told to, and says how far it is', async () => {
  const image = await inspected(HUGE)
  const stop = new Error('stopped')
  let windows = 0
  const source: ByteSource = {
    ...image.before.source,
    size: image.before.source.size,
    read: async (offset, length) => {
      windows++
      return image.before.source.read(offset, length)
    },
  }
  const done: number[] = []
  const run = {
    signal: {
      aborted: false,
      throwIfAborted: () => {
        if (done.length >= 3) throw stop
      },
    },
    onProgress: (entries: number) => done.push(entries),
  }
  const alone = { ...image, replay: undefined, before: { ...image.before, source } }
  await expect(readBlockMap(alone, { from: 0, to: 2 ** 26, perCell: 2048 }, run)).rejects.toBe(stop)
  expect(done).toEqual([1, 2, 3].map((window) => window * 2 ** 19))
  // The one that it was stopped at, and those that were on their way.
  expect(windows).toBeLessThanOrEqual(8)
})
