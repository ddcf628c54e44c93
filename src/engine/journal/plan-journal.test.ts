import { describe, expect, test } from 'vitest'
import {
  BAT,
  bytesOf,
  filled,
  JOURNAL_IDS,
  journal,
  journalDisk,
  METADATA,
  recover,
  SPARE,
  scanned,
  zeros,
} from '../../testing/journalling.ts'
import { endOf } from '../bytes/byte-source.ts'
import { guid, NIL_GUID } from '../bytes/guid.ts'
import { MemoryFile } from '../bytes/memory-file.ts'
import { KIB, MIB } from '../format/layout.ts'
import { readHeaders } from '../image/headers.ts'
import { applyTo } from '../update/apply.ts'
import { preview } from '../update/preview.ts'
import type { Step } from '../update/step.ts'
import { withUpdates } from './byte-update.ts'
import { CannotJournalError, JournalTargetError, LogFullError } from './errors.ts'
import { stepsIntoLog } from './plan-journal.ts'

const SECTOR = 4 * KIB
const HEADERS_END = 192 * KIB
const LOG = { offset: MIB, length: MIB }

/** A step in a word: what it touches, or "flush". */
function nameOf(step: Step): string {
  if (step.kind === 'flush') return 'flush'
  return step.cause.kind === 'header' ? `header ${step.cause.copy}` : step.cause.kind
}

async function applied(file: MemoryFile, steps: readonly Step[]): Promise<MemoryFile> {
  const copy = new MemoryFile(await file.read(0, file.size))
  await applyTo(copy, steps)
  return copy
}

/** All that is no header and no log. */
async function contents(file: MemoryFile): Promise<Buffer> {
  const bytes = await file.read(0, file.size)
  bytes.fill(0, 64 * KIB, HEADERS_END)
  bytes.fill(0, LOG.offset, endOf(LOG))
  return Buffer.from(bytes)
}

describe('the order of a journal', () => {
  test('is write-ahead, with a barrier wherever something must be stable before something else', async () => {
    const { steps } = await journal(journalDisk(), [bytesOf(BAT, 6, 0, 0x50)])
    expect(steps.map(nameOf)).toEqual([
      'flush',
      'header 1',
      'flush',
      'header 2',
      'flush',
      'log',
      'flush',
      'header 1',
      'flush',
      'header 2',
      'flush',
      'descriptor',
      'flush',
      'header 1',
      'flush',
      'header 2',
      'flush',
    ])
  })

  test('costs nine flushes for a change of one BAT entry', async () => {
    const { steps } = await journal(journalDisk(), [bytesOf(BAT, 6)])
    expect(steps.filter(({ kind }) => kind === 'flush')).toHaveLength(9)
  })

  test('names the log in the headers only when its entries are stable', async () => {
    const file = journalDisk()
    const { steps } = await journal(file, [bytesOf(BAT, 6)])
    const logged = steps.findIndex((step) => nameOf(step) === 'log')
    const { current } = await readHeaders(await applied(file, steps.slice(0, logged + 1)))
    expect(current?.values).toMatchObject({
      fileWriteGuid: JOURNAL_IDS.fileWriteGuid,
      dataWriteGuid: JOURNAL_IDS.dataWriteGuid,
      logGuid: NIL_GUID,
    })
  })

  test('leaves DataWriteGuid alone where nothing that the user sees is changed', async () => {
    const file = journalDisk()
    const old = (await readHeaders(file)).current?.values?.dataWriteGuid
    const { dataWriteGuid: _, ...ids } = JOURNAL_IDS
    const { steps } = await journal(file, [bytesOf(SPARE, 6)], { ids })
    const { current } = await readHeaders(await applied(file, steps))
    expect(current?.values?.dataWriteGuid).toBe(old)
  })
})

describe('what is journalled', () => {
  test('is in the file afterwards, with all around it as it was, and the log is empty', async () => {
    const file = journalDisk()
    const updates = [
      bytesOf(BAT + 8, 1, 2, 3),
      filled(SPARE - 10, 5000, 7),
      zeros(METADATA + 40, 20),
    ]
    const { steps } = await journal(file, updates)
    const result = await applied(file, steps)
    const wanted = withUpdates(file, updates)
    const wantedFile = new MemoryFile(await wanted.read(0, wanted.size))
    expect(Buffer.compare(await contents(result), await contents(wantedFile))).toBe(0)
    const { image, scan } = await scanned(result)
    expect(image.headers.current?.values?.logGuid).toBe(NIL_GUID)
    expect(scan?.active).toBeUndefined()
  })

  test('keeps the rest of a BAT sector whose first entry changes (qemu#727)', async () => {
    const blocks = Array.from({ length: 40 }, (_, block) => ({ block }))
    const file = journalDisk({ blocks })
    const old = await file.read(BAT, SECTOR)
    const { entries } = await journal(file, [bytesOf(BAT, 0, 0)])
    const [update] = entries[0]?.updates ?? []
    if (update?.kind !== 'data') throw new Error('not a data sector')
    expect(update.fileOffset).toBe(BigInt(BAT))
    old.fill(0, 0, 2)
    expect(Buffer.from(update.bytes)).toEqual(Buffer.from(old))
  })

  test('is the same in a preview, a copy of it and the file itself', async () => {
    const file = journalDisk()
    const { steps } = await journal(file, [filled(SPARE, 9000, 3), zeros(BAT, 8)])
    const view = preview(file, steps)
    const result = await applied(file, steps)
    const inPlace = await result.read(0, result.size)
    expect(Buffer.compare(await view.read(0, view.size), inPlace)).toBe(0)
  })

  test('becomes a zero descriptor where sectors become zero, one for each run', async () => {
    const { entries } = await journal(journalDisk(), [
      zeros(SPARE, 8 * SECTOR),
      filled(SPARE + 8 * SECTOR, 10, 0),
      bytesOf(SPARE + 9 * SECTOR, 1),
    ])
    expect(entries[0]?.updates).toMatchObject([
      { kind: 'zero', fileOffset: BigInt(SPARE), length: BigInt(9 * SECTOR) },
      { kind: 'data', fileOffset: BigInt(SPARE + 9 * SECTOR) },
    ])
  })

  test('takes entries of several descriptor sectors where it must hold together', async () => {
    const file = journalDisk()
    const updates = [filled(SPARE - 100 * SECTOR, 200 * SECTOR, 9)]
    const { entries, steps } = await journal(file, updates)
    expect(entries.map(({ length }) => length)).toEqual([202 * SECTOR])
    const { scan } = await scanned(await applied(file, steps.slice(0, -5)))
    expect(scan?.active?.entries.map(({ header }) => header.descriptorCount)).toEqual([200])
  })

  test('lets later updates win where they overlap', async () => {
    const file = journalDisk()
    const { steps } = await journal(file, [filled(SPARE, 100, 1), filled(SPARE + 50, 100, 2)])
    const result = await applied(file, steps)
    expect([...(await result.read(SPARE + 49, 2))]).toEqual([1, 2])
  })
})

describe('the entries', () => {
  const dirtied = async (file: MemoryFile) => {
    const plan = await journal(file, [bytesOf(BAT, 6)], { fileSize: 9 * MIB })
    return scanned(await applied(file, stepsIntoLog(plan)))
  }

  test('have the numbers, the GUID and the file sizes of §2.3.1.1', async () => {
    const file = journalDisk()
    await file.resize(file.size + 4096)
    const { scan } = await dirtied(file)
    expect(scan?.active?.head.header).toMatchObject({
      sequenceNumber: JOURNAL_IDS.sequenceNumber,
      logGuid: JOURNAL_IDS.logGuid,
      tail: 0,
      flushedFileOffset: BigInt(5 * MIB),
      lastFileOffset: BigInt(9 * MIB),
    })
    expect(scan?.active?.head.findings).toEqual([])
  })

  test('go behind those of earlier sessions and wrap around the end of the ring', async () => {
    const file = journalDisk()
    let sequenceNumber = 0n
    const start = async (): Promise<number | undefined> => {
      sequenceNumber += 1000n
      const ids = { ...JOURNAL_IDS, sequenceNumber }
      const plan = await journal(file, [filled(METADATA + 256 * KIB, 99 * SECTOR, 5)], { ids })
      await applyTo(file, plan.steps)
      return plan.entries[0]?.position
    }
    expect([await start(), await start(), await start(), await start()]).toEqual(
      [0, 100, 200, 300 % 256].map((sector) => sector * SECTOR),
    )
    expect([...(await file.read(METADATA + 256 * KIB, 1))]).toEqual([5])
  })

  test('leave one sector open, so that a full ring differs from an empty one', async () => {
    const most = 252
    const { entries } = await journal(journalDisk(), [filled(METADATA, most * SECTOR, 1)])
    expect(entries[0]?.length).toBe(254 * SECTOR)
    // One more needs three descriptor sectors.
    await expect(journal(journalDisk(), [filled(METADATA, 254 * SECTOR, 1)])).rejects.toMatchObject(
      {
        name: 'LogFullError',
        needed: 256 * SECTOR,
        available: 255 * SECTOR,
      },
    )
  })
})

describe('a change that is too much for one entry', () => {
  const big = [filled(METADATA, MIB, 7), filled(BAT, MIB, 8)]

  test('is refused with numbers where it must hold together', async () => {
    const refused = journal(journalDisk(), big)
    await expect(refused).rejects.toThrow(LogFullError)
    await expect(refused).rejects.toThrow(/needs an entry of .* room for/)
  })

  test('is split over entries that QEMU can read where it may be, with tails that move', async () => {
    const file = journalDisk()
    const { entries, steps } = await journal(file, big, { divisible: true })
    const written = entries.filter(({ updates }) => updates.length > 0)
    expect(written.every(({ updates }) => updates.length <= 126)).toBe(true)
    expect(new Set(entries.map(({ tail }) => tail)).size).toBeGreaterThan(2)
    const numbers = entries.map(({ sequenceNumber }) => sequenceNumber - JOURNAL_IDS.sequenceNumber)
    expect(numbers).toEqual(entries.map((_, i) => BigInt(i)))
    const result = await applied(file, steps)
    expect(
      (await result.read(METADATA, 2 * MIB)).every((byte, i) => byte === (i < MIB ? 7 : 8)),
    ).toBe(true)
  })
})

describe('an image that is dirty already', () => {
  const dirty = () =>
    journalDisk({
      log: {
        entries: [
          {
            updates: [
              { kind: 'data', fileOffset: BigInt(SPARE), bytes: new Uint8Array(4096).fill(0x33) },
            ],
          },
        ],
      },
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
})

test('a plan without its end leaves the change in the log, for the next replay', async () => {
  const file = journalDisk()
  const plan = await journal(file, [filled(SPARE, 5000, 9)])
  const dirty = await applied(file, stepsIntoLog(plan))
  expect([...(await dirty.read(SPARE, 1))]).toEqual([0])
  await recover(dirty)
  const done = await contents(await applied(file, plan.steps))
  expect(Buffer.compare(await contents(dirty), done)).toBe(0)
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
