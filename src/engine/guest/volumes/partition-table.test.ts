import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { putBootRecord, putGpt } from '../../../testing/disk-tables.ts'
import { sizesNear } from '../../../testing/random-size.ts'
import { MemoryFile } from '../../bytes/memory-file.ts'
import { MIB } from '../../format/layout.ts'
import { readPartitionTable } from './partition-table.ts'

const LINUX = '0fc63daf-8483-4772-8e79-3d69d8477de4'
const EFI = 'c12a7328-f81f-11d2-ba4b-00a0c93ec93b'

const read = (disk: Uint8Array, sectorSize = 512) =>
  readPartitionTable(new MemoryFile(disk), sectorSize)

const sectorsOf = ({ partitions }: Awaited<ReturnType<typeof read>>) =>
  partitions.map(({ number, at }) => [number, at.offset / 512, at.length / 512])

describe('a disk without a table', () => {
  test.each([
    ['of zeros', () => undefined],
    [
      'that is one file system',
      (disk: Uint8Array) => {
        disk.set(new TextEncoder().encode('\xebR\x90NTFS    '))
        disk.fill(0x77, 446, 510)
        disk.set([0x55, 0xaa], 510)
      },
    ],
    ['with a boot record that names nothing', (disk: Uint8Array) => putBootRecord(disk, 0, [])],
  ])('%s has no partitions', async (_, fill) => {
    const disk = new Uint8Array(MIB)
    fill(disk)
    expect(await read(disk)).toMatchObject({ kind: 'none', partitions: [], problems: [] })
  })

  test('may be smaller than a sector', async () => {
    expect((await read(new Uint8Array(100))).kind).toBe('none')
  })

  test.each([512, 1024, 3584, 4096])('may have %i bytes', async (size) => {
    expect(await read(new Uint8Array(size))).toMatchObject({ kind: 'none', problems: [] })
  })
})

describe('an MBR', () => {
  test('names up to four partitions, and those of its extended one', async () => {
    const disk = new Uint8Array(MIB)
    putBootRecord(disk, 0, [
      { type: 7, first: 64, count: 100, active: true },
      { type: 5, first: 1000, count: 1000 },
      { type: 0x83, first: 200, count: 50 },
    ])
    putBootRecord(disk, 1000 * 512, [
      { type: 0x83, first: 8, count: 100 },
      { type: 5, first: 500, count: 200 },
    ])
    putBootRecord(disk, 1500 * 512, [{ type: 0x82, first: 16, count: 40 }])
    const table = await read(disk)
    expect(table).toMatchObject({ kind: 'mbr', problems: [] })
    expect(sectorsOf(table)).toEqual([
      [1, 64, 100],
      [3, 200, 50],
      [5, 1008, 100],
      [6, 1516, 40],
    ])
    expect(table.partitions.map(({ typeName }) => typeName)).toEqual([
      'NTFS, exFAT or ReFS',
      'Linux',
      'Linux',
      'Linux swap',
    ])
  })

  test.each([
    [[{ type: 5, first: 1000, count: 9 }], 'leads to a sector without a table'],
    [[{ type: 5, first: 0xffff_fff0, count: 9 }], 'leads past the end'],
    [[{ type: 7, first: 1, count: 0xffff_ffff }], 'Partition 1 reaches past the end of the disk.'],
    [
      [
        { type: 7, first: 1, count: 9 },
        { type: 7, first: 5, count: 9 },
      ],
      'Partitions 1 and 2 overlap.',
    ],
    [[{ type: 0xee, first: 1, count: 9 }], 'announces a GPT'],
  ])('that says %j is told what is wrong', async (parts, message) => {
    const disk = new Uint8Array(MIB)
    putBootRecord(disk, 0, parts)
    expect((await read(disk)).problems.join('\n')).toContain(message)
  })

  test('whose extended partitions lead in a circle comes to an end', async () => {
    const disk = new Uint8Array(MIB)
    putBootRecord(disk, 0, [{ type: 15, first: 100, count: 1000 }])
    putBootRecord(disk, 100 * 512, [
      { type: 7, first: 2, count: 3 },
      { type: 5, first: 50, count: 9 },
    ])
    putBootRecord(disk, 150 * 512, [{ type: 5, first: 0, count: 9 }])
    const table = await read(disk)
    expect(sectorsOf(table)).toEqual([[5, 102, 3]])
    expect(table.problems).toEqual([
      'The chain of logical partitions comes back to where it has been.',
    ])
  })
})

test('two extended partitions that lead to the same are told of once', async () => {
  const disk = new Uint8Array(MIB)
  putBootRecord(disk, 0, [
    { type: 5, first: 100, count: 9 },
    { type: 5, first: 200, count: 9 },
  ])
  expect((await read(disk)).problems).toEqual([
    'There is more than one extended partition.',
    'The chain of logical partitions leads to a sector without a table.',
  ])
})

describe('a GPT', () => {
  const parts = [
    { type: LINUX, first: 200, last: 299, name: 'root' },
    { type: EFI, first: 40, last: 99, name: 'boot' },
  ]
  const make = (sectorSize = 512): Uint8Array => {
    const disk = new Uint8Array(4 * MIB)
    putGpt(disk, { sectorSize, parts })
    return disk
  }

  test.each([512, 4096])('is read with sectors of %i bytes', async (sectorSize) => {
    const { kind, partitions, problems } = await read(make(sectorSize), sectorSize)
    expect([kind, problems]).toEqual(['gpt', []])
    expect(partitions).toMatchObject([
      { number: 2, name: 'boot', typeName: 'EFI system', at: { offset: 40 * sectorSize } },
      { number: 1, name: 'root', typeName: 'Linux', at: { length: 100 * sectorSize } },
    ])
  })

  test('written for other sectors than the disk has is found, with a warning', async () => {
    const { partitions, problems } = await read(make(512), 4096)
    expect(partitions).toHaveLength(2)
    expect(problems).toEqual([
      'The GPT is written for sectors of 512 bytes, but the disk has sectors of 4 KiB: no system will find it.',
    ])
  })

  test.each([
    ['first', 'header', 512 + 60],
    ['first', 'entries', 1024 + 5],
  ])('whose %s copy has broken %s is read from the other', async (which, _, at) => {
    const disk = make()
    disk[at] = 0x5a
    const { partitions, problems } = await read(disk)
    expect(partitions).toHaveLength(2)
    expect(problems.join()).toContain(`In the ${which} copy of the GPT`)
  })

  test('whose first copy is gone is read from the one at the end', async () => {
    const disk = make()
    disk.fill(0, 512, 1024)
    const { partitions, problems } = await read(disk)
    expect(partitions).toHaveLength(2)
    expect(problems).toEqual(['The first copy of the GPT is missing.'])
  })

  test('whose second copy is not at the end of the disk is told so', async () => {
    const disk = new Uint8Array(5 * MIB)
    disk.set(make())
    expect((await read(disk)).problems).toEqual([
      'The second copy of the GPT is not in the last sector of the disk, as if the disk had grown since.',
    ])
  })

  test('whose first copy is gone is found where its disk ended before it has grown', async () => {
    const disk = new Uint8Array(5 * MIB)
    disk.set(make())
    disk.fill(0, 512, 1024)
    const { partitions, problems, misfits } = await read(disk)
    expect(partitions).toHaveLength(2)
    expect(misfits).toEqual([{ kind: 'second-elsewhere', second: BigInt(4 * MIB - 512) }])
    expect(problems[1]).toBe('The first copy of the GPT is missing.')
    disk.fill(0, 4 * MIB - 512, 4 * MIB)
    expect(await read(disk)).toMatchObject({ kind: 'mbr', misfits: [] })
  })

  test('of a disk that was larger is told how large that was', async () => {
    const disk = make().slice(0, 3 * MIB)
    const { problems, misfits } = await read(disk)
    expect(misfits).toEqual([
      { kind: 'second-beyond', second: BigInt(4 * MIB - 512), diskSize: BigInt(4 * MIB) },
    ])
    expect(problems).toEqual([
      'The second copy of the GPT should be at 0x3FFE00, behind the end of the disk, as if the disk had been larger.',
    ])
  })

  test.each([
    [300, 200, 'Partition 1 ends before it begins.'],
    [200, Number.MAX_SAFE_INTEGER, 'Partition 1 lies where no disk can be.'],
    [200, 100_000, 'Partition 1 reaches past the end of the disk.'],
  ])('with a partition from sector %i to %i is told what is wrong', async (first, last, told) => {
    const disk = new Uint8Array(4 * MIB)
    putGpt(disk, { parts: [{ type: LINUX, first, last }] })
    expect((await read(disk)).problems).toEqual([told])
  })

  test('with thousands of partitions of the same sectors is told of some of it', async () => {
    const disk = new Uint8Array(4 * MIB)
    const parts = Array.from({ length: 128 }, () => ({ type: LINUX, first: 100, last: 200 }))
    putGpt(disk, { parts })
    const { partitions, problems } = await read(disk)
    expect(partitions).toHaveLength(128)
    expect(problems).toHaveLength(101)
    expect(problems.at(-1)).toBe('There are 27 more problems with the partition table.')
  })

  test('beside an MBR with partitions of its own is hybrid', async () => {
    const disk = make()
    putBootRecord(disk, 0, [
      { type: 0xee, first: 1, count: 39 },
      { type: 0x0c, first: 40, count: 60 },
    ])
    const { kind, partitions } = await read(disk)
    expect(kind).toBe('hybrid')
    expect(partitions.map(({ table, number }) => `${table}${number}`).sort()).toEqual([
      'gpt1',
      'gpt2',
      'mbr2',
    ])
  })

  test('beside an MBR whose partition reaches past the end is told so', async () => {
    const disk = make()
    putBootRecord(disk, 0, [
      { type: 0xee, first: 1, count: 39 },
      { type: 0x0c, first: 40, count: 0xffff_ffff },
    ])
    expect((await read(disk)).problems).toEqual([
      'Partition 2 of the MBR reaches past the end of the disk.',
    ])
  })
})

test('whatever stands in the tables, reading them ends and throws nothing', async () => {
  const start = new Uint8Array(2 * MIB)
  putGpt(start, { parts: [{ type: LINUX, first: 100, last: 200 }] })
  const change = fc.tuple(fc.nat({ max: 4096 }), fc.integer({ min: 0, max: 255 }))
  const sizes = fc.oneof(fc.constant(start.length), sizesNear([1024, 17_408], 0, start.length))
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 40 }), sizes, async (changes, size) => {
      const disk = start.slice(0, size)
      for (const [at, byte] of changes) if (at < size) disk[at] = byte
      const { partitions } = await read(disk)
      expect(partitions.length).toBeLessThan(1000)
    }),
    { numRuns: 200 },
  )
})
