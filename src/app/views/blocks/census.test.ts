import { expect, test } from 'vitest'
import type { BatCensus } from '../../../engine/image/bat/bat.ts'
import { censusRows, signed } from './census.ts'

const before: BatCensus = {
  payload: { 'not-present': 46, 'fully-present': 17, 'reserved-4': 1 },
  sectorBitmap: { 'not-present': 1 },
}
const after: BatCensus = {
  payload: { 'not-present': 45, 'fully-present': 18, 'reserved-4': 1 },
  sectorBitmap: { 'not-present': 1 },
}

test('every state of the format has a row with both counts', () => {
  const rows = censusRows('dynamic', before, after)
  expect(rows.find(({ key }) => key === 'payload:fully-present')).toMatchObject({
    name: 'FULLY_PRESENT',
    before: 17,
    after: 18,
  })
  expect(rows.find(({ key }) => key === 'payload:zero')).toMatchObject({ before: 0, after: 0 })
})

test('reserved states have a row only where an entry has them', () => {
  const states = censusRows('dynamic', before, after).map(({ state }) => state)
  expect(states).toContain('reserved-4')
  expect(states).not.toContain('reserved-5')
})

test('sector bitmaps are counted in differencing disks, and elsewhere where they should not be', () => {
  const bitmapRows = (...of: Parameters<typeof censusRows>) =>
    censusRows(...of)
      .filter(({ kind }) => kind === 'sector-bitmap')
      .map(({ name }) => name)
  expect(bitmapRows('dynamic', before, after)).toEqual([])
  expect(bitmapRows('differencing', before, after)).toEqual([
    'Sector bitmap NOT_PRESENT',
    'Sector bitmap PRESENT',
  ])
  const odd = { ...before, sectorBitmap: { present: 2 } }
  expect(bitmapRows('fixed', odd, undefined)).toEqual(['Sector bitmap PRESENT'])
})

test('what has not been counted has no number', () => {
  const rows = censusRows('dynamic', undefined, undefined)
  expect(rows.length).toBe(6)
  expect(rows.every((row) => row.before === undefined && row.after === undefined)).toBe(true)
})

test('differences carry their sign', () => {
  expect([1020, -3, 0].map(signed)).toEqual(['+1,020', '−3', '0'])
})
