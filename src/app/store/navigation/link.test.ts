/** Links to places: what they say of the file, and what happens when another one is opened. */
import { expect, test } from 'vitest'
import { fakeClient } from '../../../testing/fake-client.ts'
import { inspectSample } from '../../../testing/inspect-sample.ts'
import { createAppStore } from '../store.ts'
import {
  type Fingerprint,
  fingerprintOf,
  formatFingerprint,
  parseFingerprint,
} from './fingerprint.ts'
import { parseRoute } from './route.ts'

const dirty = await inspectSample('dirty')
const clean = await inspectSample('clean')
const mine = fingerprintOf(dirty)

async function openedBy(link: string) {
  const store = createAppStore(
    () =>
      fakeClient({
        'file.open': () => dirty,
        'file.additions': () => dirty,
        'file.check': () => ({ changed: false }),
      }),
    parseRoute(link),
  )
  expect(store.getState().awaited).toEqual(parseRoute(link)?.file)
  await store.getState().open(new File(['bytes'], 'disk.vhdx'))
  return store
}

test('a fingerprint tells files apart, and can be read again', () => {
  expect(fingerprintOf(clean)).not.toEqual(mine)
  expect(parseFingerprint(formatFingerprint(mine))).toEqual(mine)
  const headless: Fingerprint = { size: 512, check: '' }
  expect(parseFingerprint(formatFingerprint(headless))).toEqual(headless)
})

test('a link leads to its place in its file, without a word', async () => {
  const link = `#/log?entry=0x18000&sel=0x118000+64&file=${formatFingerprint(mine)}`
  const store = await openedBy(link)
  expect(store.getState()).toMatchObject({
    view: 'log',
    entryPosition: 0x18000,
    selection: { offset: 0x118000, length: 64 },
    awaited: undefined,
    announcement: { text: '' },
  })
})

test('of another file it says that the link is about another one', async () => {
  const other = `${mine.size + 1}-${mine.check}`
  const store = await openedBy(`#/bytes?sel=0x40+8&file=${other}`)
  const { announcement, awaited } = store.getState()
  expect(announcement.text).toMatch(/^The link is about another file.* fingerprint /)
  expect(awaited).toBeUndefined()
})

test('the second file begins at its overview', async () => {
  const store = await openedBy('#/log?entry=0x18000')
  await store.getState().open(new File(['bytes'], 'second.vhdx'))
  expect(store.getState()).toMatchObject({ view: 'overview', entryPosition: undefined })
})
