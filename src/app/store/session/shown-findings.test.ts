import { expect, test } from 'vitest'
import type { StatedFinding } from '../../../engine/findings/finding.ts'
import { gravestFirst, shownFindings } from './shown-findings.ts'

const at = { offset: 0x210000, length: 76 }
const own: StatedFinding = { rule: 'log.dirty', at, values: {}, state: 'log', counts: true }

const chain = {
  files: [],
  missing: undefined,
  cycle: undefined,
  refused: [],
  findings: [
    { finding: { rule: 'chain.parent-missing', at, values: {} }, name: 'middle', place: 1 },
    { finding: { rule: 'chain.wrong-parent', at, values: {} }, name: 'child', place: 0 },
  ],
} as const

test('findings of the chain say in whose file their bytes are', () => {
  const [first, missing, wrong] = shownFindings([own], chain)
  expect(first).toBe(own)
  expect(missing).toMatchObject({
    state: 'chain',
    counts: true,
    parent: { name: 'middle', place: 1 },
  })
  expect(wrong?.parent).toBeUndefined()
})

test('without a chain there are those of the file', () => {
  const findings = [own]
  expect(shownFindings(findings, undefined)).toBe(findings)
  expect(shownFindings(findings, { ...chain, findings: [] })).toBe(findings)
})

test('an error of the chain comes before what is only told of the file', () => {
  const rules = gravestFirst(shownFindings([own], chain)).map(({ rule }) => rule)
  expect(rules).toEqual(['chain.wrong-parent', 'log.dirty', 'chain.parent-missing'])
})

test('those of the volumes are behind those of the file, and before those of the chain', () => {
  const volume: StatedFinding = {
    rule: 'volume.errors',
    at,
    values: {},
    state: 'before',
    counts: true,
  }
  const rules = shownFindings([own], chain, [volume]).map(({ rule }) => rule)
  expect(rules.slice(0, 3)).toEqual(['log.dirty', 'volume.errors', 'chain.parent-missing'])
  expect(shownFindings([own], undefined, [volume])).toEqual([own, volume])
})
