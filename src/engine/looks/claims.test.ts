/** Whose bytes are where two claim them: each evidence with an image that has it, and one that only looks so. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { numberedGuid } from '../../testing/chain-files.ts'
import { counting } from '../../testing/counting-source.ts'
import { extSuperblock, guestDisk } from '../../testing/guest-volumes.ts'
import { idsOf, verdictOf } from '../../testing/looking.ts'
import { SALVAGED_DISK } from '../../testing/salvage-images.ts'
import { SALVAGE_IDS, surveyed } from '../../testing/salvaging.ts'
import { NIL_GUID } from '../bytes/guid.ts'
import { buildImage } from '../compose/build-image.ts'
import type { EntryDescription, ImageDescription } from '../compose/description.ts'
import { MIB } from '../format/layout.ts'
import { BAT_REGION, METADATA_REGION } from '../format/region-table.ts'
import { inspect } from '../inspect/inspect.ts'
import { surveyBlocks } from '../inspect/survey.ts'
import { lookFurther } from './look-further.ts'

const placed = (fileOffsetMB: number) => ({ state: 'fully-present', fileOffsetMB }) as const
const NOT_PRESENT = { state: 'not-present' } as const

const told = async (image: ImageDescription): Promise<string> => {
  const verdict = await verdictOf(image)
  const [cause] = verdict.diagnoses.filter(({ id }) => id === 'bat-overlaps')
  return cause?.sentences.join(' ') ?? ''
}

/** Blocks 0 and 1 at 4 MiB, and a log that is in no use any more. */
const shared = (...entries: EntryDescription[]): ImageDescription => ({
  ...SALVAGED_DISK,
  bat: { 1: placed(4) },
  ...(entries.length > 0 && {
    log: { entries },
    headers: [{ logGuid: NIL_GUID }, { logGuid: NIL_GUID }],
  }),
})
const puts = (changes: NonNullable<ImageDescription['bat']>): EntryDescription => ({
  updates: [{ kind: 'bat', changes }],
})

describe('two blocks in one place', () => {
  test('the one that an entry of the log put there later most likely has it', async () => {
    const later = shared(puts({ 1: NOT_PRESENT }), puts({ 1: placed(4) }))
    expect(await told(later)).toContain(
      'At 0x400000, 1 MiB: block 0 and block 1. They most likely belong to block 1: entry 2 of the log gave it the place later.',
    )
    const first = shared(puts({ 0: placed(9), 1: placed(4) }), puts({ 0: placed(4) }))
    expect(await told(first)).toContain('most likely belong to block 0: entry 2 of the log')
  })

  test('nothing tells where the log has both from the beginning, or as they are not', async () => {
    const unknown = 'Nothing tells whose bytes are there.'
    expect(await told(shared())).toContain(unknown)
    expect(await told(shared(puts({ 1: placed(4) })))).toContain(unknown)
    // Both came in one entry.
    const both = [puts({ 0: placed(8), 1: placed(9) }), puts({ 0: placed(4), 1: placed(4) })]
    expect(await told(shared(...both))).toContain(unknown)
    // What the log left is not what the table says.
    const other = [puts({ 1: NOT_PRESENT }), puts({ 1: placed(4) }), puts({ 1: placed(7) })]
    expect(await told(shared(...other))).toContain(unknown)
  })

  test('whatever the log tells, it never names the one that came first', async () => {
    let told = 0
    const step = fc.record({ block: fc.constantFrom(0, 1), at: fc.constantFrom(0, 4, 9) })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 9 }), async (random) => {
        // What ends elsewhere is put back, so that both are there in the end.
        const steps = [...random]
        const last = (block: number) => steps.findLast((each) => each.block === block)?.at ?? 4
        for (const block of [0, 1] as const) if (last(block) !== 4) steps.push({ block, at: 4 })
        const at = [4, 4]
        const since = [-1, -1]
        for (const [i, { block, at: place }] of steps.entries()) {
          if (place === 4 && at[block] !== 4) since[block] = i
          at[block] = place
        }
        const image = shared(
          ...steps.map(({ block, at: place }) =>
            puts({ [block]: place === 0 ? NOT_PRESENT : placed(place) }),
          ),
        )
        const inspected = await surveyed(buildImage(image))
        const { claims } = await lookFurther({ inspected })
        const likely = claims?.places[0]?.likely
        if (!likely) return
        told++
        const [zero = -1, one = -1] = since
        expect(likely.who).toBe(zero > one ? 'block 0' : 'block 1')
      }),
      { numRuns: 40 },
    )
    expect(told).toBeGreaterThan(10)
  })

  test('entries of uses of the log whose order nobody knows say nothing', async () => {
    const entries = [
      { ...puts({ 1: NOT_PRESENT }), logGuid: SALVAGE_IDS.fileWriteGuid },
      { ...puts({ 0: placed(4), 1: placed(4) }), logGuid: SALVAGE_IDS.dataWriteGuid },
    ]
    // The second goes on where the first one ends: that is likely to be later.
    expect(await told(shared(...entries))).toContain('most likely belong to block 1')
    const [first = {}, second = {}] = entries
    const apart = [first, { ...second, position: 65536, tail: 65536 }]
    expect(await told(shared(...apart))).toContain('Nothing tells')
  })

  test('the one through which the guest has a file system there has it', async () => {
    const disk = guestDisk(16 * MIB, [
      [1024, extSuperblock()],
      [5 * MIB, new Uint8Array(512).fill(1)],
    ])
    expect(await told({ ...disk, bat: { 5: placed(4) } })).toContain(
      'block 0 and block 5. They belong to block 0: the guest has the ext4 there.',
    )
    // Without it, and with it in another place than the one that is shared.
    const bare = guestDisk(16 * MIB, [[0, new Uint8Array(512).fill(1)]])
    expect(await told({ ...bare, bat: { 5: placed(4) } })).toContain('Nothing tells')
    const beside = { ...disk, bat: { 6: placed(5) } }
    expect(await told(beside)).toContain('Nothing tells')
  })

  test('of three nobody says which came later', async () => {
    const { bat, ...rest } = shared(puts({ 1: NOT_PRESENT }), puts({ 1: placed(4) }))
    expect(await told({ ...rest, bat: { ...bat, 2: placed(4) } })).toContain(
      'block 0, block 2 and 1 more. Nothing tells whose bytes are there.',
    )
  })
})

describe('a block where a structure is', () => {
  test.each([
    ['the metadata', 2, 'They belong to the metadata: its signature is there.'],
    [
      'the table of blocks',
      3,
      'They belong to the table of blocks: what is there reads as entries of it.',
    ],
  ])('%s', async (_, at, sentence) => {
    expect(await told({ ...SALVAGED_DISK, bat: { 1: placed(at) } })).toContain(sentence)
  })

  test('a table of which nothing is left holds nothing', async () => {
    const patches = [{ at: 2 * MIB, bytes: new Uint8Array(8).fill(0x55) }]
    const verdict = await verdictOf({ ...SALVAGED_DISK, bat: { 1: placed(2) }, patches })
    expect(idsOf(verdict)).not.toContain('bat-overlaps')
  })

  const inLog = { ...SALVAGED_DISK, bat: { 1: placed(1) } } satisfies ImageDescription
  const data = { at: MIB, bytes: new Uint8Array(4096).fill(0xd1) }

  test('the log has it where whole entries are there, in use or not', async () => {
    const log = { entries: [puts({ 9: NOT_PRESENT })] }
    const why = 'They belong to the log: 1 whole entry of it is there.'
    const used = await told({ ...inLog, log })
    expect(used).toContain(why)
    expect(used).toContain('to replay it, or to write to the disk, destroys that')
    expect(
      await told({ ...inLog, log, headers: [{ logGuid: NIL_GUID }, { logGuid: NIL_GUID }] }),
    ).toContain(why)
  })

  test('a log without entries that is in no use leaves it to the block, if there is anything', async () => {
    expect(await told({ ...inLog, patches: [data] })).toContain(
      'They most likely belong to block 1: no log is in use, and no entry of one is there.',
    )
    const empty = {
      ...SALVAGED_DISK,
      blocks: SALVAGED_DISK.blocks.filter((each) => each.block !== 1),
    }
    expect(await told({ ...empty, bat: { 1: placed(1) } })).toContain('Nothing tells')
  })
})

test('a log on the table of blocks is said to destroy it, with what stands there', async () => {
  const image = { ...SALVAGED_DISK, log: { offset: 3 * MIB, entries: [] } }
  const sentences = await told(image)
  expect(sentences).toContain('the log and the table of blocks')
  expect(sentences).toContain('The log lies where something else does')
})

test('of many places 64 are looked at, and the count of all is said', async () => {
  const blocks = Array.from({ length: 400 }, (_, i) => i)
  const file = buildImage({
    virtualDiskSize: 400 * MIB,
    bat: Object.fromEntries(blocks.map((i) => [i, placed(4 + 2 * (i % 200))])),
    fileSize: 405 * MIB,
  })
  const source = counting(file)
  const inspected = await surveyBlocks(await inspect(source, SALVAGE_IDS))
  const before = source.bytesRead
  const { claims } = await lookFurther({ inspected })
  expect([claims?.places.length, claims?.count]).toEqual([64, 200])
  expect(source.bytesRead - before).toBeLessThan(16 * MIB)
  const { diagnoses } = await verdictOf(file)
  expect(diagnoses[0]?.sentences[1]).toBe(
    'It is about 200 places of the file, of which 64 were looked at; nothing tells whose bytes are there.',
  )
})

test('of a region table that says the same place again and again a few are named', async () => {
  const region = { fileOffset: BigInt(20 * MIB), length: MIB, required: 0 }
  const entries = [
    { fileOffset: BigInt(3 * MIB), length: MIB, guid: BAT_REGION },
    { fileOffset: BigInt(2 * MIB), length: MIB, guid: METADATA_REGION },
    ...Array.from({ length: 200 }, (_, i) => ({ ...region, guid: numberedGuid(i) })),
  ]
  const sentences = await told({
    ...SALVAGED_DISK,
    fileSize: 21 * MIB,
    regionTables: [{ entries }, { entries }],
  })
  expect(sentences).toMatch(
    /At 0x1400000, 1 MiB: (the region [^,]+, ){3}the region \S+ and 196 more/,
  )
})

test('nobody looks at claims of an image that has none', async () => {
  const looks = await lookFurther({ inspected: await surveyed(buildImage(SALVAGED_DISK)) })
  expect(looks.claims).toBeUndefined()
})
