import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MIB } from '../../format/layout.ts'
import { UnitMap, type Units } from './unit-map.ts'

const takes = fc.array(
  fc.record({
    start: fc.nat(150),
    length: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constantFrom(31, 32, 33, 64, 128)),
    onlyFree: fc.boolean(),
  }),
  { maxLength: 12 },
)

const unitsOf = (runs: Iterable<Units>): readonly number[] =>
  [...runs].flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i))

test('takes and gives what a set of numbers would', () => {
  fc.assert(
    fc.property(fc.nat(140), takes, takes, (count, ours, others) => {
      const fill = (steps: typeof ours) => {
        const map = new UnitMap(count * MIB)
        const taken = new Set<number>()
        for (const { start, length, onlyFree } of steps) {
          const units = Array.from({ length }, (_, i) => start + i)
          const inFile = units.filter((unit) => unit < count)
          const isFree = inFile.every((unit) => !taken.has(unit))
          if (!onlyFree) expect(map.take(start, length)).toBe(isFree)
          else if (units.length === inFile.length) {
            expect(map.takeFree(start, length)).toBe(isFree)
          } else continue
          if (isFree || !onlyFree) for (const unit of inFile) taken.add(unit)
        }
        return { map, taken }
      }
      const [a, b] = [fill(ours), fill(others)]
      const all = Array.from({ length: count }, (_, unit) => unit)
      expect(unitsOf(a.map.free())).toEqual(all.filter((unit) => !a.taken.has(unit)))
      const neither = all.filter((unit) => !a.taken.has(unit) && !b.taken.has(unit))
      expect(unitsOf(a.map.free(b.map))).toEqual(neither)
      const runs = [...a.map.free(b.map)]
      expect(runs.every(({ start }, i) => start > (runs[i - 1]?.end ?? -1))).toBe(true)
    }),
  )
})

test('counts a cut MiB at the end of the file as one', () => {
  const map = new UnitMap(2 * MIB + 1)
  expect(map.count).toBe(3)
  expect([...map.free()]).toEqual([{ start: 0, end: 3 }])
})

test('has no more than 2^27 units, whatever the size of the file', () => {
  const map = new UnitMap(Number.MAX_SAFE_INTEGER)
  expect(map.count).toBe(2 ** 27)
  expect(map.take(2 ** 44 - 1, 256)).toBe(true)
  expect(map.take(2 ** 27 - 1, 256)).toBe(true)
  expect([...map.free()]).toEqual([{ start: 0, end: 2 ** 27 - 1 }])
})
