import { expect, test } from 'vitest'
import { compareValues, nextSort } from './table-model.ts'

test('a column is sorted upwards first, then the other way round', () => {
  const up = nextSort(undefined, 'index')
  expect(up).toEqual({ id: 'index', descending: false })
  const down = nextSort(up, 'index')
  expect(down.descending).toBe(true)
  expect(nextSort(down, 'index').descending).toBe(false)
})

test('another column begins anew', () => {
  expect(nextSort({ id: 'index', descending: true }, 'place')).toEqual({
    id: 'place',
    descending: false,
  })
})

test('values of any kind are compared as what they are, missing ones come last', () => {
  expect([10, 9, undefined, 100].toSorted(compareValues)).toEqual([9, 10, 100, undefined])
  expect([2n ** 60n + 1n, 2n ** 60n].toSorted(compareValues)).toEqual([2n ** 60n, 2n ** 60n + 1n])
  expect(compareValues(undefined, 1)).toBe(1)
  expect(compareValues('b', 'a')).toBe(1)
  expect(compareValues('a', 'a')).toBe(0)
})
