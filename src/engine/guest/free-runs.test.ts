import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ByteRange } from '../bytes/byte-source.ts'
import { FreeRuns } from './free-runs.ts'

/** Long stretches of one kind, and bits at random. */
const bits = fc
  .array(
    fc.oneof(
      fc.tuple(fc.boolean(), fc.nat({ max: 100 })).map(([bit, n]) => Array<boolean>(n).fill(bit)),
      fc.array(fc.boolean(), { maxLength: 40 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.flat())

const packed = (used: readonly boolean[], padding: boolean): Uint8Array =>
  Uint8Array.from({ length: Math.ceil(used.length / 8) }, (_, byte) =>
    Array.from({ length: 8 }, (_, bit) => Number(used[8 * byte + bit] ?? padding) << bit).reduce(
      (sum, value) => sum + value,
      0,
    ),
  )

test('finds the runs that one finds bit by bit, wherever the bitmap is cut', () => {
  const cuts = fc.array(fc.nat({ max: 60 }), { maxLength: 5 })
  fc.assert(
    fc.property(bits, cuts, fc.boolean(), fc.nat({ max: 3 }), (used, widths, padding, skipped) => {
      const told: ByteRange[] = []
      const end = 100 + 10 * used.length - 5
      const runs = new FreeRuns({ unitSize: 10, start: 100, end }, (run) => told.push(run))
      let at = 0
      for (const width of [...widths, used.length]) {
        const part = used.slice(at, at + width)
        // Some bytes that begin anywhere in memory.
        const bytes = new Uint8Array(skipped + Math.ceil(part.length / 8))
        bytes.set(packed(part, padding), skipped)
        runs.addZeroBits(bytes.subarray(skipped), at, part.length)
        at += part.length
      }
      runs.close()

      const free = used.flatMap((isUsed, unit) => (isUsed ? [] : [unit]))
      const expected: { offset: number; length: number }[] = []
      for (const unit of free) {
        const last = expected.at(-1)
        const offset = 100 + 10 * unit
        const length = Math.min(10, end - offset)
        if (last && last.offset + last.length === offset) last.length += length
        else expected.push({ offset, length })
      }
      expect(told).toEqual(expected)
      expect(runs.units).toBe(free.length)
      expect(runs.bytes).toBe(told.reduce((sum, { length }) => sum + length, 0))
    }),
    { numRuns: 300 },
  )
})
