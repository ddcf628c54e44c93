import { expect, test } from 'vitest'
import type { EntryStatus, LogEntry } from '../../../engine/log/log.ts'
import { entryAtSlot, slotWords } from './slot-words.ts'

const entry = (slot: number, slots: number, descriptorCount: number, status: EntryStatus) =>
  ({
    position: slot * 4096,
    length: slots * 4096,
    header: { sequenceNumber: 4713n, descriptorCount },
    status,
  }) as unknown as LogEntry

const slots = new Uint8Array(256)

test.each([
  [10, 'slot 11 of 256, entry 4713, active, entry header'],
  [11, 'slot 12 of 256, entry 4713, active, descriptor sector 2'],
  [12, 'slot 13 of 256, entry 4713, active, data sector 0'],
  [13, 'slot 14 of 256, entry 4713, active, data sector 1'],
])('slot %i of an entry with 200 descriptors', (slot, words) => {
  expect(slotWords(slots, slot, entry(10, 20, 200, 'active'))).toBe(words)
})

test('an entry that wraps goes on at the start', () => {
  expect(slotWords(slots, 1, entry(254, 4, 1, 'active'))).toContain('data sector 2')
})

test('an invalid entry is not asked how many descriptors it has', () => {
  expect(slotWords(slots, 11, entry(10, 3, 0xffff_ffff, 'invalid'))).toBe(
    'slot 12 of 256, entry 4713, invalid, sector 2',
  )
})

test('a slot without an entry says what it is', () => {
  expect(slotWords(slots, 0, undefined)).toBe('slot 1 of 256, unused')
  expect(slotWords(slots, 30, entry(10, 3, 1, 'active'))).toBe('slot 31 of 256, unused')
})

test('of entries that overlap the active one is meant', () => {
  const active = entry(10, 4, 1, 'active')
  const stale = entry(12, 2, 1, 'stale')
  expect(entryAtSlot([active, stale], 12, 256)).toBe(active)
  expect(entryAtSlot([stale], 13, 256)).toBe(stale)
  expect(entryAtSlot([active], 14, 256)).toBeUndefined()
})
