import { expect, test } from 'vitest'
import { moveSlot, slotsPerCell } from './strip-cells.ts'

test('a small log has a cell for each slot, a larger one shares them', () => {
  expect(slotsPerCell(256, 1000)).toBe(1)
  expect(slotsPerCell(256, 768)).toBe(1)
  expect(slotsPerCell(16_384, 900)).toBe(55)
  expect(slotsPerCell(256, 0)).toBe(256)
})

test('keys move the slider by cells and stop at the ends', () => {
  expect(moveSlot(10, 'ArrowRight', 256, 1)).toBe(11)
  expect(moveSlot(10, 'ArrowLeft', 256, 4)).toBe(6)
  expect(moveSlot(250, 'PageUp', 256, 1)).toBe(255)
  expect(moveSlot(3, 'PageDown', 256, 1)).toBe(0)
  expect(moveSlot(10, 'Home', 256, 1)).toBe(0)
  expect(moveSlot(10, 'End', 256, 1)).toBe(255)
  expect(moveSlot(10, 'x', 256, 1)).toBeUndefined()
})
