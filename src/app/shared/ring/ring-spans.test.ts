import { expect, test } from 'vitest'
import { SLOT_KINDS, type SlotKind } from '../../../engine/log/log.ts'
import { stripSpans } from './ring-spans.ts'

const ring = (...kinds: readonly SlotKind[]) =>
  Uint8Array.from(kinds, (kind) => SLOT_KINDS.indexOf(kind))

test('neighbours of the same kind are one span', () => {
  expect(stripSpans(ring('active', 'active', 'unused', 'stale'), 1)).toEqual([
    { kind: 'active', from: 0, to: 2 },
    { kind: 'unused', from: 2, to: 3 },
    { kind: 'stale', from: 3, to: 4 },
  ])
})

test('each entry has a span of its own', () => {
  expect(stripSpans(ring('active', 'active', 'active'), 1, { starts: new Set([0, 2]) })).toEqual([
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
  expect(stripSpans(slots, 2, { first: 3, end: 5 })).toEqual([
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
