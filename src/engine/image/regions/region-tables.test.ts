import { describe, expect, test } from 'vitest'
import { plainDisk } from '../../../testing/marks.ts'
import { guid } from '../../bytes/guid.ts'
import { MemoryFile } from '../../bytes/memory-file.ts'
import { buildImage } from '../../compose/build-image.ts'
import { standardRegions } from '../../compose/compose-header-section.ts'
import type { RegionTableDescription } from '../../compose/description.ts'
import type { Finding } from '../../findings/finding.ts'
import { severityOf } from '../../findings/finding.ts'
import { KIB, MIB } from '../../format/layout.ts'
import { METADATA_REGION, type RegionTableEntry } from '../../format/region-table.ts'
import { type RegionTables, readRegionTables } from './region-tables.ts'

const STRANGE = guid('00112233-4455-4677-8899-aabbccddeeff')
const SIZE = 16 * MIB
/** Metadata at 2 MiB, BAT at 3 MiB, 1 MiB each. */
const [bat = {}, metadata = {}] = standardRegions(plainDisk)

const read = (
  first: RegionTableDescription,
  second: RegionTableDescription = first,
): Promise<RegionTables> =>
  readRegionTables(buildImage({ ...plainDisk, fileSize: SIZE, regionTables: [first, second] }))

const withEntries = (...entries: Partial<RegionTableEntry>[]) => read({ entries })
const all = ({ copies, findings }: RegionTables): readonly Finding[] => [
  ...copies.flatMap((copy) => copy.findings),
  ...findings,
]
const weighed = (tables: RegionTables) =>
  all(tables).map((found) => [found.rule, severityOf(found)])

test('a good table gives BAT and metadata', async () => {
  const tables = await read({})
  expect(tables.current?.copy).toBe(1)
  expect(tables.current?.entries.map(({ name, at }) => [name, at])).toEqual([
    ['BAT', { offset: 192 * KIB + 16, length: 32 }],
    ['Metadata', { offset: 192 * KIB + 48, length: 32 }],
  ])
  expect(tables.bat).toEqual({ offset: 3 * MIB, length: MIB })
  expect(tables.metadata).toEqual({ offset: 2 * MIB, length: MIB })
  expect(all(tables)).toEqual([])
})

describe('of two tables', () => {
  const moved = { entries: [{ ...bat, fileOffset: BigInt(5 * MIB) }, metadata] }

  test('the first is used while it is valid, and a difference is told', async () => {
    const tables = await read({}, moved)
    expect(tables.bat?.offset).toBe(3 * MIB)
    expect(weighed(tables)).toEqual([['region-table.copies-differ', 'warning']])
  })

  test.each([{ checksum: 1 }, { signature: 'junk' }])(
    'the second is used where the first has %j',
    async (header) => {
      const tables = await read({ header }, moved)
      expect(tables.current?.copy).toBe(2)
      expect(tables.bat?.offset).toBe(5 * MIB)
      expect(weighed(tables).length).toBe(1)
      expect(weighed(tables)[0]?.[1]).toBe('error')
    },
  )

  test('none is used where both are broken', async () => {
    const tables = await read({ header: { checksum: 1 } })
    expect([tables.current, tables.bat, tables.metadata]).toEqual([undefined, undefined, undefined])
    expect(tables.copies[0].entries.length).toBe(2)
    expect(all(tables).map(({ rule }) => rule)).toContain('region-table.none-valid')
  })

  test('none is there where the file ends before', async () => {
    const { copies } = await readRegionTables(new MemoryFile(new Uint8Array(256 * KIB)))
    expect(copies.map(({ header, entries }) => [header?.entryCount, entries])).toEqual([
      [0, []],
      [undefined, []],
    ])
  })
})

describe('a region', () => {
  test.each<[string, Partial<RegionTableEntry>]>([
    ['region.below-1-mib', { fileOffset: 0n }],
    ['region.length-zero', { length: 0 }],
    ['region.beyond-end', { fileOffset: BigInt(SIZE) }],
    ['region.beyond-end', { fileOffset: 2n ** 63n }],
  ])('that is needed and cannot be used is fatal: %s %o', async (rule, place) => {
    const tables = await withEntries({ ...bat, ...place }, metadata)
    expect(tables.bat).toBeUndefined()
    expect(tables.metadata).toBeDefined()
    expect(weighed(tables)).toEqual([[rule, 'fatal']])
  })

  test.each<Partial<RegionTableEntry>>([
    { fileOffset: BigInt(3 * MIB + 4096) },
    { length: MIB + 512 },
  ])('that is not aligned is an error and can be read: %o', async (place) => {
    const tables = await withEntries({ ...bat, ...place }, metadata)
    expect(tables.bat).toBeDefined()
    expect(weighed(tables)).toEqual([['region.unaligned', 'error']])
  })

  test('that nobody needs is an error in the same place', async () => {
    const strange = { guid: STRANGE, fileOffset: BigInt(SIZE), length: 512 }
    const tables = await withEntries(bat, metadata, strange)
    expect(weighed(tables)).toEqual([
      ['region.unaligned', 'error'],
      ['region.beyond-end', 'error'],
    ])
    expect(all(tables)[1]?.values).toEqual({
      region: STRANGE,
      end: BigInt(SIZE + 512),
      size: SIZE,
    })
  })

  test('that begins in the file and ends behind it can be used as far as it goes', async () => {
    const tables = await withEntries({ ...bat, length: 64 * MIB }, metadata)
    expect(tables.bat).toEqual({ offset: 3 * MIB, length: 64 * MIB })
    expect(weighed(tables)).toEqual([['region.beyond-end', 'error']])
  })

  test('may lie directly behind the header section', async () => {
    const tables = await withEntries({ ...bat, fileOffset: BigInt(MIB) }, metadata)
    expect(tables.bat).toEqual({ offset: MIB, length: MIB })
    expect(all(tables)).toEqual([])
  })

  test.each([2n ** 53n, 2n ** 53n - BigInt(MIB)])(
    'that reaches 2^53 from %d has no range',
    async (fileOffset) => {
      const { current } = await withEntries({ ...bat, fileOffset }, metadata)
      expect(current?.entries.map(({ range }) => range)).toEqual([
        undefined,
        { offset: 2 * MIB, length: MIB },
      ])
    },
  )

  test('that is listed twice counts with the first that can be used', async () => {
    const broken = { ...bat, fileOffset: 0n }
    const tables = await withEntries(broken, metadata, bat)
    expect(tables.bat?.offset).toBe(3 * MIB)
    expect(all(tables).find(({ rule }) => rule === 'region.duplicate')?.values).toEqual({
      first: 0,
      second: 2,
      region: 'BAT',
    })
  })

  test('that is required and unknown is fatal, known and not required a warning', async () => {
    const strange = { guid: STRANGE, fileOffset: BigInt(8 * MIB), length: MIB, required: 1 }
    const tables = await withEntries({ ...bat, required: 0 }, metadata, strange)
    expect(weighed(tables)).toEqual([
      ['region.required-flag-clear', 'warning'],
      ['region.unknown-required', 'fatal'],
    ])
    expect(all(tables)[0]?.values).toEqual({ region: 'BAT', required: 0 })
  })

  test('may overlap another: both are named, with the place', async () => {
    const tables = await withEntries({ ...bat, fileOffset: BigInt(2 * MIB) }, metadata)
    expect(all(tables)).toMatchObject([
      {
        rule: 'region.overlap',
        values: { first: 'BAT', second: 'Metadata', offset: 2 * MIB },
      },
    ])
  })
})

test('a table without BAT and metadata says so', async () => {
  expect(weighed(await withEntries())).toEqual([
    ['region.missing-bat', 'fatal'],
    ['region.missing-metadata', 'fatal'],
  ])
})

test('an impossible count gives the entries that are there', async () => {
  const tables = await read({ header: { entryCount: 0xffff_ffff } })
  expect(tables.current?.entries.length).toBe(2)
  expect(tables.bat).toBeDefined()
  expect(all(tables)).toMatchObject([
    { rule: 'region-table.count', values: { copy: 1, count: 0xffff_ffff } },
  ])
})

test('an impossible count does not cut the last entry, however little of it is not zero', async () => {
  const last = { guid: guid('00000001-0000-0000-0000-000000000000') }
  const tables = await read({ entries: [bat, metadata, last], header: { entryCount: 2048 } })
  expect(tables.current?.entries.length).toBe(3)
})

test('a table full of one region is read in no time', async () => {
  const entry = { ...bat, guid: METADATA_REGION }
  const tables = await read({ entries: Array.from({ length: 2047 }, () => entry) })
  expect(tables.current?.entries.length).toBe(2047)
  expect(all(tables).map(({ rule }) => rule)).not.toContain('region-table.count')
  const count = (rule: string) => all(tables).filter((found) => found.rule === rule).length
  expect(count('region.duplicate')).toBe(2046)
  expect(count('region.overlap')).toBe(2046)
})
