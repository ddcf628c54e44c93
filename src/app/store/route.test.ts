import { expect, test } from 'vitest'
import { formatRoute, parseRoute } from './route.ts'
import type { Route } from './state.ts'

test.each<[string, Route]>([
  ['#/overview', { view: 'overview', state: 'before', selection: undefined }],
  [
    '#/log?sel=0x110000+64&state=after',
    { view: 'log', state: 'after', selection: { offset: 0x110000, length: 64 } },
  ],
  ['#/bytes?state=compare', { view: 'bytes', state: 'compare', selection: undefined }],
])('%s is read and written alike', (hash, route) => {
  expect(parseRoute(hash)).toEqual(route)
  expect(formatRoute(route)).toBe(hash)
})

test.each(['', '#', '#main', '#/nowhere', '#/log/5'])('%s names no screen', (hash) => {
  expect(parseRoute(hash)).toBeUndefined()
})

test.each([
  'sel=0x10',
  'sel=16+4',
  'sel=0x10+0',
  'sel=0x10+-4',
  'sel=0x1FFFFFFFFFFFFF+2',
  'sel=0xFFFFFFFFFFFFFFFF+1',
])('a selection that is none is dropped: %s', (query) => {
  expect(parseRoute(`#/bytes?${query}`)).toEqual({
    view: 'bytes',
    state: 'before',
    selection: undefined,
  })
})

test('an unknown state is the state on disk', () => {
  expect(parseRoute('#/bytes?state=later')?.state).toBe('before')
})
