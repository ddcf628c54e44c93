import { expect, test } from 'vitest'
import { updateWords } from '../../../engine/changes/update-words.ts'
import type { StatedFinding } from '../../../engine/findings/finding.ts'
import { shownFindings } from '../../store/session/shown-findings.ts'
import { chosenRow, filterFindings, findingRows, isRule } from './rows.ts'

const at = { offset: 0x10000, length: 4096 }
const checksum: StatedFinding = {
  rule: 'header.checksum',
  at,
  values: { copy: 1, stored: 1, computed: 2 },
  state: 'before',
  counts: false,
}
const dirty: StatedFinding = { rule: 'log.dirty', at, values: {}, state: 'log', counts: true }
const overlap: StatedFinding = {
  rule: 'region.overlap',
  at,
  values: {},
  state: 'after',
  counts: true,
}
const all = [checksum, dirty, overlap]

test('a row has its sentence and its weight; what does not count weighs least', () => {
  const [counting, notCounting] = findingRows(
    [{ ...checksum, counts: true }, checksum],
    updateWords(undefined),
  )
  expect(counting?.message).toBe(
    'Header 1 stores CRC-32C 0x00000001, but its bytes give 0x00000002.',
  )
  expect(counting?.weight).toBe(1)
  expect(notCounting?.weight).toBeGreaterThan(3)
})

test('text of the file cannot turn the sentence around', () => {
  const values = { found: '\u202eabc', kind: 'x' }
  const [row] = findingRows(
    [{ rule: 'file.signature', at, values, state: 'before', counts: true }],
    updateWords(undefined),
  )
  expect(row?.message).toContain('⟨U+202E⟩abc')
})

test('filters by severity and by state hold together', () => {
  const rows = findingRows(all, updateWords(undefined))
  const found = (severities: ('error' | 'info')[], state: 'all' | 'log' | 'after') =>
    filterFindings(rows, { severities, state }).map((row) => row.finding.rule)
  expect(found([], 'all')).toHaveLength(3)
  expect(found(['info'], 'all')).toEqual(['log.dirty'])
  expect(found(['error'], 'after')).toEqual(['region.overlap'])
  expect(found(['info'], 'after')).toEqual([])
})

test('findings of the chain are rows, each with the file that it is about', () => {
  const chain = {
    files: [],
    missing: undefined,
    cycle: undefined,
    refused: [],
    findings: [
      { finding: { rule: 'chain.parent-dirty', at, values: { name: 'm' } }, name: 'c', place: 0 },
      {
        finding: { rule: 'chain.parent-missing', at, values: { paths: 'p', wanted: 'w' } },
        name: 'm\u202e',
        place: 1,
      },
    ],
  } as const
  const rows = findingRows(shownFindings(all, chain), updateWords(undefined))
  expect(
    rows.slice(3).map(({ file, finding: { state }, counts }) => [file, state, counts]),
  ).toEqual([
    ['this file', 'chain', true],
    ['m⟨U+202E⟩', 'chain', true],
  ])
  expect(filterFindings(rows, { severities: [], state: 'chain' })).toHaveLength(2)
  expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length)
  expect(shownFindings(all, undefined)).toBe(all)
})

test('of a rule the chosen row is shown, or its gravest, or none', () => {
  const rows = findingRows(all, updateWords(undefined))
  const rule = (key: string | undefined, wanted?: 'log.dirty' | 'log.full') =>
    chosenRow(rows, key, wanted)?.finding.rule
  expect(rule(undefined)).toBe('region.overlap')
  expect(rule(rows[1]?.key)).toBe('log.dirty')
  expect(rule(rows[2]?.key, 'log.dirty')).toBe('log.dirty')
  expect(rule(rows[1]?.key, 'log.full')).toBeUndefined()
})

test('only names of the catalogue are rules', () => {
  expect(['log.dirty', 'log.clean', 'toString', 'constructor'].map(isRule)).toEqual([
    true,
    false,
    false,
    false,
  ])
})
