import { expect, test } from 'vitest'
import { putGpt } from '../../testing/disk-tables.ts'
import { buildImage } from '../compose/build-image.ts'
import type { ImageDescription } from '../compose/description.ts'
import { MIB } from '../format/layout.ts'
import { readImage } from '../image/image.ts'
import { diskSource } from './disk-source.ts'
import { readDiskVolumes } from './disk-volumes.ts'
import type { Layers } from './map-chain.ts'
import { walkDisk } from './walk-disk.ts'

/** Without its parent, where it has one. */
const open = async (description: ImageDescription): Promise<Layers> => [
  await readImage(buildImage(description)),
]

/** Four blocks of a MiB, with a GPT of one partition, which holds an XFS. */
function divided(): Uint8Array {
  const disk = new Uint8Array(4 * MIB)
  const type = '0fc63daf-8483-4772-8e79-3d69d8477de4'
  putGpt(disk, { parts: [{ type, first: 2048, last: 4095, name: 'data' }] })
  disk.set(
    [...'XFSB'].map((char) => char.charCodeAt(0)),
    MIB,
  )
  return disk
}

const whole: ImageDescription = {
  virtualDiskSize: 4 * MIB,
  blocks: [0, 1, 2, 3].map((block) => ({ block })),
  patches: [{ at: 4 * MIB, bytes: divided() }],
}

test('a disk has its partitions, with what is in them', async () => {
  const found = await readDiskVolumes(await open(whole))
  expect(found).toMatchObject({ table: 'gpt', problems: [], fileSystem: undefined })
  expect(found?.volumes).toMatchObject([
    {
      partition: { number: 1, name: 'data', at: { offset: MIB, length: MIB } },
      fileSystem: { kind: 'XFS' },
    },
  ])
})

test('a disk that is not divided may be a file system', async () => {
  const bytes = new Uint8Array(MIB)
  bytes.set([...'XFSB'].map((char) => char.charCodeAt(0)))
  const patches = [{ at: 4 * MIB, bytes }]
  const found = await readDiskVolumes(
    await open({ virtualDiskSize: MIB, blocks: [{ block: 0 }], patches }),
  )
  expect(found).toMatchObject({ table: 'none', volumes: [], fileSystem: { kind: 'XFS' } })
})

test('a block that cannot be read is told where it hides something', async () => {
  const bat = { 0: { state: 'fully-present', fileOffsetMB: 2 ** 40 } } as const
  const found = await readDiskVolumes(await open({ ...whole, bat }))
  // The second copy is there.
  expect(found?.volumes).toHaveLength(1)
  expect(found?.problems[0]).toBe(
    'Some of what was looked at lies in blocks that cannot be read: it was taken for zeros.',
  )
})

test('a parent that is not open is told, and its bytes are taken for zeros', async () => {
  const child = await open({
    virtualDiskSize: 4 * MIB,
    kind: 'differencing',
    parent: { pairs: [['relative_path', 'base.vhdx']] },
    blocks: [{ block: 1, fill: 7 }],
  })
  const found = await readDiskVolumes(child)
  expect(found?.problems).toEqual([
    'Some of what was looked at is in the parent, which is not open: it was taken for zeros.',
  ])
  const gaps: string[] = []
  const disk = diskSource(child, (extents) => gaps.push(...extents.map(({ from }) => from)))
  expect([disk.size, await disk.read(MIB - 1, 2)]).toEqual([4 * MIB, Uint8Array.of(0, 7)])
  expect(gaps).toEqual(['missing'])
})

test('without a block allocation table there is no disk', async () => {
  const source = buildImage({ virtualDiskSize: MIB })
  const layers = [{ source, bat: undefined }]
  expect(await readDiskVolumes(layers)).toBeUndefined()
  expect(diskSource(layers).size).toBe(0)
})

test('a walk gives each extent once, across its windows, and begins and ends anywhere', async () => {
  const layers = await open({
    virtualDiskSize: 9000 * MIB,
    blocks: [{ block: 4095 }, { block: 4096 }, { block: 5000 }],
  })
  const extents = []
  const range = { offset: 5, length: 9000 * MIB - 10 }
  for await (const extent of walkDisk(layers, range)) extents.push(extent)
  expect(extents.map(({ from, offset, length }) => [from, offset, offset + length])).toEqual([
    ['zero', 5, 4095 * MIB],
    ['file', 4095 * MIB, 4097 * MIB],
    ['zero', 4097 * MIB, 5000 * MIB],
    ['file', 5000 * MIB, 5001 * MIB],
    ['zero', 5001 * MIB, 9000 * MIB - 5],
  ])
})
