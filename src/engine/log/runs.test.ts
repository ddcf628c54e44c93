import { describe, expect, test } from 'vitest'
import { findActive, findRuns, type Linked } from './runs.ts'

const SECTOR = 4096
const region = { offset: 2 ** 20, length: 10 * SECTOR }

/** Place, sequence number, place of the tail, size: places and sizes in sectors. */
const entry = (place: number, sequenceNumber: bigint, tail = place, size = 1): Linked => ({
  position: place * SECTOR,
  length: size * SECTOR,
  header: { sequenceNumber, tail: tail * SECTOR },
})

const places = (entries: readonly Linked[]): number[] =>
  entries.map(({ position }) => position / SECTOR)

const inOrder = (entries: readonly Linked[]): Linked[] =>
  entries.toSorted((a, b) => a.position - b.position)

const runsOf = (...entries: Linked[]): number[][] =>
  findRuns(region, inOrder(entries)).map((run) => places(run.entries))

/** Places from the tail to the head of the active run. */
function activeOf(...entries: Linked[]): number[] | undefined {
  const active = findActive(findRuns(region, inOrder(entries)))
  return active && places(active.entries.slice(active.tail))
}

describe('a run', () => {
  test('goes on as long as the next entry has the next number', () => {
    expect(runsOf(entry(0, 5n), entry(1, 6n), entry(2, 8n), entry(3, 9n))).toEqual([
      [0, 1],
      [2, 3],
    ])
  })

  test('ends where no entry begins directly behind', () => {
    expect(runsOf(entry(0, 1n), entry(2, 2n))).toEqual([[0], [2]])
    expect(runsOf(entry(0, 1n, 0, 2), entry(2, 2n))).toEqual([[0, 2]])
  })

  test('goes on at the start of the ring', () => {
    expect(runsOf(entry(0, 3n), entry(1, 4n), entry(8, 2n, 8, 2))).toEqual([[8, 0, 1]])
    expect(runsOf(entry(1, 3n), entry(9, 2n, 9, 2))).toEqual([[9, 1]])
  })

  test('ends before its own first entry where it fills the ring', () => {
    const full = Array.from({ length: 10 }, (_, i) => entry(i, BigInt(((i + 6) % 10) + 1)))
    expect(runsOf(...full)).toEqual([[4, 5, 6, 7, 8, 9, 0, 1, 2, 3]])
    expect(runsOf(entry(3, 1n, 3, 10))).toEqual([[3]])
  })

  test('does not go on behind the greatest number, as if 0 came after it', () => {
    expect(runsOf(entry(0, 2n ** 64n - 1n), entry(1, 0n))).toEqual([[0], [1]])
  })

  test('tells numbers apart that are the same as floating-point numbers', () => {
    expect(runsOf(entry(0, 2n ** 53n), entry(1, 2n ** 53n + 2n))).toEqual([[0], [1]])
    expect(runsOf(entry(0, 2n ** 60n), entry(1, 2n ** 60n + 1n))).toEqual([[0, 1]])
  })
})

describe('the active sequence', () => {
  test('begins at the tail of the head, not at the first entry of the run', () => {
    expect(activeOf(entry(0, 1n), entry(1, 2n), entry(2, 3n, 1))).toEqual([1, 2])
  })

  test('is that of the greatest head, not that of the greatest first entry', () => {
    const long = [entry(0, 3n), entry(1, 4n, 0), entry(2, 5n, 0), entry(3, 6n, 0)]
    expect(activeOf(...long, entry(6, 5n))).toEqual([0, 1, 2, 3])
  })

  test('passes over a greater run whose tail is not one of its entries', () => {
    expect(activeOf(entry(0, 1n), entry(4, 9n, 3))).toEqual([0])
    expect(activeOf(entry(0, 1n, 0, 2), entry(2, 2n, 1))).toBeUndefined()
  })

  test('does not fall back to a part of the run when the tail of its head is missing', () => {
    expect(activeOf(entry(0, 1n), entry(1, 2n, 0), entry(2, 3n, 7))).toBeUndefined()
  })

  test('is the one that comes first in the ring if two heads are equal', () => {
    expect(activeOf(entry(1, 7n), entry(5, 7n))).toEqual([1])
  })

  test('counts as met at the start of the ring if the part there is complete', () => {
    const wrapping = [entry(0, 7n), entry(9, 6n)]
    expect(activeOf(...wrapping, entry(4, 7n))).toEqual([0])
    const wrappingWhole = [entry(0, 7n, 9), entry(9, 6n)]
    expect(activeOf(...wrappingWhole, entry(4, 7n))).toEqual([4])
  })
})
