import { expect, test } from 'vitest'
import type { Place } from '../../engine/places/place.ts'
import { fieldOf, parentOf, placeWords, structureOf } from './place.ts'

const entry: Place = {
  structure: 'bat',
  path: [
    { name: 'BAT', at: { offset: 0x300000, length: 0x100000 } },
    { name: 'BAT[17]', at: { offset: 0x300088, length: 8 }, section: '2.5.1' },
    { name: 'State', at: { offset: 0x300088, length: 4 }, value: 'FULLY_PRESENT', note: 'How.' },
  ],
}
const gap: Place = {
  structure: 'unowned',
  path: [{ name: 'Unused', at: { offset: 0x400000, length: 0x100000 } }],
}

test('the field is the innermost step with a value', () => {
  expect(fieldOf(entry)?.name).toBe('State')
  expect(fieldOf(gap)).toBeUndefined()
  expect(fieldOf(undefined)).toBeUndefined()
})

test('the structure is the innermost step without a value', () => {
  expect(structureOf(entry)).toEqual({ offset: 0x300088, length: 8 })
  expect(structureOf(gap)).toEqual({ offset: 0x400000, length: 0x100000 })
})

test('a byte is named by its field and what that is part of', () => {
  expect(placeWords(entry)).toBe('BAT[17] State')
  expect(placeWords(gap)).toBe('Unused')
})

test('each step up selects more, up to the outermost', () => {
  const field = parentOf(entry, { offset: 0x300089, length: 1 })
  expect(field).toEqual({ offset: 0x300088, length: 4 })
  const whole = field && parentOf(entry, field)
  expect(whole).toEqual({ offset: 0x300088, length: 8 })
  const table = whole && parentOf(entry, whole)
  expect(table).toEqual({ offset: 0x300000, length: 0x100000 })
  expect(table && parentOf(entry, table)).toBeUndefined()
})

test('a selection that reaches out of a step is not inside it', () => {
  expect(parentOf(entry, { offset: 0x300088, length: 6 })).toEqual({ offset: 0x300088, length: 8 })
})
