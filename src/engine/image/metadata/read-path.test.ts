import { expect, test } from 'vitest'
import { readPath } from './read-path.ts'

test.each([
  ['.\\base.vhdx', '.\\base.vhdx', []],
  ['C:\\Disks\\base.vhdx\0', 'C:\\Disks\\base.vhdx', ['NULs']],
  ['\0\0base.vhdx\0\0rubbish', 'base.vhdx', ['NULs']],
  ['[C:\\base.vhdx]', 'C:\\base.vhdx', ['square brackets']],
  ['"[base.vhdx]"\0', 'base.vhdx', ['NULs', 'quotes', 'square brackets']],
  // What begins with a bracket only may well be called so.
  ['[old] base.vhdx', '[old] base.vhdx', []],
  ['[base.vhdx', '[base.vhdx', []],
  ['"', '"', []],
  ['\0', '', ['NULs']],
  ['', '', []],
] as const)('%j is read as %j', (value, path, stray) => {
  expect(readPath(value)).toEqual({ path, stray })
})

test('what is nested as deep as a value is long takes no time', () => {
  const deep = 16_383
  expect(readPath('['.repeat(deep) + ']'.repeat(deep))).toMatchObject({ path: '' })
})
