import { beforeAll, expect, test, vi } from 'vitest'
import type { ChainReport } from '../../../engine/disk/chain/chain-report.ts'
import { type Answers, fakeClient } from '../../../testing/fake-client.ts'
import { inspectSample } from '../../../testing/inspect-sample.ts'
import { CallError } from '../../../worker/client.ts'
import type { Opened } from '../../../worker/protocol/file.ts'
import { createAppStore } from '../store.ts'

let child: Opened
let clean: Opened
beforeAll(async () => {
  child = await inspectSample('differencing')
  clean = await inspectSample('clean')
})

const file = (name: string) => ({ file: new File(['x'], name) })

const report = (complete: boolean, refused: ChainReport['refused'] = []): ChainReport => ({
  files: [],
  missing: complete ? undefined : { wanted: undefined, paths: [] },
  cycle: undefined,
  refused,
  findings: [],
})

/** A store whose worker opens `inspection`, with the names that it was given as parents. */
function setUp(inspection: Opened, answers: Answers = {}) {
  const given: string[][] = []
  const store = createAppStore(() =>
    fakeClient({
      'file.open': () => inspection,
      'file.additions': () => inspection,
      'file.verdict': () => inspection.verdict,
      'chain.findChild': ({ files }) => files.findIndex(({ name }) => name === 'child'),
      'chain.setParents': ({ files }) => {
        given.push(files.map(({ name }) => name))
        return report(files.length === 2)
      },
      ...answers,
    }),
  )
  return { given, state: () => store.getState() }
}

const nameOf = ({ session }: ReturnType<ReturnType<typeof setUp>['state']>) =>
  session.status === 'empty' ? undefined : session.name

test('of several files the child is opened, and the others become its parents', async () => {
  const { given, state } = setUp(child)
  await state().receive([file('base'), file('child'), file('middle')])
  expect(nameOf(state())).toBe('child')
  expect(given).toEqual([['base', 'middle']])
  expect(state().parents.map(({ name }) => name)).toEqual(['base', 'middle'])
  expect(state().chain?.missing).toBeUndefined()
  expect(state().announcement.text).toBe('The chain is complete.')
})

test('of several files that make no chain one is opened, and the others stay at hand', async () => {
  const { given, state } = setUp(clean, { 'chain.findChild': () => 0 })
  await state().receive([file('one'), file('two')])
  expect(nameOf(state())).toBe('one')
  expect(given).toEqual([])
  expect(state().together).toMatchObject({ files: [{ file: { name: 'one' } }, {}], shown: 0 })
  await state().openOther(1)
  expect(nameOf(state())).toBe('two')
  expect(state().together).toMatchObject({ files: [{ file: { name: 'one' } }, {}], shown: 1 })
  await state().open(file('three').file)
  expect(state().together).toBeUndefined()
})

test('what is dropped on an open child is asked about', async () => {
  const { given, state } = setUp(child)
  await state().receive([file('child')])
  await state().receive([file('parent')])
  expect(nameOf(state())).toBe('child')
  expect(state()).toMatchObject({ dialog: 'dropped', dropped: [{ file: { name: 'parent' } }] })
  await state().takeDropped('parents')
  expect(given).toEqual([['parent']])
  expect(state()).toMatchObject({ dialog: undefined, dropped: [] })
  await state().receive([file('other')])
  await state().takeDropped('open')
  expect(nameOf(state())).toBe('other')
})

test('what is dropped on any open file is asked about, and replaces nothing by itself', async () => {
  const { state } = setUp(clean)
  await state().receive([file('one')])
  await state().receive([file('two')])
  expect(nameOf(state())).toBe('one')
  expect(state().dialog).toBe('dropped')
  await state().takeDropped('open')
  expect(nameOf(state())).toBe('two')
  expect(state().dialog).toBeUndefined()
})

test('what is dropped while no file is open is opened at once', async () => {
  const { state } = setUp(clean)
  await state().receive([file('one')])
  state().close()
  await state().receive([file('two')])
  expect(nameOf(state())).toBe('two')
})

test('what is dropped as a saved copy is compared with what was to be saved', async () => {
  const asked: unknown[] = []
  const { state } = setUp(clean, {
    'save.compare': (params) => {
      asked.push(params)
      return { kind: 'same', size: 1 }
    },
  })
  await state().receive([file('one')])
  const blob = new Blob(['x'])
  state().handOut({ name: 'saved', blob })
  await state().receive([file('another'), file('saved')])
  await state().takeDropped('check')
  expect(asked).toMatchObject([{ expected: blob, found: { name: 'saved' } }])
  expect(state()).toMatchObject({
    dialog: 'check',
    check: { status: 'compared', name: 'saved', result: { kind: 'same' } },
  })
  expect(nameOf(state())).toBe('one')
})

test('parents are added to those before, forgotten on request, and gone with the file', async () => {
  const { given, state } = setUp(child)
  await state().receive([file('child')])
  await state().addParents([file('a')])
  await state().addParents([file('b')])
  await state().forgetParents()
  expect(given).toEqual([['a'], ['a', 'b'], []])
  await state().addParents([file('c')])
  await state().open(file('next').file)
  expect(state()).toMatchObject({ parents: [], chain: undefined })
})

test('a file that cannot be read is said, and the parents stay as they were', async () => {
  let fails = false
  const { state } = setUp(child, {
    'chain.setParents': () => {
      if (fails) throw new CallError('unreadable', 'It cannot be read.')
      return report(false, [{ name: 'a', reason: 'It is not a VHDX.' }])
    },
  })
  await state().receive([file('child')])
  await state().addParents([file('a')])
  expect(state().announcement.text).toBe('A parent is still missing. Not in this chain: a.')
  fails = true
  await state().addParents([file('b')])
  expect(state().announcement.text).toBe('The chain could not be read. It cannot be read.')
  expect(state().parents.map(({ name }) => name)).toEqual(['a'])
})

test('a chain that is being read is not read a second time', async () => {
  const { given, state } = setUp(child)
  await state().receive([file('child')])
  const adding = state().addParents([file('a')])
  await state().readChain()
  await adding
  expect(given).toEqual([['a']])
  await state().readChain()
  expect(given).toEqual([['a'], ['a']])
})

const FAILS = 'The file is no longer there. It has been moved, renamed or deleted.'

test('a file that is read again keeps its parents, as they are now', async () => {
  const given: unknown[][] = []
  const { state } = setUp(child, {
    'chain.setParents': ({ files }) => {
      given.push(files.map(({ input }) => input))
      return report(true)
    },
  })
  const handle = { kind: 'file', name: 'middle' } as FileSystemFileHandle
  const [base, middle] = [file('base'), { ...file('middle'), handle: Promise.resolve(handle) }]
  await state().receive([base, file('child'), middle])
  const { epoch } = state().session as { epoch: number }
  await state().reopen()
  expect(state().session).not.toMatchObject({ epoch })
  expect(state().parents.map(({ name }) => name)).toEqual(['base', 'middle'])
  expect(state().chain).toBeUndefined()
  await state().readChain()
  // What was dropped has a handle, by which it is seen as it is now.
  expect(given).toEqual([
    [base.file, middle.file],
    [base.file, handle],
  ])
  expect(state().chain?.missing).toBeUndefined()
  expect(state().announcement.text).toBe('The chain is complete.')
})

test('an image of the workbench that is changed keeps its parents', async () => {
  const { given, state } = setUp(child, {
    'workbench.open': () => child,
    'edit.replay': () => child,
    'edit.commit': () => child,
  })
  await state().openKept('kept.vhdx')
  await state().addParents([file('a'), file('b')])
  for (const change of [() => state().replayInPlace(), () => state().commit('apply')]) {
    await change()
    expect(state().writing).toEqual({ status: 'idle' })
    // Of the image as it was.
    expect(state().chain).toBeUndefined()
    await state().readChain()
    expect(state().chain?.missing).toBeUndefined()
  }
  expect(given).toEqual(Array(3).fill(['a', 'b']))
})

test('a parent that can no longer be read is told, and is tried the next time', async () => {
  let isGone = false
  const refused = [{ name: 'a', reason: FAILS, unreadable: true }] as const
  const { given, state } = setUp(child, {
    'chain.setParents': ({ files }) => {
      given.push(files.map(({ name }) => name))
      return isGone ? report(false, refused) : report(true)
    },
  })
  await state().receive([file('child'), file('a')])
  isGone = true
  await state().reopen()
  await state().readChain()
  expect(state().announcement.text).toBe('A parent is still missing. It cannot be read: a.')
  expect(state().chain?.refused).toEqual(refused)
  isGone = false
  await state().reopen()
  await state().readChain()
  expect(given).toEqual([['a'], ['a'], ['a']])
  expect(state().chain?.refused).toEqual([])
})

test('the parents come with the child when somebody is asked first whether edits may go', async () => {
  let shown = clean
  const { given, state } = setUp(child, {
    'workbench.open': () => clean,
    'file.open': () => {
      shown = child
      return child
    },
    'file.additions': () => shown,
    'edit.preview': () => ({}) as never,
  })
  await state().openKept('kept.vhdx')
  state().addEdit({ kind: 'bytes', offset: 0, bytes: new Uint8Array(1) } as never)
  await state().receive([file('base'), file('child')])
  await state().takeDropped('open')
  expect(state().dialog).toBe('leave')
  expect(nameOf(state())).toBe('kept.vhdx')
  state().leave()
  await vi.waitFor(() => expect(given).toEqual([['base']]))
  expect(nameOf(state())).toBe('child')
  expect(state().parents.map(({ name }) => name)).toEqual(['base'])
})

test('of a disk without parents there is no chain to read', async () => {
  const { given, state } = setUp(clean)
  await state().receive([file('clean')])
  await state().readChain()
  expect(given).toEqual([])
})

test('a parent that has changed is told by its own sentence, until the chain is read again', async () => {
  let changed = true
  const readDisk = () => {
    if (!changed) return new Uint8Array(1)
    throw new CallError('file-changed', 'The parent “base” changed.', { about: 'parent' })
  }
  const { state } = setUp(child, { 'disk.read': readDisk })
  await state().receive([file('child')])
  await state().addParents([file('base')])
  const window = { state: 'before', offset: 0, length: 1 } as const
  await expect(state().call('disk.read', window)).rejects.toThrow('The parent “base” changed.')
  expect(state().session).toMatchObject({ status: 'open', stale: undefined })
  expect(state()).toMatchObject({ parentFault: 'The parent “base” changed.' })
  expect(state().announcement.text).toBe('The parent “base” changed.')
  changed = false
  await state().readChain()
  expect(state().parentFault).toBeUndefined()
})

test('a screen that comes late does not read the chain again, and whoever asks for it does', async () => {
  const { given, state } = setUp(child)
  await state().receive([file('child'), file('base'), file('middle')])
  await state().readChain({ again: false })
  expect(given).toHaveLength(1)
  await state().readChain()
  expect(given).toHaveLength(2)
})
