import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NumberSet } from './number-set.ts'

test('it has what was added, as a Set has', () => {
  const node = fc.oneof(
    fc.nat({ max: 50 }),
    fc.maxSafeNat(),
    // As places of entries lie, and on both sides of 32 bits.
    fc.nat({ max: 1000 }).map((i) => 2 ** 32 - 16_000 + 32 * i),
  )
  fc.assert(
    fc.property(fc.array(node, { maxLength: 3000, size: 'max' }), (nodes) => {
      const [ours, theirs] = [new NumberSet(), new Set<number>()]
      for (const each of nodes) {
        expect(ours.add(each)).toBe(!theirs.has(each))
        theirs.add(each)
      }
      expect(ours.size).toBe(theirs.size)
    }),
    { numRuns: 20 },
  )
})

test.each([1, 32, 4096, 2 ** 32])(
  'two hundred thousand numbers %i apart are added at once',
  (step) => {
    const set = new NumberSet()
    const started = performance.now()
    for (let i = 0; i < 200_000; i++) set.add(i * step)
    expect(set.size).toBe(200_000)
    expect(performance.now() - started).toBeLessThan(2000)
  },
)
