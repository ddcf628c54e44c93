import fc from 'fast-check'
import { expect, test } from 'vitest'
import { overlaps } from '../bytes/ranges.ts'
import { overlappingPairs } from './overlaps.ts'

const ranges = fc.array(fc.record({ offset: fc.nat(50), length: fc.nat(10) }), { maxLength: 12 })

test('pairs are found if and only if ranges overlap, and each pair truly does', () => {
  fc.assert(
    fc.property(ranges, (list) => {
      const pairs = overlappingPairs(list, (range) => range)
      const any = list.some((a, i) => list.slice(i + 1).some((b) => overlaps(a, b)))
      expect(pairs.length > 0).toBe(any)
      for (const [a, b, at] of pairs) {
        expect(overlaps(a, b) && overlaps(a, at) && overlaps(b, at)).toBe(true)
      }
    }),
  )
})

test('a range far back is seen by all that it covers', () => {
  const list = [
    { offset: 0, length: 100 },
    { offset: 10, length: 5 },
    { offset: 20, length: 5 },
    { offset: 100, length: 5 },
  ]
  const pairs = overlappingPairs(list, (range) => range).map(([a, b]) => [a.offset, b.offset])
  expect(pairs).toEqual([
    [0, 10],
    [0, 20],
  ])
})

test('many ranges on one place give a pair each, not a pair of each two', () => {
  const list = Array.from({ length: 2047 }, () => ({ offset: 0, length: 1 }))
  expect(overlappingPairs(list, (range) => range).length).toBe(2046)
})
