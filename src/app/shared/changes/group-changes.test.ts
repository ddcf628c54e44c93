import { expect, test } from 'vitest'
import type { Change } from '../../../engine/changes/change.ts'
import { contentChanges } from '../../../engine/changes/change-words.ts'
import type { StructureKind } from '../../../engine/image/structure-map.ts'
import { changeSize, groupChanges, numbersOf } from './group-changes.ts'

const change = (structure: StructureKind, offset: number, length = 4096): Change => ({
  structure,
  offset,
  length,
  changedBytes: 3,
  compared: true,
  summary: '',
  details: [],
  detailCount: 0,
  entries: [],
})

test('changes are grouped by structure, the BAT first, each with its number', () => {
  const groups = groupChanges([
    change('metadata', 0x200000),
    change('bat', 0x300000, 8192),
    change('bat', 0x308000),
  ])
  expect(groups.map(({ title, sectors }) => [title, sectors])).toEqual([
    ['BAT', 3],
    ['Metadata', 1],
  ])
  expect(groups[0]?.changes.map(({ index }) => index)).toEqual([1, 2])
})

test('headers are not part of what the log says', () => {
  const metadata = change('metadata', 0x200000)
  expect(contentChanges([change('header', 0x10000), metadata])).toEqual([metadata])
})

test('entries are named by their sequence numbers', () => {
  const active = {
    positions: [0x3000, 0x5000, 0x0],
    tail: 0x3000,
    head: 0,
    firstSequenceNumber: 2n ** 56n,
    lastSequenceNumber: 2n ** 56n + 2n,
  }
  expect(numbersOf([0x3000, 0, 0x9000], active)).toEqual([
    { position: 0x3000, number: 2n ** 56n },
    { position: 0, number: 2n ** 56n + 2n },
  ])
  expect(numbersOf([0x3000], undefined)).toEqual([])
})

test('the size of a change says whether it was compared', () => {
  const of = (changedBytes: number, compared: boolean) =>
    changeSize({ ...change('bat', 0), changedBytes, compared })
  expect([of(1, true), of(2048, true), of(2 ** 30, false)]).toEqual([
    '1 byte differs',
    '2,048 bytes differ',
    '1,073,741,824 bytes written',
  ])
})
