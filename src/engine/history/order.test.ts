/** The order of sessions against the same made of every proof that there is, session by session. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RANDOM_LOG_GUID } from '../../testing/random-log.ts'
import { type SmallEntry, smallLog } from '../../testing/small-log.ts'
import { guid } from '../bytes/guid.ts'
import { LOG_SECTOR_SIZE } from '../format/layout.ts'
import type { LogEntry, LogRegion } from '../log/log.ts'
import { distance } from '../log/ring.ts'
import { scanLog } from '../log/scan.ts'
import { orderSessions } from './order.ts'
import { findHints } from './order-evidence.ts'
import { findSessions, type Session } from './sessions.ts'

const SECTORS = 24
const GUIDS = [
  RANDOM_LOG_GUID,
  ...Array.from({ length: 6 }, (_, i) => guid(`${i}0000000-0000-4000-8000-000000000000`)),
]

const entries: fc.Arbitrary<readonly SmallEntry[]> = fc.array(
  fc.record({
    sector: fc.nat({ max: SECTORS - 1 }),
    sequenceNumber: fc.bigInt({ min: 1n, max: 40n }),
    tail: fc.nat({ max: SECTORS - 1 }),
    guid: fc.constantFrom(...GUIDS),
    lost: fc.oneof(
      { weight: 4, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.constant([1]) },
    ),
    updates: fc.array(
      fc.constant({ kind: 'data', fileOffset: 0x80000n, bytes: new Uint8Array(4096) } as const),
      { maxLength: 2 },
    ),
  }),
  { minLength: 1, maxLength: 16 },
)

/** All slots of `length` bytes from a position on. */
const slotsOf = ({ length: ring }: LogRegion, position: number, length: number): number[] =>
  Array.from({ length: Math.min(length, ring) / LOG_SECTOR_SIZE }, (_, i) => {
    return ((position + i * LOG_SECTOR_SIZE) % ring) / LOG_SECTOR_SIZE
  })

const taken = (region: LogRegion, { position, length }: LogEntry): number[] =>
  slotsOf(region, position, length)

const covered = (region: LogRegion, { position, length, header }: LogEntry): number[] =>
  slotsOf(region, header.tail, distance(region, header.tail, position) + length)

function isProven(region: LogRegion, earlier: Session, later: Session): boolean {
  const then = new Set(earlier.entries.flatMap((entry) => covered(region, entry)))
  return later.entries.some((entry) => taken(region, entry).some((slot) => then.has(slot)))
}

/** As `orderSessions` says that it does, looking at each pair of sessions again and again. */
function naiveOrder(region: LogRegion, found: readonly Session[]) {
  const hints = findHints(region, found)
  const indices = [...found.keys()]
  const last = found.findIndex(({ current }) => current)
  const left = new Set(indices.filter((index) => index !== last))
  const contradicted = new Set<number>()
  const order: number[] = []
  const proves = (earlier: number, later: number): boolean => {
    const [a, b] = [found[earlier], found[later]]
    return a !== undefined && b !== undefined && a !== b && isProven(region, a, b)
  }
  const isTaken = (index: number) => order.includes(index)
  while (left.size > 0) {
    const free = [...left].filter((later) =>
      indices.every((earlier) => isTaken(earlier) || !proves(earlier, later)),
    )
    const likely = free.filter((each) =>
      hints.every(({ earlier, later }) => later !== each || isTaken(earlier)),
    )
    const next = likely[0] ?? free[0] ?? Math.min(...left)
    if (free.length === 0) contradicted.add(next)
    left.delete(next)
    order.push(next)
  }
  if (last >= 0) {
    if (indices.some((later) => proves(last, later))) contradicted.add(last)
    order.push(last)
  }
  return { order, contradicted, proves }
}

test('the order is the one that all proofs make, and of any two it is known whether it is proven', async () => {
  await fc.assert(
    fc.asyncProperty(entries, async (list) => {
      const { file, region } = smallLog(SECTORS, list)
      const found = findSessions(await scanLog(file, region, RANDOM_LOG_GUID))
      const { sessions, proof } = orderSessions(region, found)
      const { order, contradicted, proves } = naiveOrder(region, found)
      expect(sessions.map(({ guid: name }) => name)).toEqual(order.map((i) => found[i]?.guid))
      expect(sessions.map((session) => session.contradicted)).toEqual(
        order.map((index) => contradicted.has(index)),
      )
      for (const [earlier, a] of order.entries()) {
        for (const [later, b] of order.entries()) {
          if (a === b) continue
          const found = proof(earlier, later)
          expect(found !== undefined).toBe(proves(a, b))
          if (!found) continue
          const slots = new Set(covered(region, found.earlierEntry))
          expect(taken(region, found.laterEntry).some((slot) => slots.has(slot))).toBe(true)
          expect(sessions[earlier]?.entries).toContain(found.earlierEntry)
          expect(sessions[later]?.entries).toContain(found.laterEntry)
        }
      }
    }),
    { numRuns: 80 },
  )
})
