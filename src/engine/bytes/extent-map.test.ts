import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { lastWriters } from './extent-map.ts'
import { endOf, firstEndingAfter } from './ranges.ts'

// For machines that are busy with other things.
vi.setConfig({ testTimeout: 30_000 })

const writes = fc.array(fc.record({ offset: fc.nat({ max: 60 }), length: fc.nat({ max: 30 }) }), {
  maxLength: 12,
})

test('the extents say of every byte what a plain array of bytes would', () => {
  fc.assert(
    fc.property(writes, (list) => {
      const plain = new Int32Array(100).fill(-1)
      for (const [writer, { offset, length }] of list.entries()) {
        plain.fill(writer, offset, offset + length)
      }
      const painted = new Int32Array(100).fill(-1)
      for (const extent of lastWriters(list)) {
        painted.fill(extent.writer, extent.offset, endOf(extent))
      }
      expect(painted).toEqual(plain)
    }),
  )
})

test('extents are sorted, disjoint, not empty, and as few as possible', () => {
  fc.assert(
    fc.property(writes, (list) => {
      const extents = lastWriters(list)
      for (const [i, extent] of extents.entries()) {
        expect(extent.length).toBeGreaterThan(0)
        const next = extents[i + 1]
        if (next === undefined) continue
        expect(next.offset).toBeGreaterThanOrEqual(endOf(extent))
        if (next.offset === endOf(extent)) expect(next.writer).not.toBe(extent.writer)
      }
    }),
  )
})

test('offsets near 2^53 are kept exactly', () => {
  const end = Number.MAX_SAFE_INTEGER
  const list = [
    { offset: 0, length: end },
    { offset: end - 1, length: 1 },
  ]
  expect(lastWriters(list)).toEqual([
    { offset: 0, length: end - 1, writer: 0 },
    { offset: end - 1, length: 1, writer: 1 },
  ])
})

test('100,000 writes, each inside the one before, take well under a second, not minutes', () => {
  const nested = Array.from({ length: 100_000 }, (_, i) => ({
    offset: i * 4096,
    length: (200_000 - 2 * i) * 4096,
  }))
  const started = performance.now()
  expect(lastWriters(nested)).toHaveLength(199_999)
  expect(lastWriters(nested.toReversed())).toEqual([
    { offset: 0, length: 200_000 * 4096, writer: 99_999 },
  ])
  expect(performance.now() - started).toBeLessThan(8000)
})

test('the first extent that ends behind an offset is found', () => {
  const extents = [
    { offset: 10, length: 10 },
    { offset: 20, length: 5 },
    { offset: 40, length: 1 },
  ]
  expect([0, 10, 19, 20, 24, 25, 40, 41].map((at) => firstEndingAfter(extents, at))).toEqual([
    0, 0, 0, 1, 1, 2, 2, 3,
  ])
})
