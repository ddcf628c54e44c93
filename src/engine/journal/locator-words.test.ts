import { expect, test } from 'vitest'
import { locatorProblem, samePairs } from './locator-words.ts'

test('keys and values must be there, fit, and the keys differ', () => {
  expect(locatorProblem([['relative_path', '..\\parent.vhdx']])).toBeUndefined()
  expect(locatorProblem([['relative_path', '']])).toContain('must not be empty')
  expect(locatorProblem([['a', 'x'.repeat(32_768)]])).toContain('at most 32,767')
  expect(
    locatorProblem([
      ['a', '1'],
      ['a', '2'],
    ]),
  ).toContain('must differ')
})

test('pairs are the same in the same order only', () => {
  const pairs = [
    ['a', '1'],
    ['b', '2'],
  ] as const
  expect(samePairs(pairs, [...pairs])).toBe(true)
  expect(samePairs(pairs, pairs.toReversed())).toBe(false)
  expect(samePairs(pairs, pairs.slice(1))).toBe(false)
})
