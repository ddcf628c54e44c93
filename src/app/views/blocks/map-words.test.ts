import { expect, test } from 'vitest'
import { updateWords } from '../../../engine/changes/update-words.ts'
import { BLOCK_CLASSES, CHANGED_BIT, classBit } from '../../../engine/format/block-class.ts'
import { cellText, mapFilter, shownClass } from './map-words.ts'

const ALL = mapFilter([], false)
const bitsOf = (...names: readonly (typeof BLOCK_CLASSES)[number][]) =>
  names.reduce((bits, name) => bits | classBit(name), 0)

const REPLAY = updateWords(undefined)

test('a cell shows the most important of its states', () => {
  expect(shownClass(bitsOf('not-present'), ALL)).toBe('not-present')
  expect(shownClass(bitsOf('not-present', 'zero', 'fully-present'), ALL)).toBe('fully-present')
  expect(shownClass(bitsOf(...BLOCK_CLASSES) | CHANGED_BIT, ALL)).toBe('invalid')
  expect(shownClass(CHANGED_BIT, ALL)).toBeUndefined()
})

test('a filter shows what is among the blocks of a cell, however important the rest', () => {
  const filter = mapFilter(['payload:zero', 'payload:not-present'], false)
  expect(shownClass(bitsOf('zero', 'fully-present'), filter)).toBe('zero')
  expect(shownClass(bitsOf('fully-present'), filter)).toBeUndefined()
  expect(shownClass(bitsOf('invalid'), mapFilter(['payload:reserved-4'], false))).toBe('invalid')
  expect(shownClass(bitsOf('zero'), mapFilter(['sector-bitmap:present'], false))).toBeUndefined()
})

test('what the replay changes can be shown alone', () => {
  const filter = mapFilter([], true)
  expect(shownClass(bitsOf('zero'), filter)).toBeUndefined()
  expect(shownClass(bitsOf('zero') | CHANGED_BIT, filter)).toBe('zero')
})

test('a cell is told in words', () => {
  expect(cellText({ from: 17, to: 18, bits: bitsOf('fully-present') | CHANGED_BIT }, REPLAY)).toBe(
    'Block 17: FULLY_PRESENT, changed by the replay',
  )
  expect(cellText({ from: 1024, to: 2048, bits: bitsOf('not-present', 'invalid') }, REPLAY)).toBe(
    'Blocks 1,024 to 2,047: not valid, NOT_PRESENT',
  )
  expect(cellText({ from: 3, to: 4, bits: 0 }, REPLAY)).toBe('Block 3: not in the table')
  expect(cellText({ from: 3, to: 4, bits: undefined }, REPLAY)).toBe('Block 3')
})
