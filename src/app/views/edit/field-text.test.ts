import { expect, test } from 'vitest'
import type { FieldInfo } from '../../../engine/bytes/struct.ts'
import { batEntry } from '../../../engine/format/bat-entry.ts'
import {
  fileParameters,
  virtualDiskId,
  virtualDiskSize,
} from '../../../engine/format/metadata-items.ts'
import { regionTableEntry } from '../../../engine/format/region-table.ts'
import { readField, textOf } from './field-text.ts'

function field(table: { readonly fields: readonly FieldInfo[] }, name: string): FieldInfo {
  const found = table.fields.find((candidate) => candidate.name === name)
  if (!found) throw new Error(`no field ${name}`)
  return found
}

const size = field(virtualDiskSize, 'virtualDiskSize')
const blockSize = field(fileParameters, 'blockSize')
const flag = field(fileParameters, 'hasParent')
const id = field(virtualDiskId, 'virtualDiskId')
const place = field(regionTableEntry, 'fileOffset')
const placeMB = field(batEntry, 'fileOffsetMB')

test.each([
  [size, '10 GiB', 10n * 2n ** 30n],
  [size, '18446744073709551615', 2n ** 64n - 1n],
  [size, '1,048,576', 1_048_576n],
  [blockSize, '32MiB', 32 * 2 ** 20],
  [blockSize, '0x100000', 2 ** 20],
  [flag, '1', 1],
  [place, '3 MiB', 3n * 2n ** 20n],
  [placeMB, '17', 17],
  [id, '{01234567-89AB-4CDE-8F01-23456789ABCD}', '01234567-89ab-4cde-8f01-23456789abcd'],
])('$name reads “%s”', (info, text, value) => {
  expect(readField(info, text)).toEqual({ ok: true, value })
})

test.each([
  [size, '', 'not a whole number'],
  [size, '-1', 'not a whole number'],
  [size, '1.5', 'not a whole number'],
  [placeMB, '1,5', 'not a whole number'],
  [size, '18446744073709551616', '64 bits'],
  [blockSize, '4 GiB', '32 bits'],
  [flag, '2', 'At most 1'],
  [placeMB, '3 MiB', 'not a whole number'],
  [id, '01234567', '32 hex digits'],
])('$name does not read “%s”', (info, text, problem) => {
  expect(readField(info, text)).toMatchObject({
    ok: false,
    problem: expect.stringContaining(problem),
  })
})

test('what a form begins with reads as what it was', () => {
  for (const [info, value] of [
    [size, 10n * 2n ** 30n],
    [place, 3n * 2n ** 20n],
    [blockSize, 2 ** 20],
    [id, '01234567-89ab-4cde-8f01-23456789abcd'],
  ] as const) {
    expect(readField(info, textOf(info, value))).toEqual({ ok: true, value })
  }
  expect(textOf(place, 0x300000n)).toBe('0x300000')
})
