import { expect, test } from 'vitest'
import type { LogEntry } from '../../../engine/log/log.ts'
import { entriesAsRead } from './as-read.ts'

const inLog = (position: number, sequenceNumber: bigint) =>
  ({ position, header: { sequenceNumber } }) as LogEntry
const at = (position: number, sequenceNumber: bigint) => ({ position, sequenceNumber })

test('an entry is what the log has where it was put', () => {
  const [first, second] = [inLog(0, 1n), inLog(8192, 2n)]
  expect(entriesAsRead([at(0, 1n), at(8192, 2n)], [second, first])).toEqual([first, second])
})

test('what has been written over is not there', () => {
  const later = inLog(0, 2n)
  expect(entriesAsRead([at(0, 1n), at(0, 2n)], [later])).toEqual([undefined, later])
})

test('where the later one never reached the ring, the earlier one is there', () => {
  const earlier = inLog(0, 1n)
  expect(entriesAsRead([at(0, 1n), at(0, 2n)], [earlier])).toEqual([earlier, undefined])
})

test('an entry whose number was changed is still the one that was written there last', () => {
  const patched = inLog(0, 77n)
  expect(entriesAsRead([at(0, 1n), at(0, 2n)], [patched])).toEqual([undefined, patched])
})

test('what no entry of the recipe was put at belongs to none', () => {
  expect(entriesAsRead([at(0, 1n)], [inLog(4096, 1n)])).toEqual([undefined])
})
