import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  bitmapsOf,
  holdsMark,
  MARK,
  markPayload,
  opened,
  skeletonOf,
  written,
} from '../../testing/skeletons.ts'
import type { ByteRange, ByteSource } from '../bytes/byte-source.ts'
import { guid } from '../bytes/guid.ts'
import { buildImage } from '../compose/build-image.ts'
import type { ImageDescription } from '../compose/description.ts'
import { buildSample } from '../compose/samples.ts'
import { SparseFile } from '../compose/sparse-file.ts'
import { readDisk } from '../disk/disk.ts'
import { mapDisk } from '../disk/map-disk.ts'
import { GIB, KIB, MIB, TIB } from '../format/layout.ts'
import { readImage } from '../image/image.ts'
import { structuresOf } from '../image/structure-map.ts'
import { planSkeleton, type SkeletonPlan } from './plan-skeleton.ts'
import { leftOutWords, remainsWords } from './skeleton-words.ts'

async function planned(file: SparseFile, choices = {}): Promise<SkeletonPlan> {
  const plan = await planSkeleton(file, choices)
  return plan.ok ? plan : expect.fail(plan.reason)
}

test('no byte of space that nobody owns is in a skeleton of an image that is whole', async () => {
  for (const id of ['clean', 'dirty'] as const) {
    const file = buildSample(id).source.clone()
    const end = file.size
    file.setSize(end + 3 * MIB)
    for (let at = end; at < file.size; at += 64 * KIB) file.put(at, MARK)
    expect(await holdsMark(await planned(file))).toBe(false)
  }
})

const CHILD: ImageDescription = {
  virtualDiskSize: 64 * MIB,
  kind: 'differencing',
  parent: { pairs: [['relative_path', '.\\base.vhdx']] },
  blocks: [
    { block: 0, fill: 7, state: 'partially-present' },
    { block: 3, fill: 8 },
  ],
  sectorBitmaps: [{ chunk: 0, fill: 0x0f }],
}

/** Of MiB no test should make a picture of what differs. */
const same = async (a: ByteSource, b: ByteSource, { offset, length }: ByteRange) =>
  Buffer.from(await a.read(offset, length)).equals(await b.read(offset, length))

describe('a skeleton', () => {
  test('has each structure to the byte, and the size of the file', async () => {
    const file = buildImage(CHILD)
    const source = await opened(await skeletonOf(file))
    expect(source.size).toBe(file.size)
    for (const { at } of structuresOf(await readImage(file))) {
      expect(await same(source, file, at)).toBe(true)
    }
    const [bitmap] = await bitmapsOf(await readImage(file))
    expect(bitmap && (await same(source, file, bitmap))).toBe(true)
  })

  test('maps the disk as the file does, with the blocks absent', async () => {
    const file = buildImage(CHILD)
    const [image, skeleton] = [
      await readImage(file),
      await readImage(await opened(await skeletonOf(file))),
    ]
    const froms = (extents: Awaited<ReturnType<typeof mapDisk>>) =>
      extents.map(({ offset, length, from }) => [offset, length, from === 'absent' ? 'file' : from])
    const [a, b] = [await mapDisk(image, 0, 64 * MIB), await mapDisk(skeleton, 0, 64 * MIB)]
    expect(froms(b)).toEqual(froms(a))
    expect(b.some(({ from }) => from === 'file')).toBe(false)
    expect(b.filter(({ from }) => from === 'absent').length).toBeGreaterThan(1)
    expect(await readDisk(skeleton, 0, 512)).toEqual(new Uint8Array(512))
  })

  test('of several TiB is small, and of more blocks than 32 bits count has larger ones', async () => {
    for (const [size, blockSize] of [
      [200 * GIB, 4096],
      [16 * TIB, 8192],
      [40 * TIB, 16384],
    ] as const) {
      const blocks = [{ block: 0, fill: 1, fileOffsetMB: (size - MIB) / MIB }]
      const file = buildImage({ virtualDiskSize: 8 * GIB, blocks })
      expect(file.size).toBe(size)
      const plan = await planned(file)
      expect(plan.blockSize).toBe(blockSize)
      const bytes = await written(plan)
      expect(bytes.length).toBeLessThan(20_000)
      const source = await opened(bytes)
      expect(source.size).toBe(size)
      expect(await source.read(3 * MIB, 4096)).toEqual(file.take(3 * MIB, 4096))
    }
  })

  test('has of blocks that a structure shares the bytes of the structure alone', async () => {
    const region = { guid: guid('aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee'), length: 5000, required: 0 }
    const standard = buildImage({ virtualDiskSize: 8 * MIB, blocks: [{ block: 0, fill: 9 }] })
    const { regionTables } = await readImage(standard)
    const entries = (regionTables.current?.entries ?? []).map(({ values }) => values)
    const odd = { ...region, fileOffset: BigInt(4 * MIB + 100) }
    const tables = [{ entries: [...entries, odd] }, { entries: [...entries, odd] }] as const
    const file = buildImage({
      virtualDiskSize: 8 * MIB,
      blocks: [{ block: 0, fill: 9 }],
      regionTables: tables,
    })
    const plan = await planned(file)
    expect(plan.facts.masked).toEqual([
      { offset: 4 * MIB, length: 100 },
      { offset: 4 * MIB + 5100, length: 2 * 4096 - 5100 },
    ])
    expect(plan.contents.overlapping).toBe(5000)
    expect(remainsWords(plan.contents).join(' ')).toMatch(/4.88 KiB that a structure and a block/)
    const source = await opened(await written(plan))
    expect(await source.read(4 * MIB + 100, 5000)).toEqual(new Uint8Array(5000).fill(9))
    await expect(source.read(4 * MIB + 99, 2)).rejects.toThrow(/not in this skeleton/)
    await expect(source.read(4 * MIB + 5099, 2)).rejects.toThrow(/not in this skeleton/)
  })

  test('of a file that is cut anywhere ends where it does', async () => {
    for (const cut of [MIB + 1, 3 * MIB + 4097, 5 * MIB + 511]) {
      const file = buildImage({ virtualDiskSize: 8 * MIB, blocks: [{ block: 0, fill: 9 }] })
      file.setSize(cut)
      expect((await opened(await skeletonOf(file))).size).toBe(cut)
    }
  })

  test('is the same each time, and says what is in it', async () => {
    const file = buildImage({ ...CHILD, log: { entries: [{}, {}] } })
    const plan = await planned(file, { name: 'child.vhdx' })
    expect(await written(plan)).toEqual(await skeletonOf(file, { name: 'child.vhdx' }))
    expect(plan.facts.name).toBe('child.vhdx')
    const words = remainsWords(plan.contents)
    expect(words[0]).toBe('The path of the parent: “.\\base.vhdx”. It can be blanked.')
    expect(words.join(' ')).toMatch(/The whole log, 1 MiB with 2 entries/)
    expect(leftOutWords(plan.contents)[0]).toMatch(/^The data of the disk, 2 MiB: partition tables/)
    const { kept, payload, rest, size } = plan.contents
    expect(kept + payload + rest).toBe(size)
  })

  test('is made of no other file, and of no skeleton', async () => {
    const other = new SparseFile()
    other.put(0, Uint8Array.from(Buffer.from('SQLite format 3')))
    other.setSize(4 * MIB)
    expect(await planSkeleton(other, {})).toMatchObject({ ok: false })
    const source = await opened(await skeletonOf(buildImage(CHILD)))
    expect(await planSkeleton(source, {})).toEqual({
      ok: false,
      reason: 'This is a skeleton already.',
    })
  })

  test('of a table of blocks at random has the table and none of the blocks', async () => {
    const entry = fc.record({
      index: fc.nat({ max: 40 }),
      state: fc.constantFrom('fully-present', 'partially-present', 'zero', 'unmapped', 'undefined'),
      fileOffsetMB: fc.nat({ max: 14 }),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(entry, { maxLength: 12 }),
        fc.constantFrom('dynamic', 'differencing', 'fixed'),
        async (entries, kind) => {
          const bat = Object.fromEntries(
            entries.map(({ index, ...each }) => [index, each as never]),
          )
          const file = buildImage({ virtualDiskSize: 32 * MIB, kind, bat, fileSize: 12 * MIB })
          await markPayload(file)
          expect(await holdsMark(await planned(file))).toBe(false)
        },
      ),
      { numRuns: 10 },
    )
  })
})
