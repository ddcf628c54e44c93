import { expect, test } from 'vitest'
import type { Route } from '../state.ts'
import { formatRoute, parseRoute } from './route.ts'

test.each<[string, Route]>([
  ['#/overview', { view: 'overview', state: 'before', selection: undefined }],
  [
    '#/log?sel=0x110000+64&state=after',
    { view: 'log', state: 'after', selection: { offset: 0x110000, length: 64 } },
  ],
  [
    '#/log?tab=history&state=after',
    { view: 'log', state: 'after', selection: undefined, logTab: 'history' },
  ],
  [
    '#/disk?at=0x100000+512&sel=0x40+8&state=compare',
    {
      view: 'disk',
      state: 'compare',
      selection: { offset: 64, length: 8 },
      diskSelection: { offset: 0x100000, length: 512 },
    },
  ],
  [
    '#/log?entry=0x18000&state=after&file=126976000000-92306602',
    {
      view: 'log',
      state: 'after',
      selection: undefined,
      entryPosition: 0x18000,
      file: { size: 126_976_000_000, check: '92306602' },
    },
  ],
  [
    '#/bytes?file=512',
    { view: 'bytes', state: 'before', selection: undefined, file: { size: 512, check: '' } },
  ],
  [
    '#/files?volume=0x100000&path=/etc/a%20b%5C/c~dce9~007e&name=%22%3Cx%3E%22%2B%26',
    {
      view: 'files',
      state: 'before',
      selection: undefined,
      guestPlace: {
        volume: 0x100000,
        directory: '/etc/a b\\/c\udce9~',
        name: '"<x>"+&',
      },
    },
  ],
  [
    '#/files?volume=0x0',
    {
      view: 'files',
      state: 'before',
      selection: undefined,
      guestPlace: { volume: 0, directory: '/' },
    },
  ],
  [
    '#/findings?rule=log.zero-length-empty',
    { view: 'findings', state: 'before', selection: undefined, rule: 'log.zero-length-empty' },
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

test.each(['#/log?tab=nowhere', '#/bytes?tab=history'])('%s has no part of the log', (hash) => {
  expect(parseRoute(hash)?.logTab).toBeUndefined()
})

test('an unknown state is the state on disk', () => {
  expect(parseRoute('#/bytes?state=later')?.state).toBe('before')
})

test('a place of the disk is named on its screen only', () => {
  const diskSelection = { offset: 0x100000, length: 512 }
  const route = { state: 'before', selection: undefined, diskSelection } as const
  expect(formatRoute({ view: 'log', ...route })).toBe('#/log')
  expect(parseRoute('#/log?at=0x100000+512')).not.toHaveProperty('diskSelection')
  expect(parseRoute('#/disk?at=0x1FFFFFFFFFFFFF+2')?.diskSelection).toBeUndefined()
})

test.each(['file=', 'file=12-', 'file=-5', 'file=9007199254740993-00000000', 'file=5-xyz'])(
  'a link about no file that can be is about any: %s',
  (query) => {
    expect(parseRoute(`#/bytes?${query}`)).not.toHaveProperty('file')
  },
)

test.each(['#/log?entry=18000', '#/log?entry=0x1FFFFFFFFF', '#/bytes?entry=0x18000'])(
  '%s names no entry',
  (hash) => {
    expect(parseRoute(hash)).not.toHaveProperty('entryPosition')
  },
)

test.each(['rule=', 'rule=log', 'rule=<b>.x', 'rule=LOG.DIRTY'])(
  'what names no rule is dropped: %s',
  (query) => {
    expect(parseRoute(`#/findings?${query}`)?.rule).toBeUndefined()
  },
)
