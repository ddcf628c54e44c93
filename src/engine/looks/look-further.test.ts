/** What is looked at behind the first answer: ways that apply, and a VHDX without its beginning. */
import { describe, expect, test } from 'vitest'
import { salvageIn, verdictOf } from '../../testing/looking.ts'
import { lostTables, NOT_CLOSED, SALVAGED_DISK, TORN } from '../../testing/salvage-images.ts'
import {
  expectNothingLost,
  SALVAGE_IDS,
  SOUND,
  salvaged,
  surveyed,
} from '../../testing/salvaging.ts'
import { buildImage } from '../compose/build-image.ts'
import type { ImageDescription } from '../compose/description.ts'
import { SAMPLE_IDS } from '../compose/sample-id.ts'
import { buildSample } from '../compose/samples.ts'
import type { SparseFile } from '../compose/sparse-file.ts'
import { CAUSE_WORDS } from '../diagnosis/cause-words.ts'
import { diagnose } from '../diagnosis/diagnose.ts'
import type { Verdict } from '../diagnosis/verdict.ts'
import { HEADER_OFFSETS, MIB, REGION_TABLE_OFFSETS } from '../format/layout.ts'
import { planSalvage } from '../salvage/plan-salvage.ts'
import type { SalvageWayId } from '../salvage/salvage-words.ts'
import { lookFurther } from './look-further.ts'

const spoilt = { checksum: 1 }
const DAMAGED: readonly ImageDescription[] = [
  TORN,
  { ...SALVAGED_DISK, headers: [spoilt, {}] },
  { ...SALVAGED_DISK, headers: [spoilt, spoilt] },
  { ...SALVAGED_DISK, fileSize: 6 * MIB },
  { ...SALVAGED_DISK, metadata: { items: [] } },
]

test('each way that a diagnosis names applies, and is said in a sentence', async () => {
  const named = new Set<SalvageWayId>()
  for (const file of [
    ...SAMPLE_IDS.map((id) => buildSample(id).source),
    ...DAMAGED.map((each) => buildImage(each)),
  ]) {
    const inspected = await surveyed(file)
    for (const { ways } of (await verdictOf(file)).diagnoses) {
      for (const way of ways) {
        expect(way.does).toMatch(/\.$/)
        const salvages = salvageIn(way)
        if (salvages.length === 0) continue
        for (const each of salvages) named.add(each)
        const plan = await planSalvage(inspected, { ways: salvages }, SALVAGE_IDS)
        expect(plan).toHaveProperty('steps')
      }
    }
  }
  expect(named.size).toBe(6)
})

test('until it is looked, no way is named that may not apply, and it is said that nobody has looked', async () => {
  const inspected = await surveyed(buildImage({ ...SALVAGED_DISK, fileSize: 6 * MIB }))
  const idsIn = ({ diagnoses }: Verdict) =>
    diagnoses.flatMap(({ ways }) => ways).map(({ id }) => id)
  const early = await diagnose(inspected)
  expect(early.notLooked).toContain('which ways of salvage apply')
  expect(idsIn(early)).not.toContain('salvage-lengthened')
  const late = await diagnose(inspected, { looks: await lookFurther({ inspected }) })
  expect(late.notLooked).toEqual([])
  expect(idsIn(late)).toContain('salvage-lengthened')
})

test('what is lost is told with what the rest of the file suggests in its place', async () => {
  const lost = await verdictOf({ ...SALVAGED_DISK, metadata: { items: [] } })
  expect(lost.diagnoses[0]?.sentences[1]).toMatch(
    /^From the rest of the file: disk-size is 4MiB, proposed, since the last block of the table ends at 4MiB; block-size is 1MiB/,
  )
  const file = lostTables({ ...SALVAGED_DISK, fileSize: 12 * MIB })
  const tables = await verdictOf(file)
  expect(tables.diagnoses.map(({ id }) => id)).toEqual(['region-tables-lost'])
  expect(tables.diagnoses[0]?.sentences[1]).toContain('metadata is 0x200000, proposed, since')
  // Where more than one place fits, no way is named but to say which.
  const idsIn = ({ diagnoses }: Verdict) => diagnoses[0]?.ways.map(({ id }) => id)
  expect(idsIn(tables)).not.toContain('salvage-with-value')
  file.put(9 * MIB, file.take(3 * MIB, 4096))
  const twice = await verdictOf(file)
  expect(twice.diagnoses[0]?.ways.flatMap(salvageIn)).toEqual([])
  expect(idsIn(twice)).toContain('salvage-with-value')
  file.put(0, new Uint8Array(MIB))
  const headless = await verdictOf(file)
  expect(headless.diagnoses[0]?.id).toBe('head-wiped')
  expect(idsIn(headless)).toContain('salvage-with-value')
})

describe('a file whose beginning is gone', () => {
  const wipe = (length: number, description: ImageDescription = SALVAGED_DISK): SparseFile => {
    const file = buildImage(description)
    file.put(0, new Uint8Array(length))
    return file
  }

  test.each([
    ['the first MiB', MIB, SALVAGED_DISK],
    ['the first 320 KiB', 320 * 1024, SALVAGED_DISK],
    ['the first MiB of one that was not closed', MIB, NOT_CLOSED],
  ])(
    '%s: it is found, and its disk is the same when all is made anew',
    async (_, length, image) => {
      const file = wipe(length, image)
      const verdict = await verdictOf(file)
      expect(verdict.diagnoses.map(({ id }) => id)).toEqual(['head-wiped'])
      const [found] = verdict.diagnoses
      expect(verdict.sentence).toContain(
        'This is a VHDX whose beginning is gone; behind it 4 blocks of a disk of 16 MiB are still there.',
      )
      expect(found?.sentences.join(' ')).toContain(
        'the metadata at 0x200000; the table of blocks at 0x300000',
      )
      const ways = found?.ways.flatMap(salvageIn) ?? []
      expect([...ways].sort()).toEqual(['headers-anew', 'identifier', 'region-tables-anew'])
      const { copy, ...result } = await salvaged(file, ways)
      expect(result).toMatchObject(SOUND)
      await expectNothingLost((await surveyed(buildImage(image))).before, copy)
    },
  )

  test('with its first bytes left: it is that, and not two tables lost', async () => {
    const file = buildImage(SALVAGED_DISK)
    for (const at of [...HEADER_OFFSETS, ...REGION_TABLE_OFFSETS])
      file.put(at, new Uint8Array(65536))
    const { diagnoses } = await verdictOf(file)
    expect(diagnoses.map(({ id }) => id)).toEqual(['head-wiped'])
    expect(diagnoses[0]?.sentences[1]).toMatch(/^Gone are both headers and both region tables/)
    expect(diagnoses[0]?.title).toBe(CAUSE_WORDS['head-wiped'].title)
  })

  test('with its region tables left: headers and first bytes are made anew', async () => {
    const { diagnoses } = await verdictOf(wipe(192 * 1024))
    expect(diagnoses.map(({ id }) => id)).toEqual(['head-wiped'])
    expect(diagnoses[0]?.ways.flatMap(salvageIn)).toEqual(['headers-anew', 'identifier'])
  })

  test('is nothing of the kind where no metadata stand, nor where it is another thing', async () => {
    const bare = wipe(3 * MIB)
    expect((await verdictOf(bare)).diagnoses).toEqual([])
    const raw = wipe(MIB)
    // A master boot record with a partition: a raw disk, which may hold a VHDX as a file.
    raw.put(446, Uint8Array.of(0, 0, 0, 0, 0x83, 0, 0, 0, 0, 8, 0, 0, 0, 8, 0, 0))
    raw.put(510, Uint8Array.of(0x55, 0xaa))
    expect((await verdictOf(raw)).diagnoses).toEqual([])
  })

  test('and its table of blocks: it says what stands, and names no way that cannot be gone', async () => {
    const file = wipe(MIB)
    file.put(3 * MIB, new Uint8Array(MIB))
    const { diagnoses } = await verdictOf(file)
    expect(diagnoses.map(({ id, ways }) => [id, ways.flatMap(salvageIn)])).toEqual([
      ['head-wiped', []],
    ])
    expect(diagnoses[0]?.sentences[0]).toContain('most likely')
  })

  test('is said not to have been looked for until it is', async () => {
    const { notLooked, diagnoses } = await diagnose(await surveyed(wipe(MIB)))
    expect([diagnoses, notLooked]).toMatchObject([[], [expect.stringContaining('stand behind')]])
  })
})

test('of an image that is whole only its disk is looked at', async () => {
  for (const image of [SALVAGED_DISK, NOT_CLOSED]) {
    const inspected = await surveyed(buildImage(image))
    expect((await diagnose(inspected)).notLooked).toEqual([
      'the partitions and file systems on the disk',
    ])
    expect(Object.keys(await lookFurther({ inspected }))).toEqual(['guest'])
  }
})
