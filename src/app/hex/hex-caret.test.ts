import { expect, test } from 'vitest'
import {
  barStart,
  caretOn,
  caretRange,
  type HexShape,
  jumpTop,
  lowestTop,
  moveOffset,
  revealOffset,
  scrollTop,
  startAtBar,
} from './hex-caret.ts'

const shape: HexShape = {
  size: 0x1004,
  bytesPerRow: 16,
  rows: 10,
  structure: { offset: 0x100, length: 0x40 },
}

test.each([
  ['ArrowLeft', false, 0x121, 0x120],
  ['ArrowRight', false, 0x121, 0x122],
  ['ArrowUp', false, 0x121, 0x111],
  ['ArrowDown', false, 0x121, 0x131],
  ['PageUp', false, 0x121, 0x81],
  ['PageDown', false, 0x121, 0x1c1],
  ['Home', false, 0x121, 0x120],
  ['End', false, 0x121, 0x12f],
  ['Home', true, 0x121, 0x100],
  ['End', true, 0x121, 0x13f],
] as const)('%s (with Ctrl: %s) moves from %i to %i', (key, ctrl, from, to) => {
  expect(moveOffset(from, key, ctrl, shape)).toBe(to)
})

test('a key that does not move is left to others', () => {
  expect(moveOffset(0, 'x', false, shape)).toBeUndefined()
})

test('Ctrl+Home and Ctrl+End lead on from the structure to the file', () => {
  expect(moveOffset(0x100, 'Home', true, shape)).toBe(0)
  expect(moveOffset(0x13f, 'End', true, shape)).toBe(0x1003)
})

test('the caret stays in the file and in its column', () => {
  expect(moveOffset(0, 'ArrowLeft', false, shape)).toBe(0)
  expect(moveOffset(5, 'ArrowUp', false, shape)).toBe(5)
  expect(moveOffset(5, 'PageUp', false, shape)).toBe(5)
  expect(moveOffset(0x1003, 'ArrowRight', false, shape)).toBe(0x1003)
  expect(moveOffset(0xff8, 'ArrowDown', false, shape)).toBe(0xff8)
  expect(moveOffset(0x1000, 'End', false, shape)).toBe(0x1003)
})

test('offsets beyond 32 bits keep their precision', () => {
  const huge = { ...shape, size: 2 ** 47, structure: undefined }
  expect(moveOffset(2 ** 46 + 1, 'ArrowRight', false, huge)).toBe(2 ** 46 + 2)
  expect(moveOffset(2 ** 46, 'End', true, huge)).toBe(2 ** 47 - 1)
  expect(scrollTop(2 ** 46 + 5, 3, huge)).toBe(2 ** 46 + 48)
})

test('a selection reads the same in both directions', () => {
  expect(caretRange({ at: 4, anchor: 9 })).toEqual({ offset: 4, length: 6 })
  expect(caretRange({ at: 9, anchor: 4 })).toEqual({ offset: 4, length: 6 })
  expect(caretRange(caretOn({ offset: 64, length: 8 }))).toEqual({ offset: 64, length: 8 })
  expect(caretOn({ offset: 64, length: 0 })).toEqual({ at: 64, anchor: 64 })
})

test('the view scrolls as little as it takes to show the caret', () => {
  expect(revealOffset(0x100, 0x105, shape)).toBe(0x100)
  expect(revealOffset(0x100, 0x19f, shape)).toBe(0x100)
  expect(revealOffset(0x100, 0x1a0, shape)).toBe(0x110)
  expect(revealOffset(0x100, 0xf8, shape)).toBe(0xf0)
})

test('scrolling ends where the last rows fill the view', () => {
  expect(scrollTop(0, -5, shape)).toBe(0)
  expect(scrollTop(0, 100_000, shape)).toBe(0x1000 - 9 * 16)
  expect(scrollTop(0, 3, { ...shape, size: 20 })).toBe(0)
})

test('the scroll bar is at its ends where the file is, and gives whole rows between, in a file of any size', () => {
  for (const size of [0x1004, 200 * 2 ** 30, 2 ** 47]) {
    const any = { ...shape, size }
    expect([barStart(0, any), barStart(lowestTop(any), any)]).toEqual([0, 1])
    expect([startAtBar(-1, any), startAtBar(0, any)]).toEqual([0, 0])
    expect([startAtBar(1, any), startAtBar(2, any)]).toEqual([lowestTop(any), lowestTop(any)])
    for (const share of [0.1, 0.25, 1 / 3, 0.999]) {
      const top = startAtBar(share, any)
      expect(top % 16).toBe(0)
      expect(Math.abs(top - share * lowestTop(any))).toBeLessThanOrEqual(16)
    }
  }
})

test('a file that fits into the view has no way to scroll', () => {
  const small = { ...shape, size: 160 }
  expect([lowestTop(small), barStart(0, small), startAtBar(1, small)]).toEqual([0, 0, 0])
})

test('a jump leaves some rows before the place', () => {
  expect(jumpTop(0x805, shape)).toBe(0x7e0)
  expect(jumpTop(0x10, shape)).toBe(0)
})
