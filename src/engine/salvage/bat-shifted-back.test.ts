/** A table that QEMU has shifted, put back by its log or without it; and headers that a known fault damaged. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { salvageIn, verdictOf } from '../../testing/looking.ts'
import { BLOCK_SIZE, type ShiftedImage, shuffled, writeLikeQemu } from '../../testing/qemu-shift.ts'
import { NOT_CLOSED, SALVAGED_DISK } from '../../testing/salvage-images.ts'
import {
  expectLaws,
  lossesIn,
  SOUND,
  salvage,
  salvaged,
  surveyed,
  whyNot,
} from '../../testing/salvaging.ts'
import { guid } from '../bytes/guid.ts'
import { GIB, LOG_SECTOR_SIZE, MIB } from '../format/layout.ts'
import { plausibleShift } from '../producers/plausible-shift.ts'

const SALVAGE_GUID = guid('d1c2d3e4-f5a6-4b7c-8d9e-0f1a2b3c4d5e')
const DISK = 20 * GIB
const BLOCKS = 1280
const LOG = { at: MIB, length: MIB }

function withoutLog(shifted: ShiftedImage): ShiftedImage {
  shifted.image.put(LOG.at, new Uint8Array(LOG.length))
  return shifted
}

/** 60 blocks in disorder, then the first one of a sector, and `after` of others. */
function lateShift(after: number): readonly number[] {
  const others = shuffled(BLOCKS).filter((block) => block !== 511 && block > 511 && block < 1000)
  return [...others.slice(0, 60), 511, ...others.slice(60, 60 + after)]
}

const tableAfter = async ({ image, batOffset, right }: ShiftedImage): Promise<Uint8Array> => {
  const plan = await salvage(image, ['bat-shifted-back'])
  return plan.result.read(batOffset, right.length)
}

describe('a shifted table', () => {
  test('is put back as the log proves it, and nothing says then that it is shifted', async () => {
    const shifted = writeLikeQemu(DISK, lateShift(10))
    const { diagnoses } = await verdictOf(shifted.image)
    expect(diagnoses.map(({ id, certainty }) => [id, certainty])).toEqual([
      ['shifted-bat', 'proven'],
    ])
    expect(diagnoses[0]?.ways.flatMap(salvageIn)).toEqual(['bat-shifted-back'])
    const plan = await salvage(shifted.image, ['bat-shifted-back'])
    expect(lossesIn(plan)).toBe('1 sector of the table is put back as the log proves.')
    expect(plan.promised).toMatchObject({ condition: 'sound', diagnoses: [] })
    expect(await plan.result.read(shifted.batOffset, shifted.right.length)).toEqual(shifted.right)
    await expectLaws(shifted.image, plan)
  })

  test('is put back without the log where that is likely, to the byte', async () => {
    const shifted = withoutLog(writeLikeQemu(DISK, lateShift(0)))
    const { diagnoses } = await verdictOf(shifted.image)
    expect(diagnoses.map(({ id, certainty }) => [id, certainty])).toEqual([
      ['shifted-bat', 'likely'],
    ])
    expect(diagnoses[0]?.ways.flatMap(salvageIn)).toEqual(['bat-shifted-back'])
    const plan = await salvage(shifted.image, ['bat-shifted-back'])
    expect(lossesIn(plan)).toContain('as it most likely was')
    expect(await tableAfter(shifted)).toEqual(shifted.right)
  })

  test('has lost what was written over behind the shift, and says so', async () => {
    const shifted = withoutLog(writeLikeQemu(DISK, lateShift(10)))
    const plan = await salvage(shifted.image, ['bat-shifted-back'])
    const table = await tableAfter(shifted)
    const wrong = shifted.right.filter((byte, i) => byte !== table[i])
    // One entry: its state, and two bytes of its place.
    expect(wrong).toHaveLength(3)
    expect(plan.promised).toMatchObject({ condition: 'damaged', diagnoses: [{ id: 'given-up' }] })
  })

  test('has lost a block for good where space is left over', async () => {
    // Block 1021 is the last but one of its sector: its entry was pushed out.
    const last = [1020, ...lateShift(0)]
    const shifted = withoutLog(writeLikeQemu(DISK, last))
    const plan = await salvage(shifted.image, ['bat-shifted-back'])
    expect(plan.promised.diagnoses.map(({ id }) => id)).toContain('given-up')
    expect(lossesIn(plan)).toContain('1 block that nobody owns holds data.')
    expect(plan.losses.at(-1)?.disk?.ranges.at(-1)?.offset).toBe(1020 * BLOCK_SIZE)
  })

  test('is left alone where nothing was shifted, and where only entries without a place were', async () => {
    const right = withoutLog(writeLikeQemu(DISK, lateShift(10), { right: true }))
    expect(await whyNot(right.image, 'bat-shifted-back')).toContain('Nothing says')
    const inOrder = Array.from({ length: 600 }, (_, block) => block)
    expect(await whyNot(writeLikeQemu(DISK, inOrder).image, 'bat-shifted-back')).toContain(
      'Nothing says',
    )
  })
})

test('whatever the order of writes, what is put back without the log is right, but for what is lost', async () => {
  const orders = fc.uniqueArray(
    fc.oneof(fc.constantFrom(0, 511, 1021, 510, 1020), fc.integer({ min: 0, max: BLOCKS - 1 })),
    { minLength: 2, maxLength: 40 },
  )
  let found = 0
  await fc.assert(
    fc.asyncProperty(orders, async (order) => {
      const { image, right, batOffset } = writeLikeQemu(DISK, order)
      const { before } = await surveyed(image)
      for (let at = 0; at < right.length && before.bat; at += LOG_SECTOR_SIZE) {
        const sector = await image.read(batOffset + at, LOG_SECTOR_SIZE)
        const shift = plausibleShift(before.bat, sector, at / 8)
        if (!shift) continue
        found++
        const wanted = right.slice(at, at + LOG_SECTOR_SIZE)
        for (const index of shift.lost) {
          const place = 8 * index - at
          wanted.set(shift.repaired.subarray(place, place + 8), place)
        }
        expect(shift.repaired).toEqual(wanted)
      }
    }),
    { numRuns: 60 },
  )
  expect(found).toBeGreaterThan(10)
})

describe('headers with the fault of cloud-hypervisor', () => {
  const damaged = { reserved: new Uint8Array(100).fill(7), checksum: 1 }

  test('are written with their fields, and their log is applied', async () => {
    const image = { ...NOT_CLOSED, headers: [damaged, damaged] } as const
    const { diagnoses } = await verdictOf(image)
    expect(diagnoses[0]?.ways.flatMap(salvageIn)).toEqual(['headers-repaired', 'headers-anew'])
    const { plan, ...result } = await salvaged(image, ['headers-repaired'])
    expect(result).toMatchObject(SOUND)
    expect([plan.applied, plan.losses]).toEqual([1, []])
  })

  test('are not where they are damaged otherwise, or nothing says which is current', async () => {
    const spoilt = { checksum: 1 }
    expect(
      await whyNot({ ...SALVAGED_DISK, headers: [spoilt, spoilt] }, 'headers-repaired'),
    ).toContain('do not have the fault')
    const twin = { ...damaged, sequenceNumber: 9n }
    const other = { ...twin, dataWriteGuid: SALVAGE_GUID }
    expect(
      await whyNot({ ...SALVAGED_DISK, headers: [twin, other] }, 'headers-repaired'),
    ).toContain('Nothing would say')
  })
})
