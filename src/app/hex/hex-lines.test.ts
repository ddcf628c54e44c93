import { expect, test } from 'vitest'
import { comparedLines, plainLines, unifiedLines } from './hex-lines.ts'

const slicer = (bytes: Uint8Array) => (offset: number, count: number) =>
  bytes.subarray(offset, offset + count)

const old = new Uint8Array(40)
const later = new Uint8Array(64)
later.set([6, 0, 1], 16)

const rows = { top: 0, bytesPerRow: 16, lines: 10, size: 64 }

test('rows end with the file', () => {
  const lines = plainLines({ ...rows, size: 40 }, slicer(old))
  expect(lines.map(({ offset, bytes }) => [offset, bytes?.length])).toEqual([
    [0, 16],
    [16, 16],
    [32, 8],
  ])
})

test('rows that are not there yet keep their place', () => {
  expect(plainLines({ ...rows, lines: 2 }, () => undefined).map(({ offset }) => offset)).toEqual([
    0, 16,
  ])
})

test('compared rows mark what differs, the end of the shorter file included', () => {
  const compared = comparedLines(rows, slicer(old), slicer(later))
  expect(compared.map(({ before }) => before.changed)).toEqual([
    [],
    [
      { from: 0, to: 1 },
      { from: 2, to: 3 },
    ],
    [{ from: 8, to: 16 }],
    [{ from: 0, to: 16 }],
  ])
  expect(compared[1]?.after.other).toEqual(compared[1]?.before.bytes)
})

test('nothing is marked while one side is still read', () => {
  const compared = comparedLines(rows, () => undefined, slicer(later))
  expect(compared.every(({ after }) => after.changed.length === 0)).toBe(true)
})

test('in one column a changed row takes two lines, and rows that have no room are left out', () => {
  const lines = unifiedLines(comparedLines(rows, slicer(old), slicer(later)), 6)
  expect(lines.map(({ offset, side }) => [offset, side])).toEqual([
    [0, undefined],
    [16, 'before'],
    [16, 'after'],
    [32, 'before'],
    [32, 'after'],
  ])
})

test('what a skeleton does not have is marked, and differs from nothing', () => {
  const absentIn = (offset: number) => (offset === 16 ? [{ from: 2, to: 16 }] : [])
  const plain = plainLines(rows, slicer(later), absentIn)
  expect(plain.map(({ absent }) => absent)).toEqual([[], [{ from: 2, to: 16 }], [], []])
  const sides = { before: absentIn, after: () => [] }
  const [, line] = comparedLines(rows, slicer(old), slicer(later), sides)
  expect(line?.before).toMatchObject({ absent: [{ from: 2, to: 16 }] })
  expect(line?.after).toMatchObject({ absent: [], changed: [{ from: 0, to: 1 }] })
})
