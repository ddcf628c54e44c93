import { expect, test } from 'vitest'
import { type RuleId, rules } from '../rules.ts'
import { explanations } from './explanations.ts'

const ids = Object.keys(rules) as RuleId[]
const texts = ids.flatMap((id) => Object.values(explanations[id]))

test('every rule has an explanation, and nothing else has', () => {
  expect(Object.keys(explanations).sort()).toEqual([...ids].sort())
})

test.each(ids)('%s is explained in whole sentences', (id) => {
  for (const text of Object.values(explanations[id])) {
    expect(text).toMatch(/^[A-Z]|^parent_linkage/)
    expect(text).toMatch(/\.$/)
    expect(text).not.toMatch(/\s{2}|\?\.|\.\.|["']/)
    expect(text.length).toBeLessThan(420)
  }
})

test('no two explanations are the same', () => {
  expect(texts.filter((text, i) => texts.indexOf(text) !== i)).toEqual([])
})
