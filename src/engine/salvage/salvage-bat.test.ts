/** A table of blocks that is lost in the file, and still in the log. */
import { describe, expect, test } from 'vitest'
import { salvageIn, verdictOf } from '../../testing/looking.ts'
import { BAT_AT, placing, SALVAGED_DISK, zeroed } from '../../testing/salvage-images.ts'
import { expectLaws, lossesIn, salvage, surveyed, whyNot } from '../../testing/salvaging.ts'
import { NIL_GUID } from '../bytes/guid.ts'
import { buildImage } from '../compose/build-image.ts'
import type { ImageDescription } from '../compose/description.ts'
import { diskSource } from '../disk/disk-source.ts'
import { KIB, MIB } from '../format/layout.ts'

/** The log is applied, and its entries are left: the first has blocks 0 to 4, the second block 5 as well. */
const CLOSED: ImageDescription = {
  ...SALVAGED_DISK,
  blocks: [0, 1, 2, 3, 4, 5].map((block) => ({ block, fill: block + 1 })),
  headers: [{ logGuid: NIL_GUID }, { logGuid: NIL_GUID }],
  log: { entries: [placing(4, 8), placing(5, 9)] },
}
const wiped = (changes: Partial<ImageDescription> = {}) =>
  zeroed({ ...CLOSED, ...changes }, [BAT_AT, 64 * KIB])
const blocksOf = async (file: ReturnType<typeof wiped>): Promise<readonly number[]> => {
  const { before } = await surveyed(file)
  const disk = diskSource([before])
  const first = async (block: number) => (await disk.read(block * MIB, 1))[0] ?? 0
  return Promise.all([0, 1, 2, 3, 4, 5].map(first))
}

describe('the table of blocks', () => {
  test('is put back as the last entry left it', async () => {
    const file = wiped()
    expect(await blocksOf(file)).toEqual([0, 0, 0, 0, 0, 0])
    const plan = await salvage(file, ['bat-from-log'])
    expect(plan.promised.condition).toBe('sound')
    expect(await blocksOf(await expectLaws(file, plan))).toEqual([1, 2, 3, 4, 5, 6])
    expect(lossesIn(plan)).toContain('as entry 2 of the log left it, 0 entries before the last')
  })

  test('is told with what the log still holds of it, and how old that is', async () => {
    const { diagnoses } = await verdictOf(wiped())
    expect(diagnoses.map(({ id }) => id)).toEqual(['bat-wiped'])
    expect(diagnoses[0]?.ways.flatMap(salvageIn)).toEqual(['bat-from-log'])
    expect(diagnoses[0]?.sentences).toContain(
      'The sector of the table at 0x300000 is as entry 2 of the log left it, 0 entries before the last one.',
    )
  })

  test('is put back as an older entry left it, where that is asked for', async () => {
    const twice = wiped({
      fileSize: 12 * MIB,
      log: { entries: [placing(9, 10), placing(5, 9)] },
    })
    const plan = await salvage(twice, ['bat-from-log'], { entry: '1' })
    expect(lossesIn(plan)).toContain('as entry 1 of the log left it')
    expect(plan.values).toMatchObject([
      {
        name: 'entry',
        value: '1',
        from: 'as it was set',
        options: [
          { value: '2', why: 'The last one; it has 1 sector of the table.' },
          { value: '1', why: '1 entry before the last one; it has 1 sector of the table.' },
        ],
      },
    ])
    expect(await whyNot(twice, 'bat-from-log', { entry: '7' })).toContain('No whole entry')
    expect(await whyNot(twice, 'bat-from-log', { entry: 'last' })).toContain('is no whole number')
  })

  test('is what an older entry says, where the last one cannot be right', async () => {
    const far = { ...placing(5, 9), updates: placing(5, 900).updates }
    const plan = await salvage(wiped({ log: { entries: [placing(4, 8), far] } }), ['bat-from-log'])
    expect(lossesIn(plan)).toContain('as entry 1 of the log left it, 1 entry before the last')
  })

  test('stays where it says where blocks are, and where the log has nothing of it', async () => {
    expect(await whyNot(CLOSED, 'bat-from-log')).toContain('says where they are')
    const other = { updates: [{ kind: 'zero', fileOffset: BigInt(2 * MIB), length: 0n }] } as const
    const empty = wiped({ log: { entries: [other] } })
    expect(await whyNot(empty, 'bat-from-log')).toContain('holds nothing of the table')
    // An empty disk: no block, no data, though the log remembers a block that was given back.
    const fresh = buildImage({
      virtualDiskSize: 16 * MIB,
      log: { entries: [placing(0, 4)] },
      headers: [{ logGuid: NIL_GUID }, { logGuid: NIL_GUID }],
    })
    expect(await whyNot(fresh, 'bat-from-log')).toContain('says where they are')
  })
})
