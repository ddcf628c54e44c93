import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SlotCounts } from './slot-counts.ts'

const counts = fc.array(fc.integer({ min: -1, max: 3 }), { minLength: 1, maxLength: 20 })
const range = fc.record({ from: fc.nat({ max: 20 }), length: fc.nat({ max: 20 }) })

/** Takes all that fell to zero. */
function zerosOf(slots: SlotCounts): Set<number> {
  const zeros = new Set<number>()
  for (let slot = slots.takeZero(); slot !== undefined; slot = slots.takeZero()) zeros.add(slot)
  return zeros
}

test('tells each slot that falls to zero once, as counts that are lowered one by one do', () => {
  fc.assert(
    fc.property(counts, fc.array(range), (start, ranges) => {
      const slots = new SlotCounts(Int32Array.from(start))
      const plain: (number | undefined)[] = start.map((count) => (count < 0 ? undefined : count))
      const plainZeros = (): Set<number> => {
        const zeros = [...plain.keys()].filter((slot) => plain[slot] === 0)
        for (const slot of zeros) plain[slot] = undefined
        return new Set(zeros)
      }
      expect(zerosOf(slots)).toEqual(plainZeros())
      for (const { from, length } of ranges) {
        slots.lower(from, from + length)
        for (const [slot, count] of plain.entries()) {
          const isIn = slot >= from && slot < from + length
          if (isIn && count !== undefined) plain[slot] = count - 1
        }
        expect(zerosOf(slots)).toEqual(plainZeros())
        const left = from % start.length
        slots.leaveOut(left)
        plain[left] = undefined
      }
    }),
  )
})
