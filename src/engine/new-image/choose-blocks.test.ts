import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { numberedGuid, parentOf } from '../../testing/chain-files.ts'
import { counting } from '../../testing/counting-source.ts'
import { opened, skeletonOf } from '../../testing/skeletons.ts'
import { buildImage } from '../compose/build-image.ts'
import type { ImageDescription } from '../compose/description.ts'
import { diskSource } from '../disk/disk-source.ts'
import { diskSize } from '../disk/layers.ts'
import type { Layers } from '../disk/map-chain.ts'
import { MIB } from '../format/layout.ts'
import { readImage } from '../image/image.ts'
import type { BlockFate } from './block-choice.ts'
import { type BlockRules, chooseBlocks } from './choose-blocks.ts'

const open = async (description: ImageDescription) => readImage(buildImage(description))

const rulesFor = (layers: Layers, rules: Partial<BlockRules> = {}): BlockRules => ({
  range: { offset: 0, length: diskSize(layers) },
  blockSize: MIB,
  ...rules,
})

async function fates(layers: Layers, rules: Partial<BlockRules> = {}) {
  const { choice, survey } = await chooseBlocks(layers, rulesFor(layers, rules))
  const all = Array.from({ length: choice.count }, (_, block) => choice.fateOf(block))
  for (const [fate, count] of Object.entries(choice.counts())) {
    expect(count).toBe(all.filter((each) => each === fate).length)
  }
  return { all, survey, choice }
}

/** A byte of data at the end of block 2; blocks 0 and 1 are full of data and of zeros. */
const mixed: ImageDescription = {
  virtualDiskSize: 7.5 * MIB,
  blocks: [{ block: 0, fill: 7 }, { block: 1 }, { block: 2 }],
  bat: {
    3: { state: 'zero' },
    4: { state: 'unmapped' },
    5: { state: 'undefined' },
    6: { state: 'fully-present', fileOffsetMB: 2 ** 30 },
  },
  patches: [{ at: 7 * MIB - 1, bytes: Uint8Array.of(1) }],
}

describe('a disk of blocks in every state', () => {
  test('keeps data, promises zeros, and leaves open what nobody wrote', async () => {
    const { all, survey } = await fates([await open(mixed)])
    expect(all).toEqual([
      'data',
      'zero',
      'data',
      'zero',
      'unmapped',
      'undefined',
      // It cannot be read, and has zeros in the export.
      'zero',
      'undefined',
    ])
    expect(survey).toEqual({ data: 3 * MIB, missing: 0, unreadable: MIB, absent: 0 })
  })

  test('counts what a skeleton has left out as data: nobody can say that it is zero', async () => {
    const image = await readImage(await opened(await skeletonOf(buildImage(mixed))))
    const { all, survey } = await fates([image])
    expect(all.slice(0, 4)).toEqual(['data', 'data', 'data', 'zero'])
    expect(survey).toEqual({ data: 0, missing: 0, unreadable: MIB, absent: 3 * MIB })
  })

  test('is joined to larger blocks by what of them counts most', async () => {
    const image = await open(mixed)
    expect((await fates([image], { blockSize: 2 * MIB })).all).toEqual([
      'data',
      'data',
      'undefined',
      'zero',
    ])
    const range = { offset: 3 * MIB + 512, length: 2.5 * MIB }
    expect((await fates([image], { range })).all).toEqual(['zero', 'undefined', 'undefined'])
  })

  test('is not read where nobody asks for zeros', async () => {
    const { source, bat } = await open(mixed)
    const counted = counting(source)
    const { all } = await fates([{ source: counted, bat }], { keepsZeros: true })
    expect(all.filter((fate) => fate === 'data')).toHaveLength(3)
    expect(counted.bytesRead).toBeLessThan(1024)
  })

  test('loses what may be dropped, unread', async () => {
    const { source, bat } = await open(mixed)
    const counted = counting(source)
    const { all, choice } = await fates([{ source: counted, bat }], {
      mayDrop: (block) => block !== 2,
    })
    expect(all.slice(0, 4)).toEqual(['dropped', 'dropped', 'data', 'zero'])
    expect([...choice.runsOf('dropped')]).toEqual([{ offset: 0, length: 2 * MIB }])
    expect(counted.reads.filter(({ offset }) => offset >= 4 * MIB && offset < 6 * MIB)).toEqual([])
  })
})

test('a block with data costs its first few KiB', async () => {
  const blocks = Array.from({ length: 50 }, (_, block) => ({ block, fill: 1 }))
  const { source, bat } = await open({ virtualDiskSize: 50 * MIB, blocks })
  const counted = counting(source)
  expect((await fates([{ source: counted, bat }])).choice.counts().data).toBe(50)
  expect(counted.bytesRead).toBeLessThan(50 * 4096 + 4096)
})

test('the parents of a child decide where it has nothing of its own', async () => {
  const child = await open({
    virtualDiskSize: 4 * MIB,
    ...parentOf(numberedGuid(1)),
    bat: { 1: { state: 'zero' }, 2: { state: 'unmapped' } },
  })
  const parent = await open({
    virtualDiskSize: 4 * MIB,
    blocks: [0, 1, 2].map((block) => ({ block, fill: 5 })),
  })
  expect((await fates([child, parent])).all).toEqual(['data', 'zero', 'unmapped', 'undefined'])
  expect((await fates([child])).survey.missing).toBe(2 * MIB)
})

test('whatever the cut, exactly the blocks with data are data', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('none', 'zeros', 'data'), { minLength: 1, maxLength: 9 }),
      fc.constantFrom(MIB, 2 * MIB, 4 * MIB),
      fc.nat(6 * 2048),
      fc.nat(9 * 2048),
      async (kinds, blockSize, from, sectors) => {
        const image = await open({
          virtualDiskSize: kinds.length * MIB,
          blocks: kinds.flatMap((kind, block) =>
            kind === 'none' ? [] : [{ block, ...(kind === 'data' && { fill: block + 1 }) }],
          ),
        })
        const offset = Math.min(from * 512, kinds.length * MIB - 512)
        const length = Math.min((sectors + 1) * 512, kinds.length * MIB - offset)
        const { all } = await fates([image], { blockSize, range: { offset, length } })
        const disk = await diskSource([image]).read(offset, length)
        const wanted: boolean[] = []
        for (let at = 0; at < length; at += blockSize) {
          wanted.push(disk.subarray(at, at + blockSize).some((byte) => byte !== 0))
        }
        expect(all.map((fate: BlockFate) => fate === 'data')).toEqual(wanted)
      },
    ),
    { numRuns: 30 },
  ))

test('the largest disk, empty, takes no time', async () => {
  const image = await open({ virtualDiskSize: 64 * 2 ** 40, blockSize: 32 * MIB })
  const { choice } = await chooseBlocks([image], rulesFor([image], { blockSize: 32 * MIB }))
  expect(choice.counts()).toMatchObject({ undefined: 2 ** 21, data: 0 })
  expect(choice.firstKnown(0, choice.count)).toBe(choice.count)
})

test('an abort and a failing read end it at once', async () => {
  const blocks = Array.from({ length: 30 }, (_, block) => ({ block }))
  const { source, bat } = await open({ virtualDiskSize: 30 * MIB, blocks })
  let reads = 0
  const failing = {
    size: source.size,
    read: async (offset: number, length: number) => {
      if (offset >= 4 * MIB && ++reads > 20) throw new Error('the device reports an error')
      return source.read(offset, length)
    },
  }
  const layers = [{ source: failing, bat }]
  await expect(chooseBlocks(layers, rulesFor(layers))).rejects.toThrow('reports an error')
  expect(reads).toBeLessThan(40)
  const whole = [{ source, bat }]
  const signal = AbortSignal.abort()
  await expect(chooseBlocks(whole, rulesFor(whole), { signal })).rejects.toThrow('abort')
})
