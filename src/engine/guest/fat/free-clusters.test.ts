import { writeFile } from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { freeSpaceOf, unitsOf } from '../../../testing/free-space-of.ts'
import { type FatVolume, makeFat } from '../../../testing/made-fat.ts'
import { type MadeVolume, withVolume } from '../../../testing/made-volumes.ts'
import { hasProgram } from '../../../testing/programs.ts'
import { MemoryFile } from '../../bytes/memory-file.ts'

const SECTOR = 512

describe.skipIf(!hasProgram('mcopy') || !hasProgram('fsck.fat'))('as fsck.fat counts them', () => {
  async function fragment(volume: MadeVolume): Promise<void> {
    const names = ['a', 'b', 'c', 'd'].map((name) => `${volume.path}.${name}`)
    for (const name of names) await writeFile(name, Buffer.alloc(70_000, 0x5a))
    volume.run('mcopy', ['-i', '{}', ...names, '::'])
    volume.run('mdel', ['-i', '{}', '::volume.a', '::volume.c'])
  }

  test.each([
    [['-F', '12'], 2],
    [['-F', '16', '-S', '2048', '-s', '2'], 24],
    [['-F', '32'], 34],
  ] as const)('mkfs.fat %j', (args, size) =>
    withVolume({ tool: 'mkfs.fat', args, size }, async (volume) => {
      await fragment(volume)
      const read = await volume.with(freeSpaceOf)
      expect(read?.space).toMatchObject({ ok: true, doubts: [] })
      if (!read?.space.ok) return
      const told = /(\d+)\/(\d+) clusters/.exec(volume.run('fsck.fat', ['-nv']))
      const { freeBytes, unitSize, size: end } = read.space
      expect(freeBytes / unitSize).toBe(Number(told?.[2]) - Number(told?.[1]))
      // Where the first file was, between the others, and behind them.
      expect(read.runs).toHaveLength(3)
      expect(end % unitSize).toBe((read.runs[0]?.offset ?? 0) % unitSize)
    }),
  )
})

const read = async (volume: FatVolume) => {
  const { bytes, dataStart } = makeFat(volume)
  const found = await freeSpaceOf(new MemoryFile(bytes))
  return { space: found?.space, units: unitsOf(found?.runs ?? [], SECTOR, dataStart), dataStart }
}

const LEAST = { 12: 1, 16: 4085, 32: 65525 } as const

test('a cluster is free if its entry is zero, of 12, 16 or 32 bits', async () => {
  const used = fc.constantFrom(0, 0, 1, 0xff7, 0xfff, 0x10, 0x100)
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<FatVolume['bits']>(12, 12, 16),
      fc.array(used, { minLength: 1, maxLength: 50 }),
      fc.nat({ max: 200 }),
      async (bits, values, more) => {
        const clusters = LEAST[bits] + more
        const entry = (cluster: number) => values[cluster % values.length] ?? 0
        const { space, units, dataStart } = await read({ bits, clusters, entry })
        const free = Array.from({ length: clusters }, (_, i) => i).filter((i) => entry(i + 2) === 0)
        expect(
          units.flatMap(([a, b]) => Array.from({ length: b - a + 1 }, (_, i) => a + i)),
        ).toEqual(free)
        expect(space).toMatchObject({
          ok: true,
          size: dataStart + clusters * SECTOR,
          freeBytes: free.length * SECTOR,
          doubts: [],
        })
      },
    ),
    { numRuns: 16 },
  )
})

test('the upper four bits of 32 are nobody’s, and the kept count of free clusters is held against', async () => {
  const volume = {
    bits: 32,
    clusters: 65_600,
    entry: (cluster: number) => (cluster > 10 ? 0xf000_0000 : 0x0fff_ffff),
  } as const
  const { space, units } = await read({ ...volume, freeCount: 65_591 })
  expect(units).toEqual([[9, 65_599]])
  expect(space).toMatchObject({ doubts: [] })
  const doubted = await read({ ...volume, freeCount: 65_000 })
  expect(doubted.space).toMatchObject({
    doubts: ['Its table has 65,591 free clusters, but it keeps a count of 65,000.'],
  })
  // It knows none.
  expect((await read({ ...volume, freeCount: -1 })).space).toMatchObject({ doubts: [] })
})

const SMALL: FatVolume = { bits: 12, clusters: 100, entry: (cluster) => (cluster < 9 ? 0xfff : 0) }

test.each<
  [string, FatVolume, (bytes: Uint8Array, made: ReturnType<typeof makeFat>) => void, string]
>([
  ['is in use', { ...SMALL, state: 1 }, () => {}, 'It is marked as in use.'],
  [
    'has tables that differ',
    SMALL,
    (bytes, { tables }) => bytes.set([1], tables[1] + 20),
    'Its tables differ.',
  ],
  [
    'has no table',
    SMALL,
    (bytes, { tables, dataStart }) => bytes.fill(0, tables[0], dataStart),
    'Its table does not begin as one.',
  ],
  [
    'has an empty root directory of a FAT32',
    { bits: 32, clusters: 65_600, entry: () => 0 },
    () => {},
    'Its table calls the first cluster of its root directory free.',
  ],
  [
    'has too few clusters for a FAT32',
    { bits: 32, clusters: 1000, entry: () => 1 },
    () => {},
    'Its boot sector is that of a FAT32, but its clusters make it a FAT12.',
  ],
])('one that %s is doubted', async (_, volume, change, doubt) => {
  const made = makeFat(volume)
  change(made.bytes, made)
  const found = await freeSpaceOf(new MemoryFile(made.bytes))
  expect(found?.space).toMatchObject({ ok: true, doubts: [doubt] })
})

test('a table that is not mirrored counts alone', async () => {
  const { bytes, tables } = makeFat({ bits: 32, clusters: 65_600, entry: () => 1 })
  bytes.set([0x81, 0], 40)
  bytes.fill(0, tables[1] + 4000, tables[1] + 4040)
  const found = await freeSpaceOf(new MemoryFile(bytes))
  expect(found?.space).toMatchObject({ freeBytes: 10 * SECTOR, doubts: [] })
})

test('what its place does not have is not told', async () => {
  const { bytes, dataStart } = makeFat(SMALL)
  const found = await freeSpaceOf(new MemoryFile(bytes.slice(0, dataStart + 50 * SECTOR + 100)))
  expect(found?.runs).toEqual([{ offset: dataStart + 7 * SECTOR, length: 43 * SECTOR + 100 }])
  expect(found?.space).toMatchObject({ doubts: [expect.stringContaining('its volume has')] })
})
