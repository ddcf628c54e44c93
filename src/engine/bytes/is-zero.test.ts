import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dataRuns, HOLE, isZero } from './is-zero.ts'

test('agrees with a look at every byte, wherever the bytes begin and end', () => {
  const sparse = fc.array(fc.oneof({ weight: 20, arbitrary: fc.constant(0) }, fc.nat(255)), {
    maxLength: 40,
  })
  fc.assert(
    fc.property(sparse, fc.nat(8), fc.nat(40), fc.nat(40), (values, skip, a, b) => {
      const bytes = Uint8Array.from(values).subarray(Math.min(skip, values.length))
      const [from, to] = [a, b].map((at) => Math.min(at, bytes.length)).sort((x, y) => x - y)
      const expected = bytes.slice(from, to).every((byte) => byte === 0)
      expect(isZero(bytes, from, to)).toBe(expected)
    }),
  )
})

test('what holds something comes in runs of whole chunks, up to the end', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 6 }), fc.nat(HOLE - 1), (filled, more) => {
      const bytes = new Uint8Array(filled.length * HOLE + more)
      filled.forEach((isFilled, i) => {
        if (isFilled) bytes[i * HOLE + ((i * 9999) % HOLE)] = 1
      })
      if (more > 0) bytes[bytes.length - 1] = 1
      const chunks = [...filled, ...(more > 0 ? [true] : [])]
      const runs = dataRuns(bytes)
      const inRun = (at: number) =>
        runs.some(({ offset, length }) => at >= offset && at < offset + length)
      expect(chunks.map((_, i) => inRun(i * HOLE))).toEqual(chunks)
      for (const [i, { offset, length }] of runs.entries()) {
        expect(offset % HOLE).toBe(0)
        expect(offset).toBeGreaterThan(i > 0 ? (runs[i - 1]?.offset ?? 0) : -1)
        expect(offset + length).toBeLessThanOrEqual(bytes.length)
      }
    }),
    { numRuns: 30 },
  )
})
