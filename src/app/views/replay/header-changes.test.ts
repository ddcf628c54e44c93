import { expect, test } from 'vitest'
import { guid } from '../../../engine/bytes/guid.ts'
import { header } from '../../../engine/format/header.ts'
import { headerChanges } from './header-changes.ts'

const logGuid = guid('11111111-2222-3333-4444-555555555555')
const old = header.encode({ signature: 'head', sequenceNumber: 8n, logGuid, version: 1 })
const later = header.encode({ signature: 'head', sequenceNumber: 12n, version: 1, checksum: 7 })

test('fields that change are named with both values', () => {
  expect(headerChanges(old, later)).toEqual([
    { field: 'SequenceNumber', before: '8', after: '12' },
    { field: 'LogGuid', before: logGuid, after: 'zero' },
  ])
})

test('a header that stays has no changes', () => {
  expect(headerChanges(old, old)).toEqual([])
})

test('a header that the file ends in has none either', () => {
  expect(headerChanges(old.subarray(0, 100), later)).toEqual([])
})
