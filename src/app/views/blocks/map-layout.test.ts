import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cellAt, layoutMap, moveBlock } from './map-layout.ts'

const ROOM = { width: 1200, height: 320, least: 3, most: 16 }

test('a small disk has a large cell for each block', () => {
  expect(layoutMap(64, ROOM)).toEqual({
    blocks: 64,
    perCell: 1,
    cells: 64,
    size: 16,
    columns: 64,
    rows: 1,
  })
})

test('a large disk has as many blocks in a cell as it takes, a power of two', () => {
  const layout = layoutMap(2 ** 26, ROOM)
  expect(layout).toMatchObject({ perCell: 2048, cells: 2 ** 15 })
  expect(layout.rows * layout.size).toBeLessThanOrEqual(ROOM.height)
})

test('cells fit into their room, and no larger ones would', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2 ** 26 }),
      fc.integer({ min: 30, max: 4000 }),
      (blocks, width) => {
        const { perCell, cells, size, columns, rows } = layoutMap(blocks, { ...ROOM, width })
        expect(cells).toBe(Math.ceil(blocks / perCell))
        expect(columns * rows).toBeGreaterThanOrEqual(cells)
        expect(columns * size).toBeLessThanOrEqual(width)
        expect(rows * size).toBeLessThanOrEqual(ROOM.height)
        const fits = (side: number) =>
          Math.ceil(cells / Math.floor(width / side)) * side <= ROOM.height
        if (size < ROOM.most) expect(fits(size + 1)).toBe(false)
      },
    ),
  ))

const LAYOUT = { blocks: 95, perCell: 1, cells: 95, size: 10, columns: 10, rows: 10 }

test.each([
  ['ArrowRight', 15, 16],
  ['ArrowLeft', 0, 0],
  ['ArrowDown', 15, 25],
  ['ArrowDown', 92, 94],
  ['ArrowUp', 15, 5],
  ['PageDown', 15, 94],
  ['PageUp', 94, 0],
  ['Home', 50, 0],
  ['End', 50, 94],
  ['Enter', 50, undefined],
])('%s moves from block %i to %s', (key, from, to) => {
  expect(moveBlock(from, key, LAYOUT, 95)).toBe(to)
})

test('where a cell has several blocks, keys go to the first of a cell, and to the last block', () => {
  const layout = { ...LAYOUT, perCell: 4 }
  expect(moveBlock(17, 'ArrowRight', layout, 380)).toBe(20)
  expect(moveBlock(17, 'ArrowUp', layout, 380)).toBe(0)
  expect(moveBlock(17, 'End', layout, 380)).toBe(379)
})

test('in a part of the disk, keys lead out of it', () => {
  expect(moveBlock(94, 'ArrowRight', LAYOUT, 1000)).toBe(95)
})

test('a place in the picture is in a cell, one beside it in the nearest', () => {
  expect(cellAt(15, 25, LAYOUT)).toBe(21)
  expect(cellAt(-5, 1000, LAYOUT)).toBe(90)
  expect(cellAt(99, 99, LAYOUT)).toBe(94)
})
