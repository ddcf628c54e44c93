/** What was written by place, against the same looked up write by write. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clear, fill, type SmallEntry, smallLog } from '../../testing/small-log.ts'
import type { ByteRange, Run } from '../bytes/byte-source.ts'
import { guid, NIL_GUID } from '../bytes/guid.ts'
import { endOf, overlaps } from '../bytes/ranges.ts'
import { LOG_SECTOR_SIZE } from '../format/layout.ts'
import { scanLog } from '../log/scan.ts'
import { readHistory } from './history.ts'
import { isLongRun, readWritten, type Written } from './written.ts'
import { sectorsOf, WrittenIndex } from './written-index.ts'

const START = 0x80000
const GUIDS = [1, 2, 3].map((n) => guid(`${n}0000000-0000-4000-8000-000000000000`))

async function writtenBy(sectors: number, entries: readonly SmallEntry[]) {
  const { file, region } = smallLog(sectors, entries)
  const history = await readHistory(file, await scanLog(file, region, NIL_GUID), [])
  return { history, all: await readWritten(file, history) }
}

const sector = (number: number) => BigInt(START + number * LOG_SECTOR_SIZE)
const update = fc.oneof(
  fc.record({ at: fc.nat({ max: 12 }), length: fc.nat({ max: 9 }) }).map(({ at, length }) => {
    return clear(sector(at), BigInt(length * LOG_SECTOR_SIZE))
  }),
  fc.nat({ max: 12 }).map((at) => fill(sector(at), 7)),
)
const entries: fc.Arbitrary<readonly SmallEntry[]> = fc.array(
  fc.record({ guid: fc.constantFrom(...GUIDS), updates: fc.array(update, { maxLength: 5 }) }),
  { maxLength: 6 },
)

const naivePlaces = (writes: readonly Written[]): readonly ByteRange[] => {
  const ranges = writes.flatMap((write) =>
    isLongRun(write)
      ? [{ offset: write.offset, length: write.length }]
      : [...sectorsOf(write)].map((offset) => ({ offset, length: LOG_SECTOR_SIZE })),
  )
  const distinct = new Map(ranges.map((range) => [`${range.offset}+${range.length}`, range]))
  return [...distinct.values()].sort((a, b) => a.offset - b.offset || a.length - b.length)
}

/** Whether a write counts for a place of its own: the sectors of short ones, long ones as a whole. */
const isOf = (write: Written, place: ByteRange): boolean =>
  isLongRun(write)
    ? write.offset === place.offset && write.length === place.length
    : place.length === LOG_SECTOR_SIZE && overlaps(write, place)

test('gives the places, the writes of each and what was there before, as looking at all writes does', async () => {
  await fc.assert(
    fc.asyncProperty(entries, async (list) => {
      const { history, all } = await writtenBy(64, list)
      const { writes } = all
      const index = await WrittenIndex.of(history, all)
      for (const session of [undefined, ...history.sessions.keys()]) {
        const { total, at } = index.places(session)
        const own = writes.filter((write) => session === undefined || write.session === session)
        expect(Array.from({ length: total }, (_, i) => at(i))).toEqual(
          naivePlaces(own).map((place) => {
            const there = own.filter((write) => isOf(write, place))
            const sessions = new Set(there.map((write) => write.session)).size
            return { ...place, writes: there.length, sessions }
          }),
        )
      }
      const places = [...naivePlaces(writes), { offset: START, length: 5 * LOG_SECTOR_SIZE }]
      for (const place of places) {
        const touching = writes.flatMap((write, i) => (overlaps(write, place) ? [i] : []))
        expect([...index.writesTo(place)]).toEqual(touching)
      }
      for (const [i, write] of writes.entries()) {
        for (const offset of sectorsOf(write)) {
          const place = { offset, length: LOG_SECTOR_SIZE }
          const before = writes.slice(0, i).findLast((other) => overlaps(other, place))
          expect(index.before(i, offset)).toBe(before)
        }
        const { first, end } = index.ofEntry(write.entry)
        expect(writes.slice(first, end)).toEqual(
          writes.filter(({ entry }) => entry === write.entry),
        )
      }
    }),
    { numRuns: 60 },
  )
})

/** Entries of 126 zero descriptors, short ones and long ones over them. */
const crowded = (count: number): readonly SmallEntry[] =>
  Array.from({ length: count }, () => ({
    updates: Array.from({ length: 126 }, (_, i) => clear(sector(0), i % 2 === 0 ? 4096n : 65536n)),
  }))

describe('in a log of nothing but writes to one sector', () => {
  test.each([8, 16])(
    'what was before a write is known without looking for it: %d entries',
    async (count) => {
      const { history, all } = await writtenBy(count, crowded(count))
      let looks = 0
      const writes = new Proxy(all.writes, {
        get: (target, key, receiver) => {
          if (typeof key === 'string' && /^\d+$/.test(key)) looks++
          return Reflect.get(target, key, receiver)
        },
      })
      const index = await WrittenIndex.of(history, { ...all, writes })
      // Some passes over all of them, and no more.
      expect(looks).toBeLessThan(16 * all.writes.length)
      looks = 0
      for (let i = 0; i < 64; i++) index.before(2 * i, START)
      expect(looks).toBeLessThanOrEqual(2 * 64)
      looks = 0
      index.places().at(0)
      expect(looks).toBeLessThanOrEqual(2)
    },
  )

  test('lets others have their turn while it reads and sorts, and stops when it is cancelled', async () => {
    const { file, region } = smallLog(128, crowded(128))
    const history = await readHistory(file, await scanLog(file, region, NIL_GUID), [])
    const turns = async (cancelAt: number): Promise<number> => {
      const abort = new AbortController()
      let count = 0
      const pause = async () => {
        if (++count === cancelAt) abort.abort(new Error('cancelled'))
      }
      const run: Run = { signal: abort.signal, pause }
      await WrittenIndex.of(history, await readWritten(file, history, run), run)
      return count
    }
    const all = await turns(Infinity)
    expect(all).toBeGreaterThanOrEqual(12)
    for (let turn = 1; turn <= all; turn++) await expect(turns(turn)).rejects.toThrow('cancelled')
  })
})

test('a place that reaches past all writes is told of whole', async () => {
  const { history, all } = await writtenBy(8, [{ updates: [clear(sector(3), 4096n)] }])
  const index = await WrittenIndex.of(history, all)
  const place = { offset: 0, length: endOf({ offset: START, length: 65536 }) }
  expect([...index.writesTo(place)]).toEqual([0])
})
