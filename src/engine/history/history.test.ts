import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RANDOM_LOG_GUID, randomLogs } from '../../testing/random-log.ts'
import { fill, SMALL_LOG_GUID, type SmallEntry, smallLog } from '../../testing/small-log.ts'
import { type Guid, guid, NIL_GUID } from '../bytes/guid.ts'
import { MemoryFile } from '../bytes/memory-file.ts'
import { KIB, LOG_SECTOR_SIZE } from '../format/layout.ts'
import { SLOT_KINDS } from '../log/log.ts'
import { scanLog } from '../log/scan.ts'
import { type LogHistory, readHistory } from './history.ts'
import { linkWords } from './link-words.ts'
import { missingNumbers } from './sessions.ts'
import { readWritten, writtenSector } from './written.ts'

const ORPHAN = SLOT_KINDS.indexOf('orphan-data')
const A = guid('aaaaaaaa-0000-4000-8000-000000000000')
const B = guid('bbbbbbbb-0000-4000-8000-000000000000')
const C = guid('cccccccc-0000-4000-8000-000000000000')
const NAMES = new Map<Guid, string>([
  [A, 'A'],
  [B, 'B'],
  [C, 'C'],
  [SMALL_LOG_GUID, 'now'],
])

async function historyOf(sectors: number, entries: readonly SmallEntry[], current = NIL_GUID) {
  const { file, region } = smallLog(sectors, entries)
  const scan = await scanLog(file, region, current)
  return { file, scan, history: await readHistory(file, scan, []) }
}

const order = ({ sessions }: LogHistory) =>
  sessions.map(({ guid: name, link }) => `${NAMES.get(name)} ${link?.certainty ?? 'first'}`)

test('an entry in the place of another session’s sequence proves which is later', async () => {
  // The head of A at sector 3 says that its sequence began at sector 0, where B is now.
  const { history } = await historyOf(8, [
    { sector: 0, sequenceNumber: 900n, guid: B, tail: 0 },
    { sector: 3, sequenceNumber: 5n, guid: A, tail: 0 },
  ])
  expect(order(history)).toEqual(['A first', 'B proven'])
  const [, later] = history.sessions
  expect(later?.link && linkWords(later.link)).toBe(
    'Its entry 900 at log+0x0 lies where the sequence of entry 5 of the earlier session lay when that was written, from its Tail log+0x0 to log+0x3000 (§2.3.2).',
  )
})

test('a proof is found around the end of the ring, on both sides', async () => {
  // A's sequence lay from sector 7 on, around to sector 3; B has gone around, too.
  const { history } = await historyOf(8, [
    { sector: 7, guid: B, sequenceNumber: 900n, updates: [fill(0x80000n, 1)] },
    { sector: 3, guid: A, sequenceNumber: 5n, tail: 7 },
  ])
  expect(order(history)).toEqual(['A first', 'B proven'])
})

test('the session that the header names is the latest', async () => {
  const entries = [
    { sector: 0, guid: SMALL_LOG_GUID, sequenceNumber: 1n },
    { sector: 4, guid: A, sequenceNumber: 50n },
  ]
  const { history } = await historyOf(8, entries, SMALL_LOG_GUID)
  expect(order(history)).toEqual(['A first', 'now proven'])
  expect(history.sessions[1]?.current).toBe(true)
})

test('sessions that go on like those of QEMU are likely in that order, and no more', async () => {
  const { history } = await historyOf(8, [
    { sector: 3, guid: B, sequenceNumber: 8n },
    { sector: 2, guid: A, sequenceNumber: 7n },
    { sector: 4, guid: C, sequenceNumber: 9n },
  ])
  expect(order(history)).toEqual(['A first', 'B likely', 'C likely'])
})

test('nothing is said of sessions that have nothing to do with each other', async () => {
  const { history } = await historyOf(8, [
    { sector: 1, guid: A, sequenceNumber: 7n },
    { sector: 5, guid: B, sequenceNumber: 6n },
  ])
  expect(order(history)).toEqual(['A first', 'B unknown'])
  expect(history.sessions[1]?.link && linkWords(history.sessions[1].link)).toBe(
    'Nothing in the log says which of the two is older.',
  )
})

test('what lies inside of an entry that does not verify was likely written over it', async () => {
  const { history } = await historyOf(8, [
    { sector: 0, guid: A, sequenceNumber: 7n, updates: [fill(0x80000n, 1), fill(0x81000n, 2)] },
    { sector: 1, guid: B, sequenceNumber: 1n },
  ])
  expect(order(history)).toEqual(['A first', 'B likely'])
  expect(history.sessions[0]).toMatchObject({ entries: [], unverified: [{ position: 0 }] })
})

test('a proof goes before what is only likely', async () => {
  // B goes on where A ends, but A's head says that its sequence lay where B is now and before: all
  // that is likely is A before B; what is proven is that C came before A.
  const { history } = await historyOf(8, [
    { sector: 0, guid: A, sequenceNumber: 7n },
    { sector: 1, guid: B, sequenceNumber: 8n },
    { sector: 3, guid: C, sequenceNumber: 30n, tail: 0 },
  ])
  expect(order(history)).toEqual(['C first', 'A proven', 'B likely'])
})

test('proofs that go round in a circle are told', async () => {
  const { history } = await historyOf(8, [
    { sector: 0, guid: A, sequenceNumber: 7n, tail: 4 },
    { sector: 4, guid: B, sequenceNumber: 8n, tail: 0 },
  ])
  expect(history.sessions).toHaveLength(2)
  expect(history.sessions.some(({ contradicted }) => contradicted)).toBe(true)
})

test('the entries of a session are in the order of their numbers, wherever they lie', async () => {
  const { history } = await historyOf(8, [
    { sector: 6, guid: A, sequenceNumber: 4n },
    { sector: 7, guid: A, sequenceNumber: 5n },
    { sector: 0, guid: A, sequenceNumber: 6n },
    { sector: 2, guid: A, sequenceNumber: 9n },
  ])
  const [session] = history.sessions
  expect(session?.entries.map(({ header }) => header.sequenceNumber)).toEqual([4n, 5n, 6n, 9n])
  expect(session && missingNumbers(session)).toBe(2n)
})

test('data sectors without an entry are told by their number, with what lies before them', async () => {
  const { history } = await historyOf(16, [
    { sector: 0, guid: A, sequenceNumber: 77n, updates: [1, 2, 3].map((n) => fill(0x80000n, n)) },
    { sector: 0, guid: B, sequenceNumber: 100n, updates: [fill(0x80000n, 9)] },
  ])
  expect(history.orphans).toMatchObject([
    {
      sequenceNumber: 77n,
      sectors: [{ position: 2 * LOG_SECTOR_SIZE }, { position: 3 * LOG_SECTOR_SIZE }],
      near: 0,
      before: { position: 0 },
    },
  ])
})

test('an orphan is found in the file where the same bytes stand there, and only there', async () => {
  const { file, region } = smallLog(8, [
    { sector: 0, guid: A, sequenceNumber: 77n, updates: [fill(0x80000n, 1), fill(0x81000n, 2)] },
    { sector: 0, guid: B, sequenceNumber: 2n ** 60n },
  ])
  const content = await file.read(0, file.size)
  content.fill(2, 0x8000, 0x9000)
  const changed = new MemoryFile(content)
  const scan = await scanLog(changed, region, NIL_GUID)
  const { orphans } = await readHistory(changed, scan, [{ offset: 0x6000, length: 0x4000 }])
  expect(orphans[0]?.near).toBeUndefined()
  expect(orphans[0]?.sectors.map(({ same }) => same)).toEqual([undefined, 0x8000])
})

test('what was written comes in the order of time, with its bytes', async () => {
  const { file, history } = await historyOf(16, [
    { sector: 0, sequenceNumber: 900n, guid: B, updates: [fill(0x80000n, 2)] },
    { sector: 8, sequenceNumber: 5n, guid: A, tail: 0, updates: [fill(0x80000n, 1)] },
  ])
  const { writes, complete } = await readWritten(file, history)
  expect(complete).toBe(true)
  const contents = await Promise.all(writes.map((write) => writtenSector(file, write)))
  expect(contents.map(([first, ...rest]) => [first, new Set(rest).size])).toEqual([
    [1, 1],
    [2, 1],
  ])
  expect(await readWritten(file, history, undefined, 1)).toMatchObject({ complete: false })
})

test('every entry belongs to one session, and no proof is contradicted by the order', async () => {
  await fc.assert(
    fc.asyncProperty(randomLogs, async (log) => {
      const start = 256 * KIB
      const bytes = new Uint8Array(start + log.length)
      bytes.set(log, start)
      const file = new MemoryFile(bytes)
      const region = { offset: start, length: log.length }
      const scan = await scanLog(file, region, RANDOM_LOG_GUID)
      const { sessions, proof, orphans } = await readHistory(file, scan, [])
      const all = sessions.flatMap(({ entries, unverified }) => [...entries, ...unverified])
      expect(new Set(all).size).toBe(scan.entries.length)
      expect(all).toHaveLength(scan.entries.length)
      const isSound = sessions.every(({ contradicted }) => !contradicted)
      for (const later of sessions.keys()) {
        for (const earlier of sessions.keys()) {
          if (isSound && earlier > later) expect(proof(earlier, later)).toBeUndefined()
        }
      }
      const sectors = orphans.flatMap((group) => group.sectors)
      expect(sectors).toHaveLength(scan.slots.filter((slot) => slot === ORPHAN).length)
    }),
    { numRuns: 150 },
  )
})

test('a log whose every sector is a session that has had all of it is read to its end', async () => {
  const count = 1024
  const { file, region } = smallLog(
    count,
    Array.from({ length: count }, (_, i) => ({
      guid: guid(`${i.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`),
      // Every tail says that the whole ring was its own.
      tail: (i + 1) % count,
    })),
  )
  const scan = await scanLog(file, region, NIL_GUID)
  const { sessions } = await readHistory(file, scan, [])
  expect(sessions).toHaveLength(count)
  // Each is proven to be earlier than all others: only the last one waits for nobody any more.
  expect(sessions.filter(({ contradicted }) => contradicted)).toHaveLength(count - 1)
}, 60_000)
