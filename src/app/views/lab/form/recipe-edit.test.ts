import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Path, pathText } from '../../../../engine/compose/recipe.ts'
import {
  duplicated,
  inserted,
  keysAt,
  listAt,
  moved,
  renamed,
  valueAt,
  without,
  withValue,
} from './recipe-edit.ts'

const ENTRIES: Path = ['log', 'entries']
const recipe = {
  disk: { size: '1GiB' },
  log: { entries: [{ about: 'a' }, { about: 'b', faults: [{ kind: 'wrap' }] }, { about: 'c' }] },
}
const abouts = (doc: unknown) => listAt(doc, ENTRIES).map((entry) => valueAt(entry, ['about']))

describe('entries', () => {
  test('are added behind the last, or where they belong', () => {
    expect(abouts(inserted(recipe, ENTRIES, { about: 'd' }))).toEqual(['a', 'b', 'c', 'd'])
    expect(abouts(inserted(recipe, ENTRIES, { about: 'd' }, 1))).toEqual(['a', 'd', 'b', 'c'])
  })

  test('are duplicated behind themselves, with all that is in them', () => {
    const doc = duplicated(recipe, [...ENTRIES, 1])
    expect(abouts(doc)).toEqual(['a', 'b', 'b', 'c'])
    expect(valueAt(doc, [...ENTRIES, 2, 'faults'])).toEqual([{ kind: 'wrap' }])
  })

  test('change places with a neighbour, if they have one', () => {
    expect(abouts(moved(recipe, [...ENTRIES, 1], -1))).toEqual(['b', 'a', 'c'])
    expect(abouts(moved(recipe, [...ENTRIES, 1], 1))).toEqual(['a', 'c', 'b'])
    expect(moved(recipe, [...ENTRIES, 0], -1)).toBe(recipe)
    expect(moved(recipe, [...ENTRIES, 2], 1)).toBe(recipe)
  })

  test('are taken out; with the last one goes the list', () => {
    const doc = without(recipe, [...ENTRIES, 0])
    expect(abouts(doc)).toEqual(['b', 'c'])
    expect(valueAt(without(doc, [...ENTRIES, 0, 'faults', 0]), [...ENTRIES, 0])).toEqual({
      about: 'b',
    })
  })
})

describe('members', () => {
  test('are set, made on the way where something is missing, and cleared', () => {
    const set = withValue({}, ['log', 'entries', 0, 'tail'], '4KiB')
    expect(set).toEqual({ log: { entries: [{ tail: '4KiB' }] } })
    expect(without(set, ['log', 'entries', 0, 'tail'])).toEqual({ log: { entries: [{}] } })
  })

  test('keep their place when they are changed', () => {
    expect(Object.keys(Object(withValue({ a: 1, b: 2, c: 3 }, ['b'], 4)))).toEqual(['a', 'b', 'c'])
  })

  test('get another name unless that is taken', () => {
    const bat = { entries: { '5': { state: 'zero' }, '9': { state: 'zero' } } }
    expect(keysAt(renamed(bat, ['entries', '5'], '12'), ['entries'])).toEqual(['9', '12'])
    expect(renamed(bat, ['entries', '5'], '9')).toBe(bat)
  })
})

test('the document before stays as it is', () => {
  const before = structuredClone(recipe)
  withValue(recipe, [...ENTRIES, 1, 'tail'], 0)
  without(recipe, [...ENTRIES, 1])
  moved(recipe, [...ENTRIES, 1], 1)
  duplicated(recipe, [...ENTRIES, 1])
  expect(recipe).toEqual(before)
})

test('paths read as problems name them', () => {
  expect(pathText(['log', 'entries', 3, 'tail'])).toBe('log.entries[3].tail')
  expect(pathText(['bat', '17', 'state'])).toBe('bat.17.state')
  expect(pathText(['bat', 'no index', 'state'])).toBe('bat["no index"].state')
  expect(pathText([])).toBe('')
})

const steps = fc.array(fc.oneof(fc.nat(3), fc.constantFrom('log', 'entries', '__proto__', '0')), {
  maxLength: 4,
})

test('whatever the document is, what is put into it is there, and can be taken out again', () => {
  fc.assert(
    fc.property(fc.jsonValue(), steps, fc.jsonValue(), (doc, path, value) => {
      // Behind the end of a list there is only the next place.
      const places = path.map((step) => (typeof step === 'number' ? 0 : step))
      const set = withValue(doc, places, value)
      expect(valueAt(set, places)).toEqual(value)
      if (typeof places.at(-1) !== 'string') return
      expect(valueAt(without(set, places), places)).toBeUndefined()
    }),
  )
})
