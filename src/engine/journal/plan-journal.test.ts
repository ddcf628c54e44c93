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
import { NIL_GUID } from '../bytes/guid.ts'
import { MemoryFile } from '../bytes/memory-file.ts'
import { endOf } from '../bytes/ranges.ts'
import { KIB, MIB } from '../format/layout.ts'
import { readHeaders } from '../image/headers/headers.ts'
import { applyTo } from '../update/apply.ts'
import { preview } from '../update/preview.ts'
import type { Step } from '../update/step.ts'
import { withUpdates } from './byte-update.ts'
import { LogFullError } from './errors.ts'
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

test('a plan without its end leaves the change in the log, for the next replay', async () => {
  const file = journalDisk()
  const plan = await journal(file, [filled(SPARE, 5000, 9)])
  const dirty = await applied(file, stepsIntoLog(plan))
  expect([...(await dirty.read(SPARE, 1))]).toEqual([0])
  await recover(dirty)
  const done = await contents(await applied(file, plan.steps))
  expect(Buffer.compare(await contents(dirty), done)).toBe(0)
})
