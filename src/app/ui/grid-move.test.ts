import { expect, test } from 'vitest'
import { type GridShape, moveCell, pageStart } from './grid-move.ts'

const shape: GridShape = { total: 1000, columns: 4, screen: 10 }

test.each([
  ['ArrowDown', false, { row: 6, column: 2 }],
  ['ArrowUp', false, { row: 4, column: 2 }],
  ['ArrowLeft', false, { row: 5, column: 1 }],
  ['ArrowRight', false, { row: 5, column: 3 }],
  ['PageDown', false, { row: 15, column: 2 }],
  ['PageUp', false, { row: 0, column: 2 }],
  ['Home', false, { row: 5, column: 0 }],
  ['End', false, { row: 5, column: 3 }],
  ['Home', true, { row: 0, column: 0 }],
  ['End', true, { row: 999, column: 3 }],
] as const)('%s (with Ctrl: %s) moves the cursor', (key, ctrl, expected) => {
  expect(moveCell({ row: 5, column: 2 }, key, ctrl, shape)).toEqual(expected)
})

test('a key that does not move is left to others', () => {
  expect(moveCell({ row: 5, column: 2 }, 'x', false, shape)).toBeUndefined()
})

test('the cursor stays inside the grid', () => {
  expect(moveCell({ row: 999, column: 3 }, 'ArrowDown', false, shape)).toEqual({
    row: 999,
    column: 3,
  })
  expect(moveCell({ row: 995, column: 3 }, 'PageDown', false, shape)?.row).toBe(999)
  expect(moveCell({ row: -1, column: 0 }, 'ArrowUp', false, shape)).toEqual({ row: -1, column: 0 })
  expect(moveCell({ row: -1, column: 0 }, 'PageUp', false, shape)?.row).toBe(-1)
})

test('the header is reached from the first row, by ArrowUp and by Ctrl+Home', () => {
  expect(moveCell({ row: 0, column: 2 }, 'ArrowUp', false, shape)).toEqual({ row: -1, column: 2 })
  expect(moveCell({ row: 0, column: 2 }, 'Home', true, shape)).toEqual({ row: -1, column: 0 })
})

test('a grid without rows keeps the cursor in its header', () => {
  const empty = { ...shape, total: 0 }
  expect(moveCell({ row: -1, column: 1 }, 'ArrowDown', false, empty)).toEqual({
    row: -1,
    column: 1,
  })
  expect(moveCell({ row: -1, column: 1 }, 'End', true, empty)?.row).toBe(-1)
})

test('pages start at multiples of their size', () => {
  expect([0, 99, 100, 250, -1].map((row) => pageStart(row, 100))).toEqual([0, 0, 100, 200, 0])
})
