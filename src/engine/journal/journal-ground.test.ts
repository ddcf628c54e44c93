/** What a journal starts from, and what it must not touch. */
import { describe, expect, test } from 'vitest'
import {
  BAT,
  bytesOf,
  filled,
  JOURNAL_IDS,
  journal,
  journalDisk,
  METADATA,
  SPARE,
} from '../../testing/journalling.ts'
import { guid, NIL_GUID } from '../bytes/guid.ts'
import { MemoryFile } from '../bytes/memory-file.ts'
import { standardRegions } from '../compose/compose-header-section.ts'
import type { EntryDescription } from '../compose/description.ts'
import type { Header } from '../format/header.ts'
import { KIB, MIB, REGION_TABLE_OFFSETS } from '../format/layout.ts'
import { BAT_REGION, type RegionTableEntry } from '../format/region-table.ts'
import { readHeaders } from '../image/headers/headers.ts'
import { CannotReplayError } from '../log/replay.ts'
import { applyTo } from '../update/apply.ts'
import { preview } from '../update/preview.ts'
import type { Step } from '../update/step.ts'
import { CannotJournalError, JournalTargetError } from './errors.ts'
import { stepsIntoLog } from './plan-journal.ts'

const LOG = MIB

/** The regions of a disk whose BAT lies at `offset`. */
const batIn = (offset: number): Partial<RegionTableEntry>[] =>
  standardRegions({ virtualDiskSize: 64 * MIB }).map((region) =>
    region.guid === BAT_REGION ? { ...region, fileOffset: BigInt(offset) } : region,
  )

async function applied(file: MemoryFile, steps: readonly Step[]): Promise<MemoryFile> {
  const copy = new MemoryFile(await file.read(0, file.size))
  await applyTo(copy, steps)
  return copy
}

describe('an image that is dirty already', () => {
  const sectorOf = (byte: number): EntryDescription => ({
    updates: [{ kind: 'data', fileOffset: BigInt(SPARE), bytes: new Uint8Array(4096).fill(byte) }],
  })
  const dirty = (headers: Partial<Header> = {}, ...more: EntryDescription[]) =>
    journalDisk({
      headers: [headers, headers],
      log: { entries: [sectorOf(0x33), ...more] },
    })

  test('is refused unless the caller wants it replayed', async () => {
    await expect(journal(dirty(), [bytesOf(BAT, 6)])).rejects.toThrow(CannotJournalError)
  })

  test('is replayed first, and the change is made to what that gives', async () => {
    const file = dirty()
    const { steps } = await journal(file, [bytesOf(SPARE + 1, 0x44)], { whenDirty: 'replay' })
    const result = await applied(file, steps)
    expect([...(await result.read(SPARE, 3))]).toEqual([0x33, 0x44, 0x33])
    const view = preview(file, steps)
    expect([...(await view.read(SPARE, 3))]).toEqual([0x33, 0x44, 0x33])
  })

  test('is not replayed where that gives what no implementation may open', async () => {
    const noTables = {
      kind: 'zero',
      fileOffset: BigInt(192 * KIB),
      length: BigInt(128 * KIB),
    } as const
    const file = dirty({}, { updates: [noTables] })
    const refused = journal(file, [bytesOf(192 * KIB, 6)], { whenDirty: 'replay' })
    await expect(refused).rejects.toThrow(CannotReplayError)
  })

  test('is judged by where its regions are after the replay, not by where they were', async () => {
    const good = journalDisk()
    const overBat = journalDisk({
      regionTables: [{ entries: batIn(LOG) }, { entries: batIn(LOG) }],
    })
    const tablesOf = async (disk: MemoryFile): Promise<EntryDescription> => ({
      updates: await Promise.all(
        REGION_TABLE_OFFSETS.map(async (offset) => ({
          kind: 'data' as const,
          fileOffset: BigInt(offset),
          bytes: await disk.read(offset, 4 * KIB),
        })),
      ),
    })
    const becomesBad = dirty({}, await tablesOf(overBat))
    const refused = journal(becomesBad, [bytesOf(METADATA, 1)], { whenDirty: 'replay' })
    await expect(refused).rejects.toThrow(/overlaps/)

    const becomesGood = journalDisk({
      regionTables: [{ entries: batIn(LOG) }, { entries: batIn(LOG) }],
      log: { entries: [await tablesOf(good)] },
    })
    const { steps } = await journal(becomesGood, [bytesOf(BAT, 6)], { whenDirty: 'replay' })
    expect((await (await applied(becomesGood, steps)).read(BAT, 1))[0]).toBe(6)
  })

  test('is not replayed where its log is of a version that nobody knows', async () => {
    const refused = journal(dirty({ logVersion: 2 }), [bytesOf(SPARE, 6)], { whenDirty: 'replay' })
    await expect(refused).rejects.toThrow(CannotJournalError)
  })
})

test.each([
  ['the file identifier', 0, 'file identifier'],
  ['a header', 64 * KIB, 'header 1'],
  ['the log', MIB, 'the log'],
  ['a payload block', 4 * MIB, 'payload block 0'],
  ['the rest of the header section', 320 * KIB, 'header section'],
  ['a place behind everything', 9 * MIB, 'no structure'],
])('an update of %s is refused, and says whose bytes they are', async (_, offset, owner) => {
  const refused = journal(journalDisk(), [bytesOf(offset, 1)])
  await expect(refused).rejects.toThrow(JournalTargetError)
  await expect(refused).rejects.toThrow(owner)
})

test('an update that begins in a region table and reaches behind it is refused', async () => {
  const update = filled(320 * KIB - 10, 20, 1)
  await expect(journal(journalDisk(), [update])).rejects.toThrow(JournalTargetError)
})

test('region tables and sector bitmap blocks may be changed', async () => {
  const file = journalDisk({
    kind: 'differencing',
    parent: { pairs: [['parent_linkage', '{5f6d8a1e-3c2b-4a90-8d17-6e0b4c2a9f31}']] },
    sectorBitmaps: [{ chunk: 0, fill: 0xff }],
    blocks: [],
  })
  const { steps } = await journal(file, [bytesOf(192 * KIB + 100, 1), bytesOf(4 * MIB + 5, 2)])
  const result = await applied(file, steps)
  expect([...(await result.read(4 * MIB + 4, 3))]).toEqual([0xff, 2, 0xff])
})

test.each([{ sequenceNumber: 0n }, { sequenceNumber: 2n ** 63n + 1n }, { logGuid: NIL_GUID }])(
  'a log cannot begin with %o',
  async (ids) => {
    const wrong = { ...JOURNAL_IDS, ...ids }
    await expect(journal(journalDisk(), [], { ids: wrong })).rejects.toThrow(RangeError)
  },
)

test('a log that shares its bytes with a region is not written to', async () => {
  const file = journalDisk({ log: { offset: BAT } })
  await expect(journal(file, [bytesOf(METADATA, 1)])).rejects.toThrow(/overlaps/)
})

test('a log version that was never looked at in a clean file is set right', async () => {
  const clean = { logVersion: 3 }
  const file = journalDisk({ headers: [clean, clean], log: { guid: guid(NIL_GUID) } })
  const plan = await journal(file, [bytesOf(BAT, 6)])
  const { current } = await readHeaders(await applied(file, stepsIntoLog(plan)))
  expect(current?.values?.logVersion).toBe(0)
})

test('an image of a version that nobody knows is not changed', async () => {
  const file = journalDisk({ headers: [{ version: 2 }, { version: 2 }] })
  await expect(journal(file, [bytesOf(BAT, 6)])).rejects.toThrow(CannotJournalError)
})

test('a LogGuid that the log has used before is noticed, lest an old change be taken for the new one', async () => {
  const file = journalDisk()
  await applyTo(file, (await journal(file, [bytesOf(SPARE, 6)])).steps)
  await expect(journal(file, [bytesOf(SPARE, 7)])).rejects.toThrow(/cannot be read back/)
})
