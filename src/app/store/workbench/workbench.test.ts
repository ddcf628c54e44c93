import { beforeAll, describe, expect, test, vi } from 'vitest'
import type { Edit } from '../../../engine/journal/edit.ts'
import type { EditPreview } from '../../../engine/journal/edit-preview.ts'
import {
  type Answers,
  type FakeClient,
  fakeClient,
  untilAborted,
} from '../../../testing/fake-client.ts'
import { inspectSample } from '../../../testing/inspect-sample.ts'
import { CallError } from '../../../worker/client.ts'
import type { Opened } from '../../../worker/protocol/file.ts'
import type { KeptImage } from '../../../worker/protocol/workbench.ts'
import { createAppStore } from '../store.ts'

let clean: Opened
let dirty: Opened
beforeAll(async () => {
  clean = await inspectSample('clean')
  dirty = await inspectSample('dirty')
})

const image: KeptImage = { name: 'disk.vhdx', size: 4096, modified: 0 }
const edit: Edit = { kind: 'bat-entry', index: 0, state: 2, fileOffsetMB: 0 }
const preview = { entries: [], newFindings: [], outcome: 'clean' } as unknown as EditPreview

function setUp(answers: Answers = {}) {
  const clients: FakeClient[] = []
  const store = createAppStore(() => {
    const client = fakeClient({
      'file.open': () => clean,
      'workbench.open': () => clean,
      'file.additions': () => clean,
      'workbench.list': () => [image],
      'edit.preview': () => preview,
      ...answers,
    })
    clients.push(client)
    return client
  })
  return { clients, state: () => store.getState() }
}

async function opened(answers: Answers = {}) {
  const up = setUp(answers)
  await up.state().openKept('disk.vhdx')
  return up
}

const previewed = (state: ReturnType<typeof setUp>['state']) =>
  vi.waitFor(() => expect(state().preview.status).toMatch(/^(ready|refused)$/))

describe('what is kept', () => {
  test('is listed without an open file, and its worker opens the next one', async () => {
    const { state, clients } = setUp()
    await state().listKept()
    expect(state().kept).toEqual({ status: 'listed', images: [image] })
    await state().openKept('disk.vhdx')
    expect(clients).toHaveLength(1)
    expect(state().session).toMatchObject({ origin: { kind: 'kept', name: 'disk.vhdx' } })
  })

  test('says it where the browser keeps nothing', async () => {
    const { state } = setUp({
      'workbench.list': () => Promise.reject(new CallError('no-permission', 'No private storage.')),
    })
    await state().listKept()
    expect(state().kept).toEqual({ status: 'absent', message: 'No private storage.' })
  })

  test('is deleted, and the list is read again', async () => {
    const removeKept = vi.fn()
    const { state } = setUp({ 'workbench.remove': removeKept, 'workbench.list': () => [] })
    await state().removeKept('disk.vhdx')
    expect(removeKept.mock.calls[0]?.[0]).toEqual({ name: 'disk.vhdx' })
    expect(state().kept).toEqual({ status: 'listed', images: [] })
    expect(state().announcement.text).toBe('Deleted: disk.vhdx')
  })

  test('stays where it cannot be deleted', async () => {
    const { state } = setUp({
      'workbench.remove': () => Promise.reject(new CallError('in-use', 'Another tab has it.')),
    })
    await state().removeKept('disk.vhdx')
    expect(state().announcement.text).toBe('disk.vhdx was not deleted. Another tab has it.')
    expect(state().kept).toMatchObject({ images: [image] })
  })
})

describe('an import', () => {
  const file = () => new File(['bytes'], 'disk.vhdx')

  test('shows how far it is, and then what was kept', async () => {
    let finish: (kept: KeptImage) => void = () => {}
    const { state } = setUp({
      'workbench.keep': (_, { onProgress }) => {
        onProgress?.({ done: 2, total: 5 })
        return new Promise((resolve) => {
          finish = resolve
        })
      },
    })
    const kept = state().keepFile(file())
    expect(state().keeping).toMatchObject({ status: 'running', done: 2, total: 5 })
    finish(image)
    await kept
    expect(state().keeping).toEqual({ status: 'kept', image })
    expect(state().kept).toMatchObject({ status: 'listed' })
  })

  test('can be cancelled', async () => {
    const { state } = setUp({ 'workbench.keep': (_, options) => untilAborted(options) })
    const kept = state().keepFile(file())
    state().cancelKeep()
    expect(state().keeping).toMatchObject({ status: 'running', cancelling: true })
    await kept
    expect(state().keeping).toEqual({ status: 'cancelled', name: 'disk.vhdx' })
  })

  test('says why it failed', async () => {
    const { state } = setUp({
      'workbench.keep': () => Promise.reject(new CallError('no-space', 'There is no room.')),
    })
    await state().keepFile(file())
    expect(state().keeping).toMatchObject({ status: 'failed', message: 'There is no room.' })
    state().forgetKeep()
    expect(state().keeping).toEqual({ status: 'idle' })
  })

  test('lets nothing else be opened while it runs', async () => {
    const { state } = setUp({ 'workbench.keep': (_, options) => untilAborted(options) })
    void state().keepFile(file())
    await state().open(file())
    expect(state().session.status).toBe('empty')
    expect(state().announcement.text).toContain('is being kept')
  })
})

describe('pending edits', () => {
  test('are previewed all together, once nobody adds any', async () => {
    const previewEdits = vi.fn(() => preview)
    const { state } = await opened({ 'edit.preview': previewEdits })
    state().addEdit(edit)
    state().addEdit({ ...edit, index: 1 })
    expect(state().preview).toEqual({ status: 'reading', last: undefined })
    await previewed(state)
    expect(state().preview).toEqual({ status: 'ready', preview })
    expect(previewEdits.mock.calls).toHaveLength(1)
  })

  test('are taken back one by one, or dropped', async () => {
    const { state } = await opened()
    for (const index of [0, 1, 2]) state().addEdit({ ...edit, index })
    state().removeEdit(1)
    expect(state().edits).toMatchObject([{ index: 0 }, { index: 2 }])
    state().undoEdit()
    expect(state().edits).toMatchObject([{ index: 0 }])
    state().discardEdits()
    expect(state()).toMatchObject({ edits: [], preview: { status: 'none' } })
  })

  test('that cannot be written say why', async () => {
    const { state } = await opened({
      'edit.preview': () => Promise.reject(new CallError('cannot-edit', 'It belongs to a header.')),
    })
    state().addEdit(edit)
    await previewed(state)
    expect(state().preview).toEqual({ status: 'refused', message: 'It belongs to a header.' })
  })

  test('are asked about before the image is left', async () => {
    const { state, clients } = await opened()
    state().addEdit(edit)
    state().close()
    expect(state()).toMatchObject({ dialog: 'leave', session: { status: 'open' } })
    state().leave()
    await vi.waitFor(() => expect(state().session.status).toBe('empty'))
    expect(state()).toMatchObject({ edits: [], dialog: undefined })
    expect(clients[0]?.closed).toBe(true)
  })
})

describe('a commit', () => {
  test('writes the edits and shows the image that they make', async () => {
    const commitEdits = vi.fn(() => dirty)
    const { state, clients } = await opened({
      'edit.commit': commitEdits,
      'file.additions': () => dirty,
    })
    const before = state().session
    state().addEdit(edit)
    await state().commit('leave-in-log')
    expect(commitEdits).toHaveBeenCalledWith(
      { edits: [edit], end: 'leave-in-log' },
      expect.anything(),
    )
    expect(state()).toMatchObject({ edits: [], writing: { status: 'idle' } })
    const after = state().session
    expect(after).toMatchObject({ status: 'open', inspection: { outcome: 'replayable' } })
    expect(clients).toHaveLength(1)
    // The screens stay; what they have read does not.
    if (before.status !== 'open' || after.status !== 'open') throw new Error('not open')
    expect(after.opened).toBe(before.opened)
    expect(after.epoch).toBeGreaterThan(before.epoch)
  })

  test('that fails keeps the edits and looks at what is there', async () => {
    const { state, clients } = await opened({
      'edit.commit': () => Promise.reject(new CallError('no-space', 'No room left.')),
    })
    state().addEdit(edit)
    await state().commit('apply')
    expect(state().edits).toEqual([edit])
    expect(state().writing).toEqual({ status: 'failed', kind: 'apply', message: 'No room left.' })
    expect(clients[0]?.asked.filter((call) => call === 'workbench.open')).toHaveLength(2)
    state().forgetWrite()
    expect(state().writing).toEqual({ status: 'idle' })
  })

  test('is not left while it runs', async () => {
    const { state } = await opened({ 'edit.commit': () => new Promise(() => {}) })
    state().addEdit(edit)
    void state().commit('apply')
    state().close()
    expect(state()).toMatchObject({ session: { status: 'open' }, dialog: undefined })
    expect(state().announcement.text).toContain('is being written')
  })
})

test('a log is replayed in place', async () => {
  const { state } = await opened({ 'workbench.open': () => dirty, 'edit.replay': () => clean })
  await state().replayInPlace()
  expect(state().session).toMatchObject({ inspection: { outcome: 'clean' } })
  expect(state().announcement.text).toContain('replayed in place')
})

test('nothing but an image of the workbench is written', async () => {
  const { state, clients } = setUp()
  await state().open(new File(['bytes'], 'disk.vhdx'))
  await state().replayInPlace()
  await state().commit('apply')
  expect(clients[0]?.asked).toEqual(['file.open', 'file.additions'])
})
