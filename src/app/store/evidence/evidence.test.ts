import { beforeAll, expect, test, vi } from 'vitest'
import type { EvidenceRecord, FileHash } from '../../../engine/inspect/evidence.ts'
import { type Answers, fakeClient, untilAborted } from '../../../testing/fake-client.ts'
import { inspectSample } from '../../../testing/inspect-sample.ts'
import { CallError } from '../../../worker/client.ts'
import type { Opened } from '../../../worker/protocol/file.ts'
import { createAppStore } from '../store.ts'

let dirty: Opened
beforeAll(async () => {
  dirty = await inspectSample('dirty')
})

const record = (sha256: string): EvidenceRecord => ({
  finished: '2026-11-22T12:00:00Z',
  size: 5,
  sha256,
  parts: [{ part: 'log', ranges: [], rangeCount: 1, bytes: 7, sha256 }],
})

const hash = (hex: string): FileHash => ({
  state: 'before',
  algorithm: 'sha256',
  hex,
  size: 5,
  finished: '2026-11-22T12:00:00Z',
})

async function setUp(evidenceMode: boolean, answers: Answers = {}) {
  const client = fakeClient({
    'file.open': () => dirty,
    'file.additions': () => dirty,
    'file.check': () => ({ changed: false }),
    'file.bytesRead': () => 0,
    ...answers,
  })
  const store = createAppStore(() => client, undefined, evidenceMode)
  const state = () => store.getState()
  await state().open(new File(['x'], 'disk.vhdx'))
  await vi.waitFor(() => expect(state().looking.status).not.toBe('running'))
  return { client, store, state }
}

test('in evidence mode what the answer rests on is hashed at opening, and else not', async () => {
  const hashEvidence = vi.fn(() => record('a'))
  const { state } = await setUp(true, { 'hash.evidence': hashEvidence })
  expect(state().evidence).toEqual({ opened: record('a'), again: undefined })
  const { state: other } = await setUp(false, { 'hash.evidence': hashEvidence })
  expect(other().evidence.opened).toBeUndefined()
  expect(hashEvidence).toHaveBeenCalledTimes(1)
})

test('another look is compared with the first, and a report has both', async () => {
  let now = 'a'
  const { state } = await setUp(true, { 'hash.evidence': () => record(now) })
  now = 'b'
  expect(await state().reportEvidence()).toEqual({
    written: [],
    hashes: [],
    source: { mode: true, opened: record('a'), again: record('b') },
  })
})

test('a look that fails later is told, and leaves the first one', async () => {
  let fails = false
  const hashEvidence = () => {
    if (fails) throw new CallError('file-changed', 'It changed.', { about: 'source' })
    return record('a')
  }
  const { state } = await setUp(true, { 'hash.evidence': hashEvidence })
  fails = true
  await state().lookAtSource()
  expect(state().evidence).toMatchObject({
    opened: record('a'),
    again: { problem: 'It changed.' },
  })
  expect(state().session).toMatchObject({ stale: { why: 'It changed.' } })
})

test('before a file goes it is looked at, and stays once where it has changed', async () => {
  let now = 'a'
  const { state } = await setUp(true, { 'hash.evidence': () => record(now) })
  now = 'b'
  state().close()
  await vi.waitFor(() => expect(state().evidence.again).toEqual(record('b')))
  expect(state().session.status).toBe('open')
  await vi.waitFor(() => expect(state().announcement.text).toContain('does not read as it did'))
  state().close()
  await vi.waitFor(() => expect(state().session.status).toBe('empty'))
})

test('a look that fails for another reason accuses nobody, and keeps the file once', async () => {
  let fails = false
  const hashEvidence = () => {
    if (fails) throw new CallError('internal', 'The worker has stopped.')
    return record('a')
  }
  const { state } = await setUp(true, { 'hash.evidence': hashEvidence })
  fails = true
  state().close()
  await vi.waitFor(() =>
    expect(state().announcement.text).toBe(
      'It could not be looked at: The worker has stopped. Close it once more to leave it.',
    ),
  )
  expect(state().session).toMatchObject({ status: 'open', stale: undefined })
  state().close()
  await vi.waitFor(() => expect(state().session.status).toBe('empty'))
})

test('a save that fails for its target is no reason to leave out the last look', async () => {
  const saveCopy = () =>
    Promise.reject(new CallError('file-missing', 'The folder is gone.', { about: 'target' }))
  const { state } = await setUp(true, { 'hash.evidence': () => record('a'), 'save.copy': saveCopy })
  const target = { name: 'copy.vhdx' } as FileSystemFileHandle
  await expect(state().call('save.copy', { target })).rejects.toThrow('The folder is gone.')
  state().close()
  await vi.waitFor(() => expect(state().session.status).toBe('empty'))
  expect(state().announcement.text).toBe('It reads as at opening: SHA-256 a.')
})

test('a file that reads as at opening is closed, and that is said', async () => {
  const { state } = await setUp(true, { 'hash.evidence': () => record('a') })
  state().close()
  await vi.waitFor(() => expect(state().session.status).toBe('empty'))
  expect(state().announcement.text).toBe('It reads as at opening: SHA-256 a.')
  expect(state().evidence.opened).toBeUndefined()
})

test('a hash is kept as long as the file is open as it was read', async () => {
  const { state } = await setUp(false, { 'hash.file': () => [hash('a')] })
  await state().hashFile('before', ['sha256'])
  await state().hashFile('before', ['sha256'])
  expect(state().hashes).toEqual([hash('a')])
  await state().reopen()
  expect(state().hashes).toEqual([])
})

test('a hash that differs from the one before stands beside it', async () => {
  let hex = 'a'
  const { state } = await setUp(false, { 'hash.file': () => [hash(hex)] })
  await state().hashFile('before', ['sha256'])
  hex = 'b'
  await state().hashFile('before', ['sha256'])
  expect(state().hashes).toEqual([hash('a'), hash('b')])
  expect(state().announcement.text).toBe('The hash is another one than before.')
})

test('a hash can be cancelled, and a failure is told', async () => {
  const { state } = await setUp(false, { 'hash.file': (_, options) => untilAborted(options) })
  const end = state().hashFile('before', ['sha256'])
  expect(state().hashing).toMatchObject({ status: 'running', state: 'before' })
  state().cancelHash()
  await end
  expect(state().hashing).toEqual({ status: 'idle' })
  const failing = await setUp(false)
  await failing.state().hashFile('after', ['blake3'])
  expect(failing.state().hashing).toMatchObject({ status: 'failed' })
})

test('what comes for a file that is gone is dropped', async () => {
  let answer = (_: readonly FileHash[]): void => undefined
  const hashFile = () =>
    new Promise<readonly FileHash[]>((resolve) => {
      answer = resolve
    })
  const { state } = await setUp(false, { 'hash.file': hashFile })
  const end = state().hashFile('before', ['sha256'])
  await state().reopen()
  answer([hash('a')])
  await end
  expect(state()).toMatchObject({ hashes: [], hashing: { status: 'idle' } })
})

test('in evidence mode no worker is asked for anything that is stored', async () => {
  const { client, state, store } = await setUp(true, { 'hash.evidence': () => record('a') })
  await state().listKept()
  expect(state().kept).toEqual({ status: 'listed', images: [] })
  await state().keepFile(new File(['x'], 'a.vhdx'))
  expect(state().keeping).toMatchObject({ status: 'failed' })
  await expect(state().call('workbench.keepOpen', { name: 'a' })).rejects.toThrow('nothing is kept')
  const based = state().call('recipe.open', { recipe: {}, base: 'a' })
  await expect(based).rejects.toThrow('nothing is kept')
  const stored = ['listKept', 'keep', 'keepOpen', 'removeKept', 'openKept', 'openRecipe']
  expect(client.asked.filter((call) => stored.includes(call))).toEqual([])
  state().setEvidenceMode(false)
  expect(store.getState().evidenceMode).toBe(true)
})
