import { expect, test } from 'vitest'
import type { Edit } from '../../../engine/journal/edit.ts'
import { joinEdit } from './join-edit.ts'

const bytes = (offset: number, ...values: number[]): Edit => ({
  kind: 'bytes',
  offset,
  bytes: Uint8Array.from(values),
})
const id: Edit = {
  kind: 'metadata-item',
  item: 'virtualDiskId',
  values: { virtualDiskId: '01234567-89ab-4cde-8f01-23456789abcd' },
}

test('bytes that are typed one after the other are one edit', () => {
  const typed = [bytes(16, 0xa0), bytes(16, 0xab), bytes(17, 0xc0), bytes(15, 1)]
  expect(typed.reduce<readonly Edit[]>(joinEdit, [])).toEqual([bytes(15, 1, 0xab, 0xc0)])
})

test('bytes that are typed elsewhere are another edit', () => {
  expect([bytes(16, 1), bytes(18, 2)].reduce<readonly Edit[]>(joinEdit, [])).toHaveLength(2)
})

test('only the last edit goes on', () => {
  const edits = [bytes(16, 1), id, bytes(17, 2)]
  expect(edits.reduce<readonly Edit[]>(joinEdit, [])).toEqual(edits)
})

test('an edit does not grow for ever', () => {
  const long: Edit = { kind: 'bytes', offset: 0, bytes: new Uint8Array(4096) }
  expect(joinEdit([long], bytes(4096, 1))).toHaveLength(2)
})
