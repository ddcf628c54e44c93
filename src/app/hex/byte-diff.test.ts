import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changedSpans, wholeUnits } from './byte-diff.ts'

const bytes = (...values: number[]) => Uint8Array.from(values)

test('equal bytes have no changed spans', () => {
  expect(changedSpans(bytes(1, 2, 3), bytes(1, 2, 3))).toEqual([])
})

test('each run of different bytes is one span', () => {
  expect(changedSpans(bytes(0, 0, 0, 0, 0, 0), bytes(6, 0, 1, 2, 0, 3))).toEqual([
    { from: 0, to: 1 },
    { from: 2, to: 4 },
    { from: 5, to: 6 },
  ])
})

test('near runs count as one where that is asked for', () => {
  expect(changedSpans(bytes(0, 0, 0, 0, 0, 0), bytes(6, 0, 1, 2, 0, 3), 2)).toEqual([
    { from: 0, to: 6 },
  ])
})

test('bytes behind the end of the shorter side have changed', () => {
  expect(changedSpans(bytes(1, 2), bytes(1, 2, 0, 0))).toEqual([{ from: 2, to: 4 }])
  expect(changedSpans(bytes(), bytes(7))).toEqual([{ from: 0, to: 1 }])
})

test('the spans cover exactly the bytes that differ', () => {
  const side = fc.uint8Array({ maxLength: 40, max: 2 })
  fc.assert(
    fc.property(side, side, (before, after) => {
      const covered = new Set<number>()
      let last = -1
      for (const { from, to } of changedSpans(before, after)) {
        expect(from).toBeGreaterThan(last)
        for (let at = from; at < to; at++) covered.add(at)
        last = to
      }
      for (let at = 0; at < Math.max(before.length, after.length); at++) {
        expect(covered.has(at)).toBe(before[at] !== after[at])
      }
    }),
  )
})

test('spans become whole units, each once', () => {
  const spans = [
    { from: 8, to: 9 },
    { from: 10, to: 12 },
    { from: 30, to: 33 },
  ]
  expect(wholeUnits(spans, 8)).toEqual([
    { from: 8, to: 16 },
    { from: 24, to: 32 },
    { from: 32, to: 40 },
  ])
})
