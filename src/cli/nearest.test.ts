import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nearest } from './nearest.ts'

const NAMES = ['bat.block-shared', 'bat.block-overlap', 'log.dirty', 'log.full']

test.each([
  ['bat.block-shard', ['bat.block-shared']],
  ['LOG.DRITY', ['log.dirty']],
  ['dirty', ['log.dirty']],
  ['block', ['bat.block-shared', 'bat.block-overlap']],
  ['xyz', []],
  ['', []],
  ['a'.repeat(1000), []],
])('nearest to %j are %j', (text, names) => {
  expect(nearest(text, NAMES)).toEqual(names)
})

test('a name is nearest to itself, and no more are given than asked for', () => {
  fc.assert(
    fc.property(fc.constantFrom(...NAMES), fc.nat(3), (name, most) => {
      expect(nearest(name, NAMES, most)).toEqual(nearest(name, NAMES).slice(0, most))
      expect(nearest(name, NAMES, 1)).toEqual([name])
    }),
  )
})
