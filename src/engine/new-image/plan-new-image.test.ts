import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chainFile, numberedGuid, parentOf } from '../../testing/chain-files.ts'
import { firstDifference } from '../../testing/compare.ts'
import { diskDigest, fileOfPlan } from '../../testing/new-image-file.ts'
import { REPLAY_IDS } from '../../testing/our-replay.ts'
import { buildChain, randomChains } from '../../testing/random-chain.ts'
import { NOT_CLOSED, TORN } from '../../testing/salvage-images.ts'
import { salvage, surveyed } from '../../testing/salvaging.ts'
import { MemoryFile } from '../bytes/memory-file.ts'
import { buildImage } from '../compose/build-image.ts'
import type { ImageDescription } from '../compose/description.ts'
import { diagnose } from '../diagnosis/diagnose.ts'
import { assembleChain, parentLayers } from '../disk/chain/assemble-chain.ts'
import { surveyPart } from '../disk/disk-parts.ts'
import { diskSource } from '../disk/disk-source.ts'
import { diskSize, layersOf } from '../disk/layers.ts'
import type { Layers } from '../disk/map-chain.ts'
import { PAYLOAD_STATES } from '../format/bat-entry.ts'
import { GIB, MIB, TIB } from '../format/layout.ts'
import { readImage } from '../image/image.ts'
import { inspect } from '../inspect/inspect.ts'
import { surveyBlocks } from '../inspect/survey.ts'
import { IMAGE_FORMATS } from './format-words.ts'
import { newImageSize } from './new-image-size.ts'
import { type NewImageOptions, planNewImage } from './plan-new-image.ts'
import { emptyDisk, rawDisk } from './raw-disk.ts'

const IDS = {
  fileWriteGuid: numberedGuid(1),
  dataWriteGuid: numberedGuid(2),
  virtualDiskId: numberedGuid(3),
}

const open = async (description: ImageDescription) => readImage(buildImage(description))

async function planned(layers: Layers, options: Partial<NewImageOptions> = {}) {
  const plan = await planNewImage(layers, { format: 'vhdx', ids: IDS, time: 0, ...options })
  if (!plan.ok) throw new Error(plan.reason)
  return plan
}

/** The new image, opened like any other file; it has to be in order. */
async function made(layers: Layers, options: Partial<NewImageOptions> = {}) {
  const plan = await planned(layers, options)
  const file = await fileOfPlan(plan, layers)
  const inspected = await surveyBlocks(await inspect(file, REPLAY_IDS))
  const { condition } = await diagnose(inspected)
  const { outcome, findings } = inspected.inspection
  expect({ outcome, condition, findings }).toEqual({
    outcome: 'clean',
    condition: 'sound',
    findings: [],
  })
  return { plan, file, inspected, layers: layersOf(inspected.before) }
}

const refusal = async (layers: Layers, options: Partial<NewImageOptions>) => {
  const plan = await planNewImage(layers, { format: 'vhdx', ids: IDS, time: 0, ...options })
  return plan.ok ? undefined : plan.reason
}

describe('a new image has the disk of its source', () => {
  test('whatever the chain, its blocks and sectors, and the blocks of the new one', () =>
    fc.assert(
      fc.asyncProperty(
        randomChains,
        fc.constantFrom(1, 2, 8, 64, 256),
        fc.constantFrom('vhdx' as const, 'vhdx-fixed' as const),
        async (described, blockMib, format) => {
          const files = await buildChain(described)
          const [child, ...parents] = await Promise.all(
            files.map(({ file }, i) => chainFile(`${i}`, file)),
          )
          if (child === undefined) return
          const chain = assembleChain(child, parents)
          const layers = [chain.child.image, ...parentLayers(chain)]
          const isFixed = format === 'vhdx-fixed' && !described.large
          const result = await made(layers, {
            format: isFixed ? 'vhdx-fixed' : 'vhdx',
            blockSize: blockMib * MIB,
          })
          expect(await diskDigest(result.layers)).toBe(await diskDigest(layers))
          const { survey } = result.plan
          expect(survey.missing).toBe(0)
        },
      ),
      { numRuns: 6 },
    ))

  test.each([
    [512, 1, MIB],
    [4096, 1, 1.5 * MIB + 4096],
    [512, 256, 257 * MIB + 512],
    [4096, 32, 5 * GIB + 4096],
    [512, 32, 64 * TIB],
    [4096, 256, 64 * TIB],
  ])('with sectors of %i bytes and blocks of %i MiB: %i bytes', async (sector, mib, size) => {
    const blockSize = mib * MIB
    const last = Math.ceil(size / blockSize) - 1
    const geometry = { virtualDiskSize: size, blockSize, logicalSectorSize: sector }
    const blocks = [...new Set([0, last])].map((block) => ({ block }))
    const patches = blocks.flatMap(({ block }, i) => {
      const at = newImageSize(geometry, i)
      const length = Math.min(blockSize, size - block * blockSize)
      return [
        { at, bytes: Uint8Array.of(block + 1) },
        { at: at + length - 1, bytes: Uint8Array.of(7) },
      ]
    })
    const image = await open({ ...geometry, blocks, patches })
    const { plan, inspected, layers } = await made([image])
    expect(plan.blocks?.data).toBe(last > 0 ? 2 : 1)
    expect(plan.size).toBe(inspected.before.source.size)
    expect(inspected.before.geometry).toMatchObject({
      kind: 'dynamic',
      virtualDiskSize: size,
      blockSize,
      logicalSectorSize: sector,
    })
    const around = async (of: Layers) => diskSource(of).read(size - 4096, 4096)
    expect(await around(layers)).toEqual(await around([image]))
    if (size < TIB) expect(await diskDigest(layers)).toBe(await diskDigest([image]))
  })

  test('a part of it, and with another size of sectors where somebody wants that', async () => {
    const blocks = [0, 1, 3].map((block) => ({ block, fill: block + 1 }))
    const image = await open({ virtualDiskSize: 4 * MIB, blocks })
    const range = { offset: MIB + 512, length: 2 * MIB + 4096 }
    const { plan, layers, inspected } = await made([image], { range, logicalSectorSize: 4096 })
    expect(plan.notes).toEqual([expect.stringContaining('4,096 bytes instead of 512')])
    expect(inspected.before.geometry?.logicalSectorSize).toBe(4096)
    expect(await diskDigest(layers)).toBe(await diskDigest([image], range))
  })

  test('also where its table says what it likes', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            state: fc.constantFrom(...PAYLOAD_STATES),
            // Structures, blocks of others, and behind the end of the file.
            fileOffsetMB: fc.oneof(fc.nat(9), fc.constantFrom(2 ** 43, 2 ** 44 - 1)),
            reserved: fc.constantFrom(0, 5),
          }),
          { minLength: 1, maxLength: 9 },
        ),
        fc.constantFrom(...IMAGE_FORMATS),
        async (entries, format) => {
          const image = await open({
            virtualDiskSize: entries.length * MIB - 512,
            blocks: [0, 1].map((block) => ({ block, fill: block + 1 })),
            bat: Object.fromEntries(entries.map((entry, block) => [block, entry])),
          })
          const unread = await surveyPart([image], { offset: 0, length: diskSize([image]) })
          if (format === 'vhdx' || format === 'vhdx-fixed') {
            const { plan, layers } = await made([image], { format, blockSize: 2 * MIB })
            expect(await diskDigest(layers)).toBe(await diskDigest([image]))
            expect(plan.survey).toEqual(unread)
          } else {
            const plan = await planned([image], { format })
            const file = await fileOfPlan(plan, [image])
            const disk = await diskSource([image]).read(0, diskSize([image]))
            expect(firstDifference(file.take(0, disk.length), disk)).toBeUndefined()
          }
        },
      ),
      { numRuns: 25 },
    ))

  test.each([
    ['whose log is torn', TORN, ['without-log'] as const],
    ['whose log can be applied', NOT_CLOSED, [] as const],
  ])('an image %s, as it is salvaged or replayed', async (_, description, ways) => {
    const file = buildImage(description)
    const plan = ways.length > 0 ? await salvage(file, ways) : undefined
    const viewed = plan?.after ?? (await surveyed(file))
    const layers = layersOf(viewed.update?.after ?? viewed.before)
    const result = await made(layers, { blockSize: 2 * MIB })
    expect(result.plan.blocks?.data).toBeGreaterThan(1)
    expect(await diskDigest(result.layers)).toBe(await diskDigest(layers))
  })

  test('of a raw image', async () => {
    const bytes = new Uint8Array(3 * MIB + 512)
    bytes.fill(7, 2 * MIB)
    const source = rawDisk(new MemoryFile(bytes), 512)
    const { plan, layers } = await made([source], { blockSize: MIB })
    expect(plan.blocks).toMatchObject({ data: 2, zero: 2 })
    const disk = await diskSource(layers).read(0, bytes.length)
    expect(firstDifference(disk, bytes)).toBeUndefined()
  })

  test('of nothing', async () => {
    const source = emptyDisk(64 * TIB, 4096)
    const { plan, inspected } = await made([source], { blockSize: 256 * MIB })
    expect(plan.blocks).toMatchObject({ data: 0, undefined: 2 ** 18 })
    expect(inspected.before.bat?.count).toBeGreaterThan(2 ** 18)
    const fixed = await made([emptyDisk(7 * MIB, 512)], {
      format: 'vhdx-fixed',
      blockSize: 2 * MIB,
    })
    expect(fixed.plan.size).toBe(4 * MIB + 8 * MIB)
  })
})

test('blocks lie in the order of the disk, without gaps, and the size is the promised one', async () => {
  const blocks = [5, 0, 3].map((block) => ({ block, fill: block + 1 }))
  const image = await open({ virtualDiskSize: 8 * MIB, blocks })
  const { inspected, plan } = await made([image])
  const entries = await inspected.before.source.read(3 * MIB, 8 * 8)
  const places = Array.from(new BigUint64Array(entries.buffer), (entry) => Number(entry >> 20n))
  expect(places).toEqual([4, 0, 0, 5, 0, 6, 0, 0])
  const geometry = { virtualDiskSize: 8 * MIB, blockSize: MIB }
  expect(plan.size).toBe(newImageSize(geometry, 3))
})

test('the names are those that were given, and the sectors of the device those of the source', async () => {
  const image = await open({ virtualDiskSize: MIB, physicalSectorSize: 512 })
  const { inspected } = await made([image])
  const { metadata, headers } = inspected.before
  expect(metadata?.virtualDiskId).toBe(IDS.virtualDiskId)
  expect(metadata?.physicalSectorSize).toBe(512)
  expect(headers.current?.values).toMatchObject({
    fileWriteGuid: IDS.fileWriteGuid,
    dataWriteGuid: IDS.dataWriteGuid,
  })
})

test('what is free is left out by whole blocks, reads as zeros, and is listed', async () => {
  const blocks = [0, 1, 2, 3].map((block) => ({ block, fill: 1 }))
  const image = await open({ virtualDiskSize: 4 * MIB, blocks })
  const dropFree = { mayDrop: (unit: number) => unit !== 1 }
  const whole = await made([image], { dropFree })
  expect([...whole.plan.dropped()]).toEqual([
    { offset: 0, length: MIB },
    { offset: 2 * MIB, length: 2 * MIB },
  ])
  const disk = await diskSource(whole.layers).read(0, 4 * MIB)
  expect([0, 1, 2, 3].map((block) => disk[block * MIB])).toEqual([0, 1, 0, 0])
  // A block of the part covers units that lie otherwise: all of them have to be free.
  const part = await made([image], { dropFree, range: { offset: 512, length: 3 * MIB } })
  expect([...part.plan.dropped()]).toEqual([{ offset: 2 * MIB + 512, length: MIB }])
})

describe('there is no image', () => {
  test('of what is in a parent that is not there', async () => {
    const child = await open({ virtualDiskSize: 3 * MIB, ...parentOf(numberedGuid(1)) })
    for (const format of ['raw', 'vhd', 'vhdx', 'vhdx-fixed'] as const) {
      expect(await refusal([child], { format })).toContain('3 MiB of the disk may be in a parent')
    }
  })

  test('with sectors or blocks that cannot be, or without a disk', async () => {
    const image = await open({ virtualDiskSize: MIB + 512 })
    expect(await refusal([image], { logicalSectorSize: 4096 })).toContain('whole sectors of 4096')
    expect(await refusal([image], { blockSize: 3 * MIB })).toContain('a power of two')
    expect(await refusal([image], { range: { offset: 0, length: 0 } })).toContain('at least one')
    expect(await refusal([undefined], {})).toContain('no disk')
    await expect(planned([image], { range: { offset: MIB, length: MIB } })).rejects.toThrow(
      RangeError,
    )
  })

  test('as a VHD where one cannot say so much, or counts other sectors', async () => {
    const large = emptyDisk(2040 * GIB + 512, 512)
    expect(await refusal([large], { format: 'vhd' })).toContain('at most 2,040 GiB')
    const sectors = emptyDisk(MIB, 4096)
    expect(await refusal([sectors], { format: 'vhd' })).toContain('sectors of 512 bytes')
    const asked = await planned([sectors], { format: 'vhd', logicalSectorSize: 512 })
    expect(asked.notes).toHaveLength(1)
  })
})

test('a VHD is the disk in whole MiB and a footer', async () => {
  const blocks = [{ block: 1, fill: 5 }]
  const image = await open({ virtualDiskSize: 2 * MIB - 512, blocks })
  const plan = await planned([image], { format: 'vhd' })
  expect(plan).toMatchObject({ size: 2 * MIB + 512, diskSize: 2 * MIB })
  expect(plan.notes).toEqual([expect.stringContaining('512 bytes of zeros follow the disk')])
  const file = await fileOfPlan(plan, [image])
  const disk = await diskSource([image]).read(0, diskSize([image]))
  expect(firstDifference(file.take(0, disk.length), disk)).toBeUndefined()
  expect(file.take(disk.length, 512).some((byte) => byte !== 0)).toBe(false)
  expect(Buffer.from(file.take(2 * MIB, 8)).toString()).toBe('conectix')
})
