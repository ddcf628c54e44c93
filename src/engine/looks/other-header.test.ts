/** A damaged header that was the newer one: in doubt is only what it leads elsewhere. */
import { expect, test } from 'vitest'
import { idsOf, salvageIn, verdictOf } from '../../testing/looking.ts'
import { NOT_CLOSED, placing, SALVAGED_DISK } from '../../testing/salvage-images.ts'
import { SOUND, salvaged } from '../../testing/salvaging.ts'
import { guid, NIL_GUID } from '../bytes/guid.ts'
import type { ImageDescription } from '../compose/description.ts'
import type { Header } from '../format/header.ts'

const NONE = { logGuid: NIL_GUID }
const OTHER_GUID = guid('99999999-2222-4333-8444-555555555555')

/** Header 2 has the greater sequence number, and a wrong checksum. */
const newerDamaged = (
  image: ImageDescription,
  older: Partial<Header>,
  newer: Partial<Header> = {},
): ImageDescription => ({ ...image, headers: [older, { ...newer, checksum: 1 }] })

test('the older header names no log, the newer one does: both are told, and a copy is made by either', async () => {
  const image = newerDamaged(NOT_CLOSED, NONE)
  const verdict = await verdictOf(image)
  expect(idsOf(verdict)).toEqual(['header-doubt'])
  expect(verdict.condition).toBe('damaged')
  const [found] = verdict.diagnoses
  expect(found?.sentences).toContain(
    'By header 1: no log has to be replayed, and the disk is as it is in the file.',
  )
  expect(found?.sentences).toContain(
    'By header 2: 1 log entry has to be replayed, which changes 1 place of the file.',
  )
  const ways = found?.ways.flatMap(salvageIn) ?? []
  expect(ways).toEqual(['by-other-header', 'second-header'])
  const blocks = ways.map(async (way) => {
    const { plan, ...result } = await salvaged(image, [way])
    expect(result).toMatchObject(SOUND)
    return plan.after.inspection.before.census?.payload['fully-present']
  })
  expect(await Promise.all(blocks)).toEqual([5, 4])
})

test('the older header names a log, the newer one none', async () => {
  const verdict = await verdictOf(newerDamaged(NOT_CLOSED, {}, NONE))
  expect(idsOf(verdict)).toEqual(['header-doubt'])
  expect(verdict.diagnoses[0]?.sentences.slice(1, 3)).toEqual([
    'By header 1: 1 log entry has to be replayed, which changes 1 place of the file.',
    'By header 2: no log has to be replayed, and the disk is as it is in the file.',
  ])
})

test('the newer one names a log of which not all is there', async () => {
  const torn = {
    ...SALVAGED_DISK,
    log: { entries: [{ ...placing(8, 8), flips: [4096 + 9] }, placing(9, 9)] },
  }
  const verdict = await verdictOf(newerDamaged(torn, NONE))
  expect(idsOf(verdict)).toEqual(['header-doubt'])
  expect(verdict.diagnoses[0]?.sentences[2]).toContain('of which not everything is there')
})

test.each([
  ['it is older', { ...NOT_CLOSED, headers: [{ checksum: 1 }, NONE] }],
  ['its number cannot be read', newerDamaged(NOT_CLOSED, NONE, { sequenceNumber: 0n })],
  ['it says the same', newerDamaged(SALVAGED_DISK, NONE)],
  // A torn write: nothing was ever written to the log by it.
  ['nobody wrote a log by it', newerDamaged(SALVAGED_DISK, NONE, { logGuid: OTHER_GUID })],
  // The log was applied, and then a header that names none was written.
  [
    'its log changes nothing',
    newerDamaged({ ...SALVAGED_DISK, log: { entries: [placing(3, 7)] } }, NONE),
  ],
] as const)('no doubt, but one copy lost, is where %s', async (_, image) => {
  const verdict = await verdictOf(image)
  expect(idsOf(verdict)).toEqual(['copy-lost'])
  expect(verdict.condition).toBe('degraded')
})

test('of a lost copy it is said who needs it', async () => {
  const header = { checksum: 1 }
  const first = await verdictOf({ ...SALVAGED_DISK, regionTables: [{ header }, {}] })
  expect(first.diagnoses[0]?.sentences[1]).toBe(
    'DiscUtils, and what is made with it, reads region table 1 only, and will refuse the file.',
  )
  const second = await verdictOf({ ...SALVAGED_DISK, regionTables: [{}, { header }] })
  expect(second.diagnoses[0]?.sentences).toHaveLength(1)
  const written = await verdictOf(newerDamaged(SALVAGED_DISK, {}, { dataWriteGuid: OTHER_GUID }))
  expect(written.diagnoses[0]?.sentences[1]).toContain('another DataWriteGuid')
})
