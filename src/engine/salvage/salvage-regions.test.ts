/** A file that does not say any more where its tables are. */
import { describe, expect, test } from 'vitest'
import {
  BAT_AT,
  lostTables,
  METADATA_AT,
  NOT_CLOSED,
  SALVAGED_DISK,
  zeroed,
} from '../../testing/salvage-images.ts'
import {
  expectNothingLost,
  refusalOf,
  SALVAGE_IDS,
  SOUND,
  salvaged,
  surveyed,
  valuesIn,
  whyNot,
} from '../../testing/salvaging.ts'
import { buildImage } from '../compose/build-image.ts'
import type { ImageDescription } from '../compose/description.ts'
import { HEADER_OFFSETS, MIB, REGION_TABLE_OFFSETS } from '../format/layout.ts'
import { listSalvages } from './list-salvages.ts'

const whole = async (description: ImageDescription) =>
  (await surveyed(buildImage(description))).before

describe('region tables', () => {
  test('are made anew for what is found', async () => {
    const { plan, copy, ...verdict } = await salvaged(lostTables(), ['region-tables-anew'])
    expect(verdict).toEqual(SOUND)
    await expectNothingLost(await whole(SALVAGED_DISK), copy)
    expect(valuesIn(plan)).toBe(
      'metadata is 0x200000, proposed, since metadata of a disk of 16MiB in blocks of 1MiB stand at 0x200000. bat is 0x300000, proposed, since a table at 0x300000 names 4 blocks, each at a place of its own.',
    )
  })

  test('are made anew for a large table, and for a child, and then the log is applied', async () => {
    const large = { virtualDiskSize: 2 ** 39, blocks: [{ block: 300_000, fill: 7 }] }
    const { copy } = await salvaged(lostTables(large), ['region-tables-anew'])
    expect((await surveyed(copy)).inspection.before.census?.payload['fully-present']).toBe(1)
    const { plan, ...verdict } = await salvaged(lostTables(NOT_CLOSED), ['region-tables-anew'])
    expect(verdict).toMatchObject(SOUND)
    expect(plan.applied).toBe(1)
  })

  test('are what a damaged one says, where its checksum alone is wrong', async () => {
    const header = { checksum: 1 }
    const image = { ...SALVAGED_DISK, regionTables: [{ header }, { header }] } as const
    const { plan, ...verdict } = await salvaged(image, ['region-tables-anew'])
    expect(verdict).toMatchObject(SOUND)
    expect(valuesIn(plan)).toContain('since the damaged region table 1 has it so')
  })

  test('are made together with headers and identifier, where the first MiB is gone', async () => {
    const file = zeroed(SALVAGED_DISK, [0, MIB])
    const { together } = await listSalvages(await surveyed(file), SALVAGE_IDS)
    expect(together?.ways).toEqual(['headers-anew', 'identifier', 'region-tables-anew'])
    expect(together?.promised.condition).toBe('sound')
  })

  test('are not where one is whole, nor where nothing or too much fits', async () => {
    const half = lostTables()
    half.put(
      REGION_TABLE_OFFSETS[1],
      buildImage(SALVAGED_DISK).take(REGION_TABLE_OFFSETS[1], 65536),
    )
    expect(await whyNot(half, 'region-tables-anew')).toContain('is whole')
    const none = lostTables()
    none.put(METADATA_AT, new Uint8Array(65536))
    expect(await whyNot(none, 'region-tables-anew')).toContain('belong together')
    const emptied = lostTables()
    emptied.put(BAT_AT, new Uint8Array(4096))
    expect(await whyNot(emptied, 'region-tables-anew')).toContain('belong together')
    for (const at of HEADER_OFFSETS) half.put(at, new Uint8Array(4096))
    for (const at of REGION_TABLE_OFFSETS) half.put(at, new Uint8Array(4096))
    expect(await whyNot(half, 'region-tables-anew')).toContain('Neither header')
  })
})

describe('regions of which several could be it', () => {
  /** A copy of the table, which names the same blocks, at 9 MiB. */
  const twice = () => {
    const file = lostTables({ ...SALVAGED_DISK, fileSize: 12 * MIB })
    file.put(9 * MIB, file.take(BAT_AT, 4096))
    return file
  }

  test('are listed with their reasons, and nothing is made', async () => {
    const { why, setting, values } = await refusalOf(twice(), 'region-tables-anew')
    expect([why, setting]).toEqual([
      'region-tables-anew: More than one place could be that of the table of blocks: set bat.',
      'bat',
    ])
    expect(values).toMatchObject([
      { name: 'metadata', value: '0x200000' },
      {
        name: 'bat',
        value: '',
        options: [
          { value: '0x300000', why: expect.stringMatching(/^A table at 0x300000 names 4 blocks/) },
          { value: '0x900000', why: expect.stringMatching(/^A table at 0x900000 names 4 blocks/) },
        ],
      },
    ])
    const { others } = await listSalvages(await surveyed(twice()), SALVAGE_IDS)
    expect(others.find(({ way }) => way === 'region-tables-anew')?.values).toEqual(values)
  })

  test.each(['3MiB', '0x900000', '3,145,728'])('are what the user names: bat=%s', async (bat) => {
    const { plan, copy, ...verdict } = await salvaged(twice(), ['region-tables-anew'], { bat })
    expect(verdict).toEqual(SOUND)
    await expectNothingLost(await whole(SALVAGED_DISK), copy)
    expect(valuesIn(plan)).toMatch(/bat is 0x[39]00000, as it was set\.$/)
  })

  test('are told apart by metadata, too', async () => {
    const file = lostTables({ ...SALVAGED_DISK, fileSize: 12 * MIB })
    file.put(9 * MIB, file.take(METADATA_AT, MIB))
    const { why, values } = await refusalOf(file, 'region-tables-anew')
    expect(why).toContain('set metadata')
    expect(values?.[0]?.options.map(({ value }) => value)).toEqual(['0x200000', '0x900000'])
    const set = { metadata: '9MiB' }
    const { plan, ...verdict } = await salvaged(file, ['region-tables-anew'], set)
    expect(verdict).toMatchObject(SOUND)
    expect(valuesIn(plan)).toContain('metadata is 0x900000, as it was set.')
  })
})

describe('regions that the user names', () => {
  test('may be others than those that are found, which is said', async () => {
    const file = lostTables({ ...SALVAGED_DISK, fileSize: 12 * MIB })
    const { plan } = await salvaged(file, ['region-tables-anew'], { bat: '10MiB' })
    expect(valuesIn(plan)).toContain(
      'bat is 0xA00000, as it was set. But a table at 0x300000 names 4 blocks, each at a place of its own. But what stands there names no block.',
    )
    file.put(10 * MIB, Uint8Array.of(0xff, 0xff, 0xff))
    const { plan: wrong } = await salvaged(file, ['region-tables-anew'], { bat: '10MiB' })
    expect(valuesIn(wrong)).toContain('cannot be the table of this disk')
  })

  test('need no metadata: the length of the table is proposed, and they are made anew as well', async () => {
    const file = lostTables()
    file.put(METADATA_AT, new Uint8Array(128 * 1024))
    expect(await whyNot(file, 'region-tables-anew')).toContain('belong together')
    const set = { metadata: '2MiB', bat: '3MiB' }
    const ways = ['region-tables-anew', 'metadata-anew'] as const
    const { plan, copy, ...verdict } = await salvaged(file, ways, set)
    expect(verdict).toMatchObject(SOUND)
    await expectNothingLost(await whole({ ...SALVAGED_DISK, virtualDiskSize: 4 * MIB }), copy)
    expect(valuesIn(plan)).toContain('have to be made anew there')
    expect(valuesIn(plan)).toContain(
      'bat-length is 1MiB, proposed, since there the next thing in the file begins.',
    )
    const longer = await salvaged(file, ways, { ...set, 'bat-length': '2MiB' })
    expect(valuesIn(longer.plan)).toContain('as it was set. But there the next thing')
  })

  test('give a place to the log of headers that are made anew', async () => {
    const file = buildImage({ ...SALVAGED_DISK, fileSize: 12 * MIB })
    file.put(9 * MIB, file.take(BAT_AT, 4096))
    file.put(0, new Uint8Array(MIB))
    const ways = ['headers-anew', 'identifier', 'region-tables-anew'] as const
    const { plan, copy, ...verdict } = await salvaged(file, ways, { bat: '3MiB' })
    expect(verdict).toMatchObject(SOUND)
    await expectNothingLost(await whole(SALVAGED_DISK), copy)
    expect(plan.ways).toEqual(ways)
  })

  test.each([
    ['bat', '3145729', 'begins at a whole MiB'],
    ['bat', '0', 'has headers and region tables'],
    ['bat', '1MiB', 'The log is at that place'],
    ['bat', '2MiB', 'would share bytes'],
    ['bat', '8MiB', 'The file ends at 0x800000'],
    ['bat', '0xFFFFFFFFFFFFFFFF', 'The file ends at'],
    ['bat', '-1', 'is no offset'],
    ['metadata', '16EiB', 'The file ends at'],
    ['metadata', 'there', '“there” is no offset, such as 0x200000 or 2MiB.'],
    ['bat-length', '0', 'has whole MiB'],
    ['bat-length', '4GiB', 'has whole MiB'],
    ['bat-length', '4097', 'has whole MiB'],
  ])('%s cannot be %s', async (name, text, why) => {
    const refused = await refusalOf(lostTables(), 'region-tables-anew', { [name]: text })
    expect(refused.why).toContain(why)
    expect(refused.setting).toBe(name)
  })
})
