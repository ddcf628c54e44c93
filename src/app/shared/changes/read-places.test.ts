import { expect, test } from 'vitest'
import type { Change } from '../../../engine/changes/change.ts'
import { type PlaceReader, readPlaces } from './read-places.ts'

const MIB = 2 ** 20

/** A file of zeros in which the replay sets the bytes at `changed`. */
const reader =
  (...changed: readonly number[]): PlaceReader =>
  async (state, { offset, length }) => {
    const bytes = new Uint8Array(length)
    for (const at of changed) if (state === 'after' && at >= offset) bytes[at - offset] = 1
    return bytes
  }

const change = (values: Partial<Change>) =>
  ({ structure: 'metadata', offset: 0, length: 3 * MIB, compared: true, ...values }) as Change

test('windows without a changed byte are passed over', async () => {
  const file = reader(2 * MIB + 5)
  const found = await readPlaces(file, change({}), 0, 'on')
  expect(found?.places).toEqual([{ offset: 2 * MIB + 5, length: 1 }])
  expect(found?.window.offset).toBe(2 * MIB)
})

test('backwards they are as well', async () => {
  const found = await readPlaces(reader(7), change({}), 3 * MIB - 1, 'back')
  expect(found?.places).toEqual([{ offset: 7, length: 1 }])
})

test('nothing is found outside of the change', async () => {
  expect(await readPlaces(reader(7), change({}), MIB, 'on')).toBeUndefined()
  expect(await readPlaces(reader(), change({}), 3 * MIB, 'on')).toBeUndefined()
})

test('a run that is too long to be compared has one place, its start', async () => {
  const long = change({ compared: false, length: 2 ** 40, offset: 4096 })
  const found = await readPlaces(reader(), long, 2 ** 39, 'back')
  expect(found?.places).toEqual([{ offset: 4096, length: 16 }])
})
