import { expect, test } from 'vitest'
import { finding } from '../../../engine/findings/finding.ts'
import { findingsByIndex } from './block-findings.ts'

const BAT = { offset: 0x300000, length: 0x100000 }
const at = (offset: number, state: 'before' | 'after' = 'before', length = 8) => ({
  ...finding('log.overlaps-block', { offset, length }, { index: 0, blockOffset: 0 }),
  state,
  counts: true,
})

test('findings are found by the entry that they are about, in their state', () => {
  const findings = [at(0x300000), at(0x300010), at(0x300010), at(0x300010, 'after')]
  const found = findingsByIndex(findings, 'before', BAT)
  expect([...found].map(([index, of]) => [index, of.length])).toEqual([
    [0, 1],
    [2, 2],
  ])
})

test('what is not about one entry of the table is left out', () => {
  const others = [at(0x300000, 'before', 16), at(0x300004), at(0x2ffff8), at(0x400000)]
  expect(findingsByIndex(others, 'before', BAT).size).toBe(0)
})
