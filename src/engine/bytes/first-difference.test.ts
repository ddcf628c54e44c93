import fc from 'fast-check'
import { expect, test } from 'vitest'
import { firstDifference } from './first-difference.ts'

test('equal bytes do not differ, wherever they lie in their buffers', () => {
  const buffer = Uint8Array.from({ length: 40 }, (_, i) => i % 13)
  for (const [from, to] of [
    [0, 26],
    [1, 27],
    [4, 30],
    [0, 0],
  ] as const) {
    expect(firstDifference(buffer.subarray(from, to), buffer.slice(from, to))).toBeUndefined()
  }
})

test('finds the first byte that differs, as a comparison of byte by byte does', () => {
  const bytes = fc.uint8Array({ maxLength: 70 })
  fc.assert(
    fc.property(bytes, fc.array(fc.nat(69), { maxLength: 3 }), fc.nat(3), (one, places, shift) => {
      const moved = new Uint8Array(one.length + shift).subarray(shift)
      moved.set(one)
      for (const at of places) if (at < moved.length) moved[at] = (moved[at] ?? 0) ^ 0x80
      const index = one.findIndex((byte, i) => byte !== moved[i])
      expect(firstDifference(one, moved)).toBe(index < 0 ? undefined : index)
    }),
  )
})

test('what only one of them has differs, too', () => {
  const bytes = new Uint8Array(9).fill(7)
  expect(firstDifference(bytes, bytes.slice(0, 6))).toBe(6)
  expect(firstDifference(bytes.slice(0, 8), bytes)).toBe(8)
})
