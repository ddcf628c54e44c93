import { expect, test } from 'vitest'
import {
  asciiText,
  byteAtColumn,
  hexColumns,
  hexLayout,
  hexText,
  offsetGroups,
  segments,
} from './hex-rows.ts'

const row = Uint8Array.from({ length: 16 }, (_, index) => index * 16 + 1)

test('bytes are upper-case pairs with a wider gap after eight', () => {
  expect(hexText(row, { from: 0, to: 16 })).toBe('01 11 21 31 41 51 61 71  81 91 A1 B1 C1 D1 E1 F1')
  expect(hexText(row, { from: 6, to: 10 })).toBe('61 71  81 91')
  expect(hexText(row, { from: 3, to: 3 })).toBe('')
})

test('what cannot be printed is a dot', () => {
  expect(
    asciiText(Uint8Array.of(0x6c, 0x6f, 0x67, 0x65, 0, 0x7f, 0xff, 0x20), { from: 0, to: 8 }),
  ).toBe('loge... ')
})

test('an offset has twelve digits, more where it must', () => {
  expect(offsetGroups(0x1d2040)).toEqual(['0000', '001D', '2040'])
  expect(offsetGroups(2 ** 46)).toEqual(['4000', '0000', '0000'])
  expect(offsetGroups(Number.MAX_SAFE_INTEGER)).toEqual(['1FFFFF', 'FFFF', 'FFFF'])
})

test.each([8, 16])(
  'every column of a row of %i belongs to the byte that is written there',
  (count) => {
    const text = hexText(row.subarray(0, count), { from: 0, to: count })
    expect(text).toHaveLength(hexColumns(count))
    for (let index = 0; index < count; index++) {
      const column = hexText(row, { from: 0, to: index + 1 }).length - 2
      expect(byteAtColumn(column, count)).toBe(index)
      expect(byteAtColumn(column + 1, count)).toBe(index)
    }
  },
)

test('columns outside belong to the nearest byte', () => {
  expect(byteAtColumn(-3, 16)).toBe(0)
  expect(byteAtColumn(500, 16)).toBe(15)
  expect(byteAtColumn(26, 8)).toBe(7)
})

test('a row without marks is one segment', () => {
  expect(segments(16, undefined, [])).toEqual([
    { from: 0, to: 16, selected: false, changed: false },
  ])
})

test('a row is cut where selection and changes begin and end', () => {
  expect(
    segments(16, { from: -4, to: 3 }, [
      { from: 2, to: 5 },
      { from: 14, to: 40 },
    ]),
  ).toEqual([
    { from: 0, to: 2, selected: true, changed: false },
    { from: 2, to: 3, selected: true, changed: true },
    { from: 3, to: 5, selected: false, changed: true },
    { from: 5, to: 14, selected: false, changed: false },
    { from: 14, to: 16, selected: false, changed: true },
  ])
})

test('the narrower the view, the less it shows', () => {
  expect(hexLayout(100)).toEqual({ bytesPerRow: 16, ascii: true })
  expect(hexLayout(70)).toEqual({ bytesPerRow: 16, ascii: false })
  expect(hexLayout(52)).toEqual({ bytesPerRow: 8, ascii: true })
  expect(hexLayout(30)).toEqual({ bytesPerRow: 8, ascii: false })
})

test('a byte that a skeleton does not have has dots for digits, and no letter', () => {
  const [there, gone] = segments(16, undefined, [], [{ from: 4, to: 6 }])
  expect([there, gone]).toEqual([
    { from: 0, to: 4, selected: false, changed: false },
    { from: 4, to: 6, selected: false, changed: false, absent: true },
  ])
  if (!gone) return expect.unreachable()
  expect(hexText(row, gone)).toBe('·· ··')
  expect(asciiText(row, gone)).toBe('  ')
})
