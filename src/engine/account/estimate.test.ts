import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chainFile, numberedGuid } from '../../testing/chain-files.ts'
import { hostileBat, imageWithBat } from '../../testing/hostile-bat.ts'
import { buildChain, randomChains } from '../../testing/random-chain.ts'
import { assembleChain, parentLayers } from '../disk/chain/assemble-chain.ts'
import type { GuestSpace, VolumeSpace } from '../disk/guest-space.ts'
import { layersOf } from '../disk/layers.ts'
import type { Layers } from '../disk/map-chain.ts'
import { MIB } from '../format/layout.ts'
import type { Image } from '../image/image.ts'
import { FREE_AT_RISK } from '../new-image/droppable.ts'
import { DROP_UNIT, planNewImage } from '../new-image/plan-new-image.ts'
import { chartImage } from '../space/chart-file.ts'
import { copyWords } from './account-words.ts'
import type { Bounds, CompactCopy } from './estimate.ts'
import { lookAtData } from './look-at-data.ts'
import { SHARES } from './share-words.ts'
import { accountSpace } from './space-account.ts'

const volume = (doubts: readonly string[]): VolumeSpace => ({
  partition: undefined,
  fileSystem: undefined,
  at: { offset: 0, length: MIB },
  space: { ok: true, unitSize: 4096, size: 0, freeBytes: 0, doubts },
})

/** Every so many blocks are free. */
const guestWith = (every: number, doubts: readonly string[] = []): GuestSpace => {
  const isFree = (block: number) => block % every === 0
  return {
    volumes: [volume(doubts)],
    useOf: (block) => (isFree(block) ? 'free' : 'in-use'),
    mayDrop: (block) => doubts.length === 0 && isFree(block),
  }
}

async function estimates(image: Image, layers: Layers, guest: GuestSpace, whyKept?: string) {
  const charted = await chartImage(image, undefined)
  const given = { charted, layers, guest, whyKept }
  const quick = await accountSpace({ ...given, look: undefined })
  const look = await lookAtData({ charted, layers })
  const looked = await accountSpace({ ...given, look })
  for (const { account } of [quick, looked]) {
    expect(SHARES.reduce((sum, share) => sum + account.bytes[share], 0)).toBe(account.size)
  }
  return { quick: quick.account, looked: looked.account }
}

/** What the export makes; `undefined` where it refuses to. */
async function exportedSize(layers: Layers, guest: GuestSpace | undefined, blockSize: number) {
  const ids = {
    fileWriteGuid: numberedGuid(1),
    dataWriteGuid: numberedGuid(2),
    virtualDiskId: numberedGuid(3),
  }
  const dropFree = guest && {
    mayDrop: (unit: number) => guest.mayDrop(Math.floor((unit * DROP_UNIT) / blockSize)),
  }
  const plan = await planNewImage(layers, { format: 'vhdx', ids, time: 0, dropFree })
  return plan.ok ? plan.size : undefined
}

/** The estimates are kept by what the export makes of the same disk. */
async function expectKept(image: Image, layers: Layers, guest: GuestSpace) {
  const blockSize = image.bat?.geometry.blockSize ?? MIB
  const { quick, looked } = await estimates(image, layers, guest)
  for (const of of ['plain', 'withoutFree'] as const) {
    const size = await exportedSize(layers, of === 'plain' ? undefined : guest, blockSize)
    if (size === undefined) {
      expect([quick.copy[of], looked.copy[of]]).toEqual([
        expect.objectContaining({ ok: false }),
        expect.objectContaining({ ok: false }),
      ])
      continue
    }
    const { atLeast, atMost } = quick.copy[of] as Bounds
    expect(atLeast).toBeLessThanOrEqual(size)
    expect(atMost).toBeGreaterThanOrEqual(size)
    expect(looked.copy[of]).toEqual({ atLeast: size, atMost: size })
  }
}

describe('a copy has what was estimated', () => {
  test('whatever the chain', () =>
    fc.assert(
      fc.asyncProperty(randomChains, fc.integer({ min: 1, max: 4 }), async (described, every) => {
        const files = await buildChain(described)
        const [child, ...parents] = await Promise.all(
          files.map(({ file }, i) => chainFile(`${i}`, file)),
        )
        if (child === undefined) return
        const chain = assembleChain(child, parents)
        const layers = [chain.child.image, ...parentLayers(chain)]
        await expectKept(chain.child.image, layers, guestWith(every))
      }),
      { numRuns: 4 },
    ))

  test('whatever the BAT says', () =>
    fc.assert(
      fc.asyncProperty(hostileBat, fc.integer({ min: 1, max: 4 }), async (disk, every) => {
        const image = await imageWithBat(disk)
        await expectKept(image, layersOf(image), guestWith(every))
      }),
      { numRuns: 25 },
    ))
})

test('nothing is promised of blocks that may not be dropped, and the reason is said', async () => {
  const image = await imageWithBat({
    kind: 'dynamic',
    blocks: 4,
    blockUnits: 1,
    entries: [],
    run: { first: 0, count: 2, unit: 5 },
    fileSize: 8 * MIB,
  })
  const { looked } = await estimates(image, [image], guestWith(1, ['It was not closed.']))
  expect(looked.bytes).toMatchObject({ 'guest-free': 2 * MIB, 'unowned-data': 2 * MIB })
  expect(looked.copy.withoutFree).toEqual({
    ok: false,
    reason: 'The whole disk is kept as it is. It was not closed.',
  })
  const risky = await estimates(image, [image], guestWith(1), FREE_AT_RISK)
  expect(risky.looked.copy.withoutFree).toEqual({ ok: false, reason: FREE_AT_RISK })
  const none = { ...guestWith(1), volumes: [] }
  expect((await estimates(image, [image], none)).looked.copy.withoutFree).toEqual({
    ok: false,
    reason: 'No partition, and no file system that is known, is there.',
  })
})

test('an estimate is a sentence for each choice', () => {
  const copy: CompactCopy = {
    files: 1,
    now: 319 * MIB,
    plain: { atLeast: 21 * MIB, atMost: 21 * MIB },
    withoutFree: { atLeast: 15 * MIB, atMost: 15 * MIB },
  }
  expect(copyWords(copy)).toEqual([
    'A compact copy would have 21 MiB instead of 319 MiB.',
    'Without the blocks that are free in the guest it would have 15 MiB.',
  ])
  expect(
    copyWords({
      ...copy,
      files: 3,
      plain: { atLeast: 4 * MIB, atMost: 200 * MIB },
      withoutFree: { ok: false, reason: 'Partition 1: It was not closed.' },
    }),
  ).toEqual([
    'A compact copy would have at most 200 MiB instead of 319 MiB in 3 files.',
    'Nobody has looked for blocks of zeros, which it leaves out: it has at least 4 MiB.',
    'Blocks that are free in the guest cannot be left out of it. Partition 1: It was not closed.',
  ])
  const same = { atLeast: 320 * MIB, atMost: 320 * MIB }
  expect(copyWords({ ...copy, plain: same, withoutFree: same })).toEqual([
    'A compact copy would not be smaller: 320 MiB instead of 319 MiB.',
    'No block that it would have is free in the guest from end to end.',
  ])
  const missing = { ok: false, reason: 'Its parent is not there.' } as const
  expect(copyWords({ ...copy, plain: missing, withoutFree: missing })).toEqual([
    'How large a compact copy would be cannot be said. Its parent is not there.',
  ])
})
