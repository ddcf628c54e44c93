import { expect, test } from 'vitest'
import { timeText } from './time-words.ts'

test.each([
  [0n, '1970-01-01T00:00:00.000000000Z'],
  [-1n, '1969-12-31T23:59:59.999999999Z'],
  [1_700_000_000_123_456_789n, '2023-11-14T22:13:20.123456789Z'],
  [-11_644_473_600_000_000_000n, '1601-01-01T00:00:00.000000000Z'],
  [10n ** 30n, '@1000000000000000000000'],
  [-(10n ** 30n) - 1n, '@-1000000000000000000001'],
])('%d ns is %s', (nanoseconds, text) => {
  expect(timeText({ nanoseconds })).toBe(text)
})

test('a time of a clock without a zone has no Z', () => {
  expect(timeText({ nanoseconds: 1n, isLocal: true }, true)).toBe('1970-01-01T00:00:00')
})
