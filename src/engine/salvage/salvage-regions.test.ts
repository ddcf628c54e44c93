/** A file that does not say any more where its tables are. */
import { describe, expect, test } from 'vitest'
import { firstDifference } from '../../testing/compare.ts'
import { NOT_CLOSED, SALVAGED_DISK } from '../../testing/salvage-images.ts'
import {
  expectNothingLost,
  lossesIn,
  SALVAGE_IDS,
  SOUND,
  salvaged,
  surveyed,
  whyNot,
} from '../../testing/salvaging.ts'
import { buildImage } from '../compose/build-image.ts'
import { standardItems } from '../compose/compose-metadata.ts'
import type { ImageDescription } from '../compose/description.ts'
import { diskSource } from '../disk/disk-source.ts'
import { HEADER_OFFSETS, MIB, REGION_TABLE_OFFSETS } from '../format/layout.ts'
import { listSalvages } from './list-salvages.ts'

const METADATA_AT = 2 * MIB
const BAT_AT = 3 * MIB

function wiped(description: ImageDescription = SALVAGED_DISK) {
  const file = buildImage(description)
  for (const at of REGION_TABLE_OFFSETS) file.put(at, new Uint8Array(65536))
  return file
}
const whole = async (description: ImageDescription) =>
  (await surveyed(buildImage(description))).before

describe('region tables', () => {
  test('are made anew for what is found', async () => {
    const { plan, copy, ...verdict } = await salvaged(wiped(), ['region-tables-anew'])
    expect(verdict).toEqual(SOUND)
    await expectNothingLost(await whole(SALVAGED_DISK), copy)
    expect(lossesIn(plan)).toContain('at 0x200000 and the table of blocks at 0x300000, found by')
  })

  test('are made anew for a large table, and for a child, and then the log is applied', async () => {
    const large = { virtualDiskSize: 2 ** 39, blocks: [{ block: 300_000, fill: 7 }] }
    const { copy } = await salvaged(wiped(large), ['region-tables-anew'])
    expect((await surveyed(copy)).inspection.before.census?.payload['fully-present']).toBe(1)
    const { plan, ...verdict } = await salvaged(wiped(NOT_CLOSED), ['region-tables-anew'])
    expect(verdict).toMatchObject(SOUND)
    expect(plan.applied).toBe(1)
  })

  test('are what a damaged one says, where its checksum alone is wrong', async () => {
    const header = { checksum: 1 }
    const image = { ...SALVAGED_DISK, regionTables: [{ header }, { header }] } as const
    const { plan, ...verdict } = await salvaged(image, ['region-tables-anew'])
    expect(verdict).toMatchObject(SOUND)
    expect(lossesIn(plan)).toContain('as the damaged region table 1 has them')
  })

  test('are made together with headers and identifier, where the first MiB is gone', async () => {
    const file = buildImage(SALVAGED_DISK)
    file.put(0, new Uint8Array(MIB))
    const { together } = await listSalvages(await surveyed(file), SALVAGE_IDS)
    expect(together?.ways).toEqual(['headers-anew', 'identifier', 'region-tables-anew'])
    expect(together?.promised.condition).toBe('sound')
  })

  test('are not where one is whole, nor where nothing or too much fits', async () => {
    const half = wiped()
    half.put(
      REGION_TABLE_OFFSETS[1],
      buildImage(SALVAGED_DISK).take(REGION_TABLE_OFFSETS[1], 65536),
    )
    expect(await whyNot(half, 'region-tables-anew')).toContain('is whole')
    const twice = wiped({ ...SALVAGED_DISK, fileSize: 12 * MIB })
    twice.put(9 * MIB, twice.take(BAT_AT, 4096))
    expect(await whyNot(twice, 'region-tables-anew')).toMatch(/belong together|More than one/)
    const none = wiped()
    none.put(METADATA_AT, new Uint8Array(65536))
    expect(await whyNot(none, 'region-tables-anew')).toContain('belong together')
    const emptied = wiped()
    emptied.put(BAT_AT, new Uint8Array(4096))
    expect(await whyNot(emptied, 'region-tables-anew')).toContain('belong together')
    for (const at of HEADER_OFFSETS) half.put(at, new Uint8Array(4096))
    for (const at of REGION_TABLE_OFFSETS) half.put(at, new Uint8Array(4096))
    expect(await whyNot(half, 'region-tables-anew')).toContain('Neither header')
  })
})

describe('metadata', () => {
  const lost = (description: ImageDescription = SALVAGED_DISK) => {
    const file = buildImage(description)
    file.put(METADATA_AT, new Uint8Array(128 * 1024))
    return file
  }

  test('are made anew of what the table of blocks suggests', async () => {
    const { plan, copy, ...verdict } = await salvaged(lost(), ['metadata-anew'])
    expect(verdict).toMatchObject({ outcome: 'clean', condition: 'sound' })
    expect(lossesIn(plan)).toContain(
      'disk-size is 4 MiB, as the file suggests; block-size is 1 MiB',
    )
    const { before } = await surveyed(copy)
    const { before: old } = await surveyed(buildImage(SALVAGED_DISK))
    const read = (image: typeof old) => diskSource([image]).read(0, 4 * MIB)
    expect(firstDifference(await read(before), await read(old))).toBeUndefined()
  })

  test('are made anew of what the user sets', async () => {
    const set = { 'disk-size': '16MiB', 'block-size': '1MiB', 'sector-size': '4096' }
    const { plan, copy, ...verdict } = await salvaged(lost(), ['metadata-anew'], set)
    expect(verdict).toMatchObject(SOUND)
    expect((await surveyed(copy)).before.geometry).toMatchObject({
      virtualDiskSize: 16 * MIB,
      logicalSectorSize: 4096,
    })
    expect(lossesIn(plan)).toContain('disk-size is 16 MiB, as it was set')
  })

  test('keep what is left of them', async () => {
    const items = standardItems(SALVAGED_DISK).slice(0, 4)
    const image = { ...SALVAGED_DISK, metadata: { items } }
    const { plan, ...verdict } = await salvaged(image, ['metadata-anew'])
    expect(verdict).toMatchObject(SOUND)
    expect(lossesIn(plan)).toContain('disk-size is 16 MiB, as the metadata still say')
    expect(lossesIn(plan)).not.toContain('identity')
  })

  test.each([
    [{ 'block-size': '3MiB' }, 'No disk has blocks of that size'],
    [{ 'block-size': '1GiB' }, 'No disk has blocks of that size'],
    [{ 'disk-size': '2MiB' }, 'behind the end of such a disk'],
    [{ 'disk-size': '64TiB' }, 'too small for such a disk'],
    [{ 'sector-size': '1' }, 'No disk has sectors of that size'],
    [{ 'disk-size': '4097' }, 'behind the end of such a disk'],
    [{ 'disk-size': '16777217' }, 'do not make a disk'],
    [{ 'disk-size': 'large' }, 'What was set as disk-size is no size'],
  ])('are not made of %j', async (set, why) => {
    expect(await whyNot(lost(), 'metadata-anew', set)).toContain(why)
  })

  test('are not made where they are whole, too little is left, or the disk is a child', async () => {
    expect(await whyNot(SALVAGED_DISK, 'metadata-anew')).toContain('all that a disk needs')
    const one = { virtualDiskSize: 16 * MIB, blocks: [{ block: 0, fill: 1 }] }
    expect(await whyNot(lost(one), 'metadata-anew')).toContain('set block-size')
    const child = { ...one, bat: { 1: { state: 'partially-present', fileOffsetMB: 5 } } } as const
    expect(await whyNot(lost(child), 'metadata-anew')).toContain('is a child')
  })
})
