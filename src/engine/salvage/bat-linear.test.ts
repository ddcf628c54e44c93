/** The table of a fixed disk whose blocks lie one after the other. */
import { describe, expect, test } from 'vitest'
import { firstDifference } from '../../testing/compare.ts'
import { idsOf, salvageIn, verdictOf } from '../../testing/looking.ts'
import { BAT_AT } from '../../testing/salvage-images.ts'
import { expectLaws, lossesIn, salvage, surveyed, whyNot } from '../../testing/salvaging.ts'
import { buildImage } from '../compose/build-image.ts'
import type { ImageDescription } from '../compose/description.ts'
import type { SparseFile } from '../compose/sparse-file.ts'
import { diskSource } from '../disk/disk-source.ts'
import { MIB } from '../format/layout.ts'

const FIRST = 4 * MIB
const SIZE = 5 * MIB + 512 * 3

const FIXED: ImageDescription = {
  virtualDiskSize: SIZE,
  kind: 'fixed',
  blocks: [0, 1, 2, 3, 4, 5].map((block) => ({ block, fill: block + 1 })),
}

/** A master boot record with one Linux partition. */
function withTable(file: SparseFile): SparseFile {
  file.put(FIRST, new Uint8Array(512))
  file.put(FIRST + 446, Uint8Array.of(0, 0, 0, 0, 0x83, 0, 0, 0, 0, 8, 0, 0, 0, 16, 0, 0))
  file.put(FIRST + 510, Uint8Array.of(0x55, 0xaa))
  return file
}
const fixed = (): SparseFile => withTable(buildImage(FIXED))
function wiped(from = 0, length = 65536): SparseFile {
  const file = fixed()
  file.put(BAT_AT + from, new Uint8Array(length))
  return file
}
const diskOf = async (file: SparseFile): Promise<Uint8Array> =>
  diskSource([(await surveyed(file)).before]).read(0, SIZE)

describe('a fixed disk whose table is wiped', () => {
  test('is read as its blocks lie, to the byte, when that is likely', async () => {
    const file = wiped()
    const plan = await salvage(file, ['bat-linear'])
    expect(plan.promised).toMatchObject({ condition: 'sound', diagnoses: [] })
    const copy = await expectLaws(file, plan)
    expect(firstDifference(await diskOf(copy), await diskOf(fixed()))).toBeUndefined()
    expect(lossesIn(plan)).toContain(
      '6 blocks are taken to lie one after the other from 0x400000 on, which is likely: a disk of 5 MiB + 1.5 KiB with a master boot record (MBR) begins there.',
    )
  })

  test('names that way, and says how much of the space holds data', async () => {
    const verdict = await verdictOf(wiped())
    expect(idsOf(verdict)).toEqual(['bat-wiped'])
    const [found] = verdict.diagnoses
    expect(found?.ways.flatMap(salvageIn)).toEqual(['bat-linear'])
    expect(found?.sentences.at(-1)).toMatch(/^Of 256 places .* (2[0-4]\d|25[0-6]) hold more/)
  })

  test('goes by the blocks that have a place, where some are left', async () => {
    // Entry 2 stays.
    const file = buildImage(FIXED)
    for (const index of [0, 1, 3, 4, 5]) file.put(BAT_AT + 8 * index, new Uint8Array(8))
    const plan = await salvage(file, ['bat-linear'])
    expect(lossesIn(plan)).toContain('5 blocks are taken')
    const copy = await expectLaws(file, plan)
    expect(firstDifference(await diskOf(copy), await diskOf(buildImage(FIXED)))).toBeUndefined()
  })
})

test('no blocks are taken to lie so where that is not likely', async () => {
  const bare = buildImage(FIXED)
  bare.put(BAT_AT, new Uint8Array(65536))
  expect(await whyNot(bare, 'bat-linear')).toContain('At no place')
  expect(idsOf(await verdictOf(bare))).toEqual(['bat-wiped'])
  expect((await verdictOf(bare)).diagnoses[0]?.ways.flatMap(salvageIn)).toEqual([])
  expect(await whyNot(fixed(), 'bat-linear')).toContain('have a place')
  const dynamic = withTable(buildImage({ ...FIXED, kind: 'dynamic' }))
  dynamic.put(BAT_AT, new Uint8Array(65536))
  expect(await whyNot(dynamic, 'bat-linear')).toContain('in any order')
  const cut = wiped()
  cut.setSize(6 * MIB)
  expect(await whyNot(cut, 'bat-linear')).toContain('At no place')
  const swapped = withTable(
    buildImage({
      ...FIXED,
      bat: {
        1: { state: 'fully-present', fileOffsetMB: 6 },
        2: { state: 'fully-present', fileOffsetMB: 5 },
        3: { state: 'not-present' },
      },
    }),
  )
  expect(await whyNot(swapped, 'bat-linear')).toContain('do not lie one after the other')
})

test('blocks of zeros, of which QEMU makes fixed disks, are not lost', async () => {
  const bat = Object.fromEntries([0, 1, 2, 3, 4, 5].map((i) => [i, { state: 'zero' as const }]))
  expect(await whyNot(withTable(buildImage({ ...FIXED, bat })), 'bat-linear')).toContain(
    'have a place',
  )
})
