import { expect, test } from 'vitest'
import { randomIds } from './random-ids.ts'

test('makes other GUIDs each time, and a sequence number that has room to grow', () => {
  const made = Array.from({ length: 100 }, randomIds)
  const guids = made.flatMap(({ fileWriteGuid, dataWriteGuid, logGuid }) => [
    fileWriteGuid,
    dataWriteGuid,
    logGuid,
  ])
  expect(new Set(guids).size).toBe(300)
  const numbers = made.map(({ sequenceNumber }) => sequenceNumber)
  expect(new Set(numbers).size).toBe(100)
  expect(numbers.every((number) => number >= 1n && number <= 2n ** 62n)).toBe(true)
  // Beyond what 53 bits give.
  expect(numbers.some((number) => number > 2n ** 60n)).toBe(true)
})
