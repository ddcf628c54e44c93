import { expect, test } from 'vitest'
import { SLOT_KINDS, type SlotKind } from '../../../engine/log/log.ts'
import { moveSlot, slotsPerCell, stripSpans } from './strip-cells.ts'

const ring = (...kinds: readonly SlotKind[]) =>
  Uint8Array.from(kinds, (kind) => SLOT_KINDS.indexOf(kind))

test('a small log has a cell for each slot, a larger one shares them', () => {
  expect(slotsPerCell(256, 1000)).toBe(1)
  expect(slotsPerCell(256, 768)).toBe(1)
  expect(slotsPerCell(16_384, 900)).toBe(55)
  expect(slotsPerCell(256, 0)).toBe(256)
})

test('neighbours of the same kind are one span', () => {
  expect(stripSpans(ring('active', 'active', 'unused', 'stale'), 1)).toEqual([
    { kind: 'active', from: 0, to: 2 },
    { kind: 'unused', from: 2, to: 3 },
    { kind: 'stale', from: 3, to: 4 },
  ])
})

test('each entry has a span of its own', () => {
  expect(stripSpans(ring('active', 'active', 'active'), 1, new Set([0, 2]))).toEqual([
    { kind: 'active', from: 0, to: 2 },
    { kind: 'active', from: 2, to: 3 },
  ])
})

test.each([
  [['unused', 'invalid', 'active'], 'invalid'],
  [['stale', 'active', 'superseded'], 'active'],
  [['stale', 'superseded', 'unused'], 'superseded'],
  [['unused', 'orphan-data', 'stale'], 'stale'],
  [['unused', 'orphan-data', 'unused'], 'orphan-data'],
] as const)('a cell of %j shows %s', (kinds, expected) => {
  expect(stripSpans(ring(...kinds), 3)).toEqual([{ kind: expected, from: 0, to: 3 }])
})

test('a part of the strip has the same cells as the whole', () => {
  const slots = ring('active', 'stale', 'unused', 'unused', 'stale', 'active', 'active')
  expect(stripSpans(slots, 2, new Set(), 3, 5)).toEqual([
    { kind: 'unused', from: 2, to: 4 },
    { kind: 'active', from: 4, to: 6 },
  ])
})

test('the last cell may be narrower', () => {
  expect(stripSpans(ring('active', 'active', 'stale'), 2)).toEqual([
    { kind: 'active', from: 0, to: 2 },
    { kind: 'stale', from: 2, to: 3 },
  ])
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
