/** What heads and the length of a file need, and what looks like it and must not get it. */
import { describe, expect, test } from 'vitest'
import { NOT_CLOSED, placing, SALVAGED_DISK } from '../../testing/salvage-images.ts'
import {
  lossesIn,
  SALVAGE_IDS,
  SOUND,
  salvaged,
  surveyed,
  whyNot,
} from '../../testing/salvaging.ts'
import { buildImage } from '../compose/build-image.ts'
import type { ImageDescription } from '../compose/description.ts'
import { HEADER_OFFSETS, MIB, REGION_TABLE_OFFSETS } from '../format/layout.ts'
import { readHeaders } from '../image/headers/headers.ts'
import { listSalvages } from './list-salvages.ts'

const spoilt = { checksum: 1 }
const text = (words: string) => new TextEncoder().encode(words)

describe('identifier', () => {
  const wiped = () => {
    const file = buildImage(SALVAGED_DISK)
    file.put(0, text('conectix'))
    return file
  }
  test('is written anew before headers that are whole, and the creator stays', async () => {
    const { plan, copy, ...verdict } = await salvaged(wiped(), ['identifier'])
    expect(verdict).toEqual(SOUND)
    expect(copy.take(0, 600)).toEqual(buildImage(SALVAGED_DISK).take(0, 600))
    expect(plan.losses).toEqual([])
  })

  test('a log behind it is applied', async () => {
    const file = buildImage(NOT_CLOSED)
    file.put(0, text('conectix'))
    const { plan, ...verdict } = await salvaged(file, ['identifier'])
    expect(verdict).toMatchObject(SOUND)
    expect(plan.applied).toBe(1)
  })

  test('is not where it is right, nor in a file of another kind', async () => {
    expect(await whyNot(SALVAGED_DISK, 'identifier')).toContain('are right')
    const file = wiped()
    for (const at of HEADER_OFFSETS) file.put(at, new Uint8Array(4096))
    expect(await whyNot(file, 'identifier')).toContain('nothing says that it is a VHDX')
  })
})

describe('one copy of two', () => {
  test.each([
    [[spoilt, {}], 1],
    [[{}, spoilt], 2],
  ] as const)('a header: %j', async (headers, copy) => {
    const {
      plan,
      copy: file,
      ...verdict
    } = await salvaged({ ...SALVAGED_DISK, headers }, ['second-header'])
    expect(verdict).toEqual(SOUND)
    expect((await readHeaders(file)).copies.map(({ valid }) => valid)).toEqual([true, true])
    expect(lossesIn(plan)).toContain(`header ${copy} was the newer one`)
  })

  test.each([0, 1] as const)('a region table: %i', async (index) => {
    const file = buildImage(SALVAGED_DISK)
    file.put(REGION_TABLE_OFFSETS[index] + 5, Uint8Array.of(1, 2, 3))
    expect(await salvaged(file, ['second-region-table'])).toMatchObject(SOUND)
  })

  test('both are written where both are damaged, and named in any order', async () => {
    const file = buildImage({ ...SALVAGED_DISK, headers: [spoilt, {}] })
    file.put(REGION_TABLE_OFFSETS[0], text('x'))
    const { plan, ...verdict } = await salvaged(file, ['second-region-table', 'second-header'])
    expect(verdict).toMatchObject(SOUND)
    expect(plan.ways).toEqual(['second-header', 'second-region-table'])
    const { together } = await listSalvages(await surveyed(file), SALVAGE_IDS)
    expect(together?.ways).toEqual(plan.ways)
  })

  test('nothing is written where both are whole, or neither', async () => {
    expect(await whyNot(SALVAGED_DISK, 'second-header')).toBe(
      'second-header: Both headers are whole.',
    )
    expect(await whyNot(SALVAGED_DISK, 'second-region-table')).toContain('Both')
    expect(
      await whyNot({ ...SALVAGED_DISK, headers: [spoilt, spoilt] }, 'second-header'),
    ).toContain('Neither')
  })

  test('a region table that only its log makes whole is left to the log', async () => {
    const whole = buildImage(SALVAGED_DISK).take(REGION_TABLE_OFFSETS[0], 4096)
    const file = buildImage({
      ...SALVAGED_DISK,
      log: {
        entries: [
          {
            updates: [{ kind: 'data', fileOffset: BigInt(REGION_TABLE_OFFSETS[0]), bytes: whole }],
          },
        ],
      },
    })
    file.put(REGION_TABLE_OFFSETS[0], text('x'))
    expect(await whyNot(file, 'second-region-table')).toContain('Both')
  })
})

/** Whoever reads the copy finds nothing wrong with it; what is promised says what the disk has lost. */
const ZEROED = { outcome: 'clean', condition: 'damaged' }

describe('lengthened', () => {
  test('a file that was cut is as long as its blocks need, and what is lost is zero and listed', async () => {
    const { plan, ...verdict } = await salvaged({ ...SALVAGED_DISK, fileSize: 5 * MIB + 4096 }, [
      'lengthened',
    ])
    expect(verdict).toMatchObject(ZEROED)
    expect(plan.sizeAfter).toBe(8 * MIB)
    expect(plan.promised.sentence).toBe(
      '3 MiB − 4 KiB of the disk, in 3 blocks, are zeros in the copy, since the file had lost them. Otherwise closed cleanly.',
    )
    expect(plan.promised.diagnoses).toMatchObject([{ id: 'given-up', loss: { blocks: 3 } }])
    expect(plan.judged).toMatchObject({ condition: 'sound', diagnoses: [] })
    expect(plan.losses.map(({ disk }) => disk?.ranges)).toEqual([
      [{ offset: MIB + 4096, length: 3 * MIB - 4096 }],
    ])
  })

  test('a last block that the disk ends in is enough', async () => {
    const disk = { virtualDiskSize: 3 * MIB + 512, blocks: [{ block: 3, fill: 1 }] }
    expect(await whyNot({ ...disk, fileSize: 4 * MIB + 512 }, 'lengthened')).toContain('as long as')
    expect(await salvaged({ ...disk, fileSize: 4 * MIB + 511 }, ['lengthened'])).toMatchObject(
      ZEROED,
    )
  })

  test('for a log that is ahead of the file, which is applied then', async () => {
    const log = {
      entries: [{ ...placing(8, 8), flushedFileOffset: BigInt(11 * MIB) }],
    }
    const { plan, ...verdict } = await salvaged({ ...SALVAGED_DISK, log }, ['lengthened'])
    expect(verdict).toMatchObject(ZEROED)
    expect(plan).toMatchObject({ applied: 1, sizeAfter: 12 * MIB })
  })

  test('for a log that is ahead of a file that has lost blocks, too', async () => {
    const log = { entries: [{ ...placing(8, 8), flushedFileOffset: BigInt(9 * MIB) }] }
    const image = { ...SALVAGED_DISK, log, fileSize: 6 * MIB }
    const { plan, ...verdict } = await salvaged(image, ['lengthened'])
    expect(verdict).toMatchObject(ZEROED)
    expect(plan.losses.flatMap(({ disk }) => disk?.ranges ?? [])).toContainEqual({
      offset: 2 * MIB,
      length: 2 * MIB,
    })
  })

  test('a table that was cut is whole again, and what it said of the rest is lost', async () => {
    const cut: ImageDescription = { virtualDiskSize: 2 ** 37, fileSize: 3 * MIB + 65536 }
    const { plan, ...verdict } = await salvaged(cut, ['lengthened'])
    expect(verdict).toMatchObject(ZEROED)
    expect(lossesIn(plan)).toContain('The table of blocks was cut itself')
  })

  test('no block of a hostile table makes the file longer than its disk can need', async () => {
    const far = { ...SALVAGED_DISK, bat: { 1: { state: 'fully-present', fileOffsetMB: 2 ** 40 } } }
    expect(await whyNot(far as ImageDescription, 'lengthened')).toContain('as long as')
    const cut = { ...far, fileSize: 7 * MIB } as ImageDescription
    const { plan, ...verdict } = await salvaged(cut, ['lengthened'])
    expect(verdict).toMatchObject({ condition: 'damaged' })
    expect(plan.sizeAfter).toBe(8 * MIB)
    expect(lossesIn(plan)).toContain('out of reach: 1 block.')
    const log = { entries: [{ flushedFileOffset: 2n ** 62n }] }
    expect(await whyNot({ ...SALVAGED_DISK, log }, 'lengthened')).toContain('longer file than')
  })
})
