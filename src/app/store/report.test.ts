import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { fakeClient } from '../../testing/fake-client.ts'
import { inspectSample } from '../../testing/inspect-sample.ts'
import type { Opened } from '../../worker/protocol/file.ts'
import { losesNotes } from './report.ts'
import { createAppStore } from './store.ts'

let dirty: Opened
let clean: Opened
beforeAll(async () => {
  dirty = await inspectSample('dirty')
  clean = await inspectSample('clean')
})

let kept = new Map<string, string>()
const storage = {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
}
beforeEach(() => {
  kept = new Map()
  vi.stubGlobal('localStorage', storage)
})
afterEach(() => vi.unstubAllGlobals())

/** A page on which a file is open. */
async function openPage(inspection: Opened, evidenceMode = false) {
  let now = inspection
  const connect = () =>
    fakeClient({
      'file.open': () => now,
      'file.additions': () => now,
      'file.check': () => ({ changed: false }),
      'hash.evidence': () => ({
        finished: '2026-11-22T12:00:00Z',
        size: 1,
        sha256: 'a',
        parts: [],
      }),
    })
  const store = createAppStore(connect, undefined, evidenceMode)
  const state = () => store.getState()
  const open = (next: Opened) => {
    now = next
    return state().open(new File(['x'], 'disk.vhdx'))
  }
  await open(inspection)
  const change = (next: Opened) => {
    now = next
  }
  return { state, open, change }
}

test('notes are there again when the file is opened again, on another page, too', async () => {
  const { state, open } = await openPage(dirty)
  state().setNotes('case 12')
  expect(losesNotes(state())).toBe(false)
  await open(clean)
  expect(state().notes).toBe('')
  await open(dirty)
  expect(state().notes).toBe('case 12')
  const later = await openPage(dirty)
  expect(later.state().notes).toBe('case 12')
})

test('notes that are deleted are gone', async () => {
  const { state } = await openPage(dirty)
  state().setNotes('case 12')
  state().setNotes('')
  expect(kept.size).toBe(0)
  expect((await openPage(dirty)).state().notes).toBe('')
})

test('a file that changed while it was open keeps its notes, under what it is now', async () => {
  const { state, change } = await openPage(dirty)
  state().setNotes('case 12')
  change(clean)
  await state().reopen()
  expect(state().notes).toBe('case 12')
  expect((await openPage(clean)).state().notes).toBe('case 12')
})

test('in evidence mode notes are stored nowhere, and leaving asks first', async () => {
  await openPage(dirty).then(({ state }) => state().setNotes('before'))
  const { state } = await openPage(dirty, true)
  expect(state().notes).toBe('')
  state().setNotes('case 13')
  expect([...kept.values()]).toEqual(['before'])
  expect(losesNotes(state())).toBe(true)
  state().close()
  await vi.waitFor(() => expect(state().dialog).toBe('leave'))
  expect(state().session.status).toBe('open')
  state().leave()
  await vi.waitFor(() => expect(state().session.status).toBe('empty'))
  expect(losesNotes(state())).toBe(false)
})

test('reading the file again keeps notes that are stored nowhere, and asks nothing', async () => {
  const { state } = await openPage(dirty, true)
  state().setNotes('case 13')
  await state().reopen()
  expect(state()).toMatchObject({ notes: 'case 13', dialog: undefined })
})

test('where the browser stores nothing, leaving asks first', async () => {
  vi.stubGlobal('localStorage', {
    ...storage,
    setItem: () => {
      throw new DOMException('from the test', 'QuotaExceededError')
    },
  })
  const { state } = await openPage(dirty)
  state().setNotes('case 14')
  expect(losesNotes(state())).toBe(true)
  state().close()
  await vi.waitFor(() => expect(state().dialog).toBe('leave'))
})

test('without a header there is nothing to know the file by, and its notes are stored nowhere', async () => {
  const headless: Opened = { ...dirty, headers: { ...dirty.headers, current: undefined } }
  const { state } = await openPage(headless)
  state().setNotes('case 15')
  expect(kept.size).toBe(0)
  expect(losesNotes(state())).toBe(true)
})
