import fc from 'fast-check'
import { expect, test } from 'vitest'
import { REPLAY_IDS } from '../../testing/our-replay.ts'
import { dirtyLogs, RANDOM_LOG_GUID, randomLogs } from '../../testing/random-log.ts'
import { clear, fill, SMALL_LOG_GUID, type SmallEntry, smallLog } from '../../testing/small-log.ts'
import { cases } from '../../testing/thorough.ts'
import type { ByteSource } from '../bytes/byte-source.ts'
import type { Guid } from '../bytes/guid.ts'
import { MemoryFile } from '../bytes/memory-file.ts'
import { endOf, overlaps } from '../bytes/ranges.ts'
import { buildImage } from '../compose/build-image.ts'
import { buildSample } from '../compose/samples.ts'
import { GIB, KIB, LOG_SECTOR_SIZE } from '../format/layout.ts'
import { readImage } from '../image/image.ts'
import { type Inspected, inspect } from '../inspect/inspect.ts'
import { readableDescriptors } from '../log/descriptors.ts'
import type { LogRegion } from '../log/log.ts'
import { planWrites } from '../log/replay-writes.ts'
import { scanLog } from '../log/scan.ts'
import { preview } from '../update/preview.ts'
import { type EntryDiffRow, readEntryDiff, withEntry } from './entry-diff.ts'

const ALL = { start: 0, count: 1000 }
const START = 256 * KIB

/** As much of an inspection as looking at entries needs. */
async function inspectedLog(source: ByteSource, region: LogRegion, guid: Guid): Promise<Inspected> {
  const whole = await inspect(source, REPLAY_IDS)
  const scan = await scanLog(source, region, guid)
  return { ...whole, before: await readImage(source), scan, update: undefined }
}

async function diffOf(entries: readonly SmallEntry[]) {
  const { file, region } = smallLog(16, entries, 2 ** 20)
  const inspected = await inspectedLog(file, region, SMALL_LOG_GUID)
  return { inspected, ...(await readEntryDiff(inspected, { position: 0, state: 'before' }, ALL)) }
}

test('a sound descriptor has no problems, and says how many bytes would differ', async () => {
  const { rows } = await diffOf([{ updates: [fill(0x80000n, 7), clear(0x90000n, 4096n)] }])
  expect(rows).toMatchObject([
    { problems: [], readable: true, changedBytes: LOG_SECTOR_SIZE, range: { offset: 0x80000 } },
    { problems: [], readable: true, changedBytes: 0, range: { offset: 0x90000, length: 4096 } },
  ])
})

test('a torn data sector is told with both numbers', async () => {
  const { rows } = await diffOf([
    { sequenceNumber: 9n, updates: [fill(0x80000n, 7)], damage: (view) => view.setUint8(8188, 3) },
  ])
  expect(rows[0]?.problems).toEqual([
    'Its data sector has sequence number 3 instead of 9: a torn or missing write.',
  ])
  expect(rows[0]?.readable).toBe(true)
})

test('a data sector that was written over is told by what is there now', async () => {
  const { rows } = await diffOf([
    { sector: 0, updates: [fill(0x80000n, 7)] },
    { sector: 1, updates: [] },
  ])
  expect(rows[0]?.problems[0]).toContain('begins with “loge” instead of “data”')
})

test('descriptors that point where no log may write are told, and so are those that are none', async () => {
  const damage = (view: DataView) => {
    view.setBigUint64(64 + 32 + 16, 2n ** 63n, true)
    view.setUint32(64 + 64, 0, true)
  }
  const updates = [0x1000n, 0x80000n, 0x81000n].map((at) => fill(at, 1))
  const { rows } = await diffOf([{ updates, damage }])
  expect(rows.map(({ problems }) => problems[0])).toEqual([
    'It points to the file identifier or the headers.',
    'It points to 0x8000000000000000, beyond any file.',
    'It begins with neither “desc” nor “zero”: it is no descriptor.',
  ])
  expect(rows.map(({ readable }) => readable)).toEqual([true, false, false])
})

test('an impossible EntryLength leaves no data sectors to read', async () => {
  const { rows, inspected } = await diffOf([
    { updates: [fill(0x80000n, 7)], header: { entryLength: 5 } },
  ])
  expect(rows[0]).toMatchObject({ readable: false, changedBytes: undefined })
  expect(rows[0]?.problems[0]).toContain('EntryLength 5 is impossible')
  const source = await withEntry(inspected, 0, 'before')
  expect(await source?.read(0x80000, 4)).toEqual(new Uint8Array(4))
})

test('an entry in the place that another one claims is looked at by itself, where neither verifies', async () => {
  const { inspected } = await diffOf([
    { updates: [fill(0x80000n, 7)], header: { entryLength: 4 * LOG_SECTOR_SIZE } },
    { updates: [fill(0x90000n, 8)], damage: (view) => view.setUint8(4, 0) },
  ])
  const { rows } = await readEntryDiff(
    inspected,
    { position: 2 * LOG_SECTOR_SIZE, state: 'before' },
    ALL,
  )
  expect(rows).toMatchObject([{ range: { offset: 0x90000 }, readable: true }])
})

test('zeros over much of the file are not compared, and behind its end only make it longer', async () => {
  const { rows } = await diffOf([
    { updates: [clear(0x80000n, 0x80000n), clear(0xfffffn, 4096n), clear(0x200000n, 1n)] },
  ])
  expect(rows).toMatchObject([
    { range: { length: 0x80000 }, changedBytes: undefined, grows: false },
    { changedBytes: 0, grows: true },
    { changedBytes: 0, grows: true },
  ])
})

test('zeros of no whole sectors are compared to the last byte, and told by the entries of the BAT', async () => {
  const bat = { 0: { state: 'zero' }, 512: { state: 'zero' }, 1022: { state: 'zero' } } as const
  const updates = [clear(3n * 2n ** 20n, 6000n), clear(3n * 2n ** 20n + 4096n, 512n)]
  const image = buildImage({ virtualDiskSize: GIB, bat, log: { entries: [{ updates }] } })
  const inspected = await inspect(image, REPLAY_IDS)
  const { rows } = await readEntryDiff(inspected, { position: 0, state: 'before' }, ALL)
  expect(rows.map(({ changedBytes, lines }) => [changedBytes, lines])).toEqual([
    [2, ['BAT[0]: ZERO → NOT_PRESENT', 'BAT[512]: ZERO → NOT_PRESENT']],
    [1, ['BAT[512]: ZERO → NOT_PRESENT']],
  ])
})

test('an entry that claims 1 PiB of zeros costs nothing', async () => {
  const { rows, inspected } = await diffOf([{ updates: [clear(2n ** 40n, 2n ** 50n)] }])
  expect(rows[0]).toMatchObject({ readable: true, changedBytes: 0, grows: true })
  const source = await withEntry(inspected, 0, 'before')
  expect(source?.size).toBe(2 ** 40 + 2 ** 50)
  expect(await source?.read(2 ** 45, 4)).toEqual(new Uint8Array(4))
})

test('what an entry would make of the file is what a replay of it alone would', async () => {
  await fc.assert(
    fc.asyncProperty(dirtyLogs, async (log) => {
      const bytes = new Uint8Array(START + log.length + 2 ** 20)
      bytes.set(log, START)
      const file = new MemoryFile(bytes)
      const region = { offset: START, length: log.length }
      const inspected = await inspectedLog(file, region, RANDOM_LOG_GUID)
      for (const entry of inspected.scan?.entries ?? []) {
        const one = { entries: [entry], tail: entry, head: entry }
        const { writes } = await planWrites(file, region, one)
        const expected = preview(file, writes)
        const shown = await withEntry(inspected, entry.position, 'before')
        expect(shown?.size).toBe(expected.size)
        const after = await expected.read(0, expected.size)
        expect(Buffer.compare((await shown?.read(0, expected.size)) ?? after, after)).toBe(0)
      }
    }),
    { numRuns: cases(10) },
  )
})

/** The bytes that a descriptor writes, zeros aside, told without the code that says so. */
async function bytesOf(
  file: MemoryFile,
  { descriptor, readable }: EntryDiffRow,
): Promise<Uint8Array> {
  if (!readable || descriptor.kind === 'unknown') return new Uint8Array()
  if (descriptor.kind === 'zero' || descriptor.sectorAt === undefined) return new Uint8Array()
  const sector = (await file.read(descriptor.sectorAt, LOG_SECTOR_SIZE)).slice()
  const view = new DataView(sector.buffer)
  view.setBigUint64(0, descriptor.leadingBytes, true)
  view.setUint32(LOG_SECTOR_SIZE - 4, descriptor.trailingBytes, true)
  return sector
}

/** Behind the end of either, zeros. */
function countDifferences(a: Uint8Array, b: Uint8Array): number {
  let count = 0
  for (let i = 0; i < Math.max(a.length, b.length); i++) if ((a[i] ?? 0) !== (b[i] ?? 0)) count++
  return count
}

test('the changed bytes of a row are those that its write would change, wherever and however long', async () => {
  let compared = 0
  await fc.assert(
    fc.asyncProperty(randomLogs, fc.nat({ max: 2 ** 20 }), async (log, more) => {
      const content = new Uint8Array(START + log.length + more).fill(0xee)
      content.set(log, START)
      const file = new MemoryFile(content)
      const region = { offset: START, length: log.length }
      const inspected = await inspectedLog(file, region, RANDOM_LOG_GUID)
      for (const { position } of inspected.scan?.entries ?? []) {
        const { rows } = await readEntryDiff(inspected, { position, state: 'before' }, ALL)
        let sum = 0
        for (const row of rows) {
          const { range, changedBytes, readable, grows } = row
          if (changedBytes === undefined) continue
          compared++
          const { offset } = range ?? { offset: 0 }
          // Zeros behind the end change nothing: no more of them is needed to count. A data sector is short.
          const isZero = row.descriptor.kind === 'zero'
          const needed = isZero ? content.length + 2 ** 20 : Number.POSITIVE_INFINITY
          const end = Math.min(offset + (range?.length ?? 0), needed)
          const written = content.slice(offset, end)
          const now = new Uint8Array(Math.max(0, end - offset))
          now.set((await bytesOf(file, row)).subarray(0, now.length))
          expect(readable).toBe(true)
          expect(changedBytes).toBe(countDifferences(written, now))
          expect(grows).toBe(range !== undefined && endOf(range) > content.length)
          sum += changedBytes
        }
        const ranges = rows.flatMap(({ range, readable }) => (range && readable ? [range] : []))
        const isApart = ranges.every((a, i) => ranges.slice(i + 1).every((b) => !overlaps(a, b)))
        const isWhole = rows.every(
          ({ changedBytes, readable }) => changedBytes !== undefined || !readable,
        )
        const shown = await withEntry(inspected, position, 'before')
        if (!shown || !isApart || !isWhole || shown.size > 2 ** 24) continue
        expect(countDifferences(content, await shown.read(0, shown.size))).toBe(sum)
      }
    }),
    { numRuns: 100 },
  )
  expect(compared).toBeGreaterThan(100)
})

test('any entry of any log can be looked at, valid or not', async () => {
  await fc.assert(
    fc.asyncProperty(randomLogs, async (log) => {
      const bytes = new Uint8Array(START + log.length)
      bytes.set(log, START)
      const region = { offset: START, length: log.length }
      const inspected = await inspectedLog(new MemoryFile(bytes), region, RANDOM_LOG_GUID)
      for (const entry of inspected.scan?.entries ?? []) {
        const { position, reasons } = entry
        const { rows, total } = await readEntryDiff(inspected, { position, state: 'before' }, ALL)
        expect(total).toBe(readableDescriptors(entry))
        // Where it points is no reason against the entry: it forbids the replay.
        const problems = rows.flatMap((row) => row.problems)
        const own = problems.filter((problem) => !problem.startsWith('It points'))
        if (reasons.length === 0) expect(own).toEqual([])
        const source = await withEntry(inspected, position, 'before')
        expect((await source?.read(0, 4096))?.length).toBe(4096)
      }
    }),
    { numRuns: 50 },
  )
})

test('beside the file after replay the newest entry would change nothing', async () => {
  const inspected = await inspect(buildSample('dirty').source, REPLAY_IDS)
  const head = inspected.scan?.active?.head.position ?? -1
  const { rows } = await readEntryDiff(inspected, { position: head, state: 'after' }, ALL)
  expect(rows.map(({ changedBytes }) => changedBytes)).toEqual(rows.map(() => 0))
  expect((await readEntryDiff(inspected, { position: 4096, state: 'before' }, ALL)).total).toBe(0)
  expect(await withEntry(inspected, 4096, 'before')).toBeUndefined()
})
