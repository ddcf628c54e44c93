import { expect, test } from 'vitest'
import { copyName, nameProblem } from './copy-name.ts'

test.each([
  ['ext4.vhdx', 'ext4.replayed.vhdx'],
  ['a.b.avhdx', 'a.b.replayed.avhdx'],
  ['disk', 'disk.replayed.vhdx'],
  ['.hidden', '.hidden.replayed.vhdx'],
])('the copy of %s is called %s', (name, expected) => {
  expect(copyName(name, 'replayed')).toBe(expected)
  expect(nameProblem(copyName(name, 'replayed'), name)).toBeUndefined()
})

test.each([
  '',
  'a/b',
  'a\\b',
  'c:d',
  'a?',
  'con',
  'NUL.vhdx',
  'lpt1.x',
  'x.',
  'x ',
  ' x',
  'a\u0000',
])('“%s” is refused as a name', (name) => {
  expect(nameProblem(name, 'source.vhdx')).toBeDefined()
})

test('the name of the open file is refused, whatever its case', () => {
  expect(nameProblem('SOURCE.vhdx', 'source.vhdx')).toBeDefined()
  expect(nameProblem('x'.repeat(256), 'source.vhdx')).toBeDefined()
})

test('a salvaged copy is called so, never replayed', () => {
  expect(copyName('disk.vhdx', 'salvaged')).toBe('disk.salvaged.vhdx')
})
