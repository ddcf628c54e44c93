import { expect, test } from 'vitest'
import { changeAt, changedPlaces, placesWindow, stepChange, stepPlace } from './changed-places.ts'

const before = new Uint8Array(64)
const after = new Uint8Array(64)
after.set([6, 0, 0xd0, 1], 8)
after.set([6, 0, 0xe0, 1], 16)
after.set([9], 40)

test('each changed BAT entry is a place', () => {
  expect(changedPlaces('bat', 0x300000, before, after)).toEqual([
    { offset: 0x300008, length: 8 },
    { offset: 0x300010, length: 8 },
    { offset: 0x300028, length: 8 },
  ])
})

test('elsewhere runs of changed bytes are, near ones together', () => {
  expect(changedPlaces('metadata', 0x1000, before, after)).toEqual([
    { offset: 0x1008, length: 12 },
    { offset: 0x1028, length: 1 },
  ])
})

const places = [
  { offset: 0x1008, length: 8 },
  { offset: 0x1ff8, length: 8 },
  { offset: 0x3000, length: 8 },
]

test('steps go from place to place', () => {
  expect(stepPlace(places, 0x1008, 'next')?.offset).toBe(0x1ff8)
  expect(stepPlace(places, 0x1ff8, 'previous')?.offset).toBe(0x1008)
  expect(stepPlace(places, 0x1008, 'next-sector')?.offset).toBe(0x3000)
  expect(stepPlace(places, 0x3000, 'next')).toBeUndefined()
  expect(stepPlace(places, 0x1008, 'previous')).toBeUndefined()
})

const changes = [
  { offset: 0x10000, length: 0x1000 },
  { offset: 0x300000, length: 0x2000 },
  { offset: 0x200000, length: 0x1000 },
]

test('a byte belongs to the change that covers it', () => {
  expect(changeAt(changes, 0x301fff)).toBe(1)
  expect(changeAt(changes, 0x302000)).toBeUndefined()
})

test('steps lead on to the next change by offset, in whatever order they are listed', () => {
  expect(stepChange(changes, 0x10000, 'next')).toBe(2)
  expect(stepChange(changes, 0x200000, 'next')).toBe(1)
  expect(stepChange(changes, 0x300000, 'previous')).toBe(2)
  expect(stepChange(changes, 0x300000, 'next')).toBeUndefined()
  expect(stepChange(changes, 0, 'next')).toBe(0)
  expect(stepChange(changes, 0x10000, 'previous')).toBeUndefined()
})

test('a long change is compared by windows that begin where it does', () => {
  const long = { offset: 0x5000, length: 0x28_0000 }
  expect(placesWindow(long, 0x5000)).toEqual({ offset: 0x5000, length: 0x10_0000 })
  expect(placesWindow(long, 0x10_5000)).toEqual({ offset: 0x10_5000, length: 0x10_0000 })
  expect(placesWindow(long, 0x28_4fff)).toEqual({ offset: 0x20_5000, length: 0x8_0000 })
})
