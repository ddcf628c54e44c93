import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isZero } from './is-zero.ts'

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
