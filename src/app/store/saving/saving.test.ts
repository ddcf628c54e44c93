import { beforeAll, describe, expect, test, vi } from 'vitest'
import { type Answers, fakeClient, untilAborted } from '../../../testing/fake-client.ts'
import { inspectSample } from '../../../testing/inspect-sample.ts'
import { CallError } from '../../../worker/client.ts'
import type { Opened } from '../../../worker/protocol/file.ts'
import { createAppStore } from '../store.ts'

let dirty: Opened
beforeAll(async () => {
  dirty = await inspectSample('dirty')
})

/** A folder with names only. */
function fakeFolder(names: Iterable<string> = []) {
  const files = new Set(names)
  const folder = {
    name: 'Recovered',
    files,
    getFileHandle: vi.fn(async (name: string, options?: { create?: boolean }) => {
      if (!files.has(name) && !options?.create) throw new DOMException('', 'NotFoundError')
      files.add(name)
      return { kind: 'file', name } as FileSystemFileHandle
    }),
    removeEntry: vi.fn(async (name: string) => {
      if (!files.delete(name)) throw new DOMException('', 'NotFoundError')
    }),
  }
  return folder as typeof folder & FileSystemDirectoryHandle
}

async function setUp(answers: Answers) {
  const client = fakeClient({ 'file.open': () => dirty, 'file.additions': () => dirty, ...answers })
  const store = createAppStore(() => client)
  await store.getState().open(new File(['x'], 'disk.vhdx'))
  return { client, state: () => store.getState() }
}

const NAME = 'disk.replayed.vhdx'
const saved = { size: 1000, verifiedBytes: 8 }

test('a copy is written into a new file of the folder', async () => {
  const saveCopy = vi.fn(async () => saved)
  const { state } = await setUp({ 'save.copy': saveCopy })
  const folder = fakeFolder(['other.vhdx'])
  await state().saveCopy(folder, NAME)
  const told = { ...saved, unreadableBytes: 0, hash: undefined }
  expect(state().save).toEqual({ status: 'saved', name: NAME, folder: 'Recovered', ...told })
  expect([...folder.files]).toEqual(['other.vhdx', NAME])
  expect(saveCopy.mock.calls).toMatchObject([[{ target: { name: NAME } }, {}]])
})

test('a part of the disk is written like a copy, and what could not be read is told', async () => {
  const exportDisk = vi.fn(async () => ({ ...saved, unreadableBytes: 4096 }))
  const { state } = await setUp({ 'disk.save': exportDisk })
  const part = { state: 'after', offset: 512, length: 1000 } as const
  await state().saveCopy(fakeFolder([]), 'disk.raw', { what: 'disk', disk: part })
  expect(state().save).toMatchObject({ status: 'saved', name: 'disk.raw', unreadableBytes: 4096 })
  expect(exportDisk.mock.calls).toMatchObject([[{ ...part, target: { name: 'disk.raw' } }, {}]])
  expect((await state().reportEvidence()).written).toMatchObject([
    { kind: 'raw', name: 'disk.raw', size: 1000, unreadableBytes: 4096 },
  ])
})

test('a hash that is wanted is asked for, and told', async () => {
  const hash = { algorithm: 'blake3', hex: 'ab'.repeat(32) } as const
  const saveCopy = vi.fn(async () => ({ ...saved, hash }))
  const { state } = await setUp({ 'save.copy': saveCopy })
  await state().saveCopy(fakeFolder([]), NAME, { hash: 'blake3' })
  expect(saveCopy.mock.calls).toMatchObject([[{ hash: 'blake3' }, {}]])
  expect(state().save).toMatchObject({ status: 'saved', hash })
})

test('a name that exists is refused, and the file by that name is left alone', async () => {
  const { state, client } = await setUp({ 'save.copy': () => saved })
  const folder = fakeFolder([NAME])
  await state().saveCopy(folder, NAME)
  expect(state().save).toMatchObject({ status: 'failed', phase: 'check', leftover: undefined })
  expect(client.asked).not.toContain('save.copy')
  expect(folder.removeEntry).not.toHaveBeenCalled()
  expect(folder.getFileHandle).toHaveBeenCalledTimes(1)
})

test('a folder by that name is refused too', async () => {
  const { state } = await setUp({ 'save.copy': () => saved })
  const folder = fakeFolder()
  folder.getFileHandle.mockRejectedValue(new DOMException('', 'TypeMismatchError'))
  await state().saveCopy(folder, NAME)
  expect(state().save).toMatchObject({ status: 'failed' })
  expect(folder.removeEntry).not.toHaveBeenCalled()
})

describe('a save that fails', () => {
  test.each([
    ['no-space', 'There is no room.'],
    ['file-changed', 'The file changed.'],
    ['verify-failed', 'The copy is not what it should be.'],
  ] as const)('leaves nothing behind: %s', async (code, message) => {
    const { state } = await setUp({
      'save.copy': (_, { onProgress }) => {
        onProgress?.({ phase: 'write', done: 1, total: 2 })
        throw new CallError(code, message)
      },
    })
    const folder = fakeFolder()
    await state().saveCopy(folder, NAME)
    expect(state().save).toEqual({
      status: 'failed',
      name: NAME,
      phase: 'write',
      message,
      leftover: undefined,
    })
    expect(folder.files.size).toBe(0)
  })

  test('says so if the unfinished file cannot be removed', async () => {
    const { state } = await setUp({
      'save.copy': () => Promise.reject(new CallError('no-permission', 'It was taken away.')),
    })
    const folder = fakeFolder()
    folder.removeEntry.mockRejectedValue(new DOMException('', 'NotAllowedError'))
    await state().saveCopy(folder, NAME)
    expect(state().save).toMatchObject({ status: 'failed', leftover: NAME })
  })

  test('waits until the browser lets go of the unfinished file', async () => {
    const { state } = await setUp({
      'save.copy': () => Promise.reject(new CallError('file-missing', 'It is gone.')),
    })
    const folder = fakeFolder()
    folder.removeEntry.mockRejectedValueOnce(new DOMException('', 'NoModificationAllowedError'))
    await state().saveCopy(folder, NAME)
    expect(state().save).toMatchObject({ status: 'failed', leftover: undefined })
    expect(folder.files.size).toBe(0)
  })

  test('removes nothing that it did not make', async () => {
    const { state } = await setUp({ 'save.copy': () => saved })
    const folder = fakeFolder()
    folder.getFileHandle
      .mockRejectedValueOnce(new DOMException('', 'NotFoundError'))
      .mockRejectedValueOnce(new DOMException('', 'NotAllowedError'))
    await state().saveCopy(folder, NAME)
    expect(state().save).toMatchObject({ status: 'failed', leftover: undefined })
    expect(folder.removeEntry).not.toHaveBeenCalled()
  })
})

describe('while a save runs', () => {
  async function running() {
    const { state } = await setUp({
      'save.copy': (_, options) => {
        options.onProgress?.({ phase: 'write', done: 10, total: 100 })
        return untilAborted(options)
      },
    })
    const folder = fakeFolder()
    const end = state().saveCopy(folder, NAME)
    await vi.waitFor(() => expect(state().save).toMatchObject({ done: 10 }))
    return { state, folder, end }
  }

  test('its phase and its bytes are known', async () => {
    const { state } = await running()
    expect(state().save).toMatchObject({ status: 'running', phase: 'write', done: 10, total: 100 })
  })

  test('it can be cancelled, and leaves nothing behind', async () => {
    const { state, folder, end } = await running()
    state().cancelSave()
    expect(state().save).toMatchObject({ status: 'running', cancelling: true })
    await end
    expect(state().save).toEqual({ status: 'cancelled', name: NAME })
    expect(folder.files.size).toBe(0)
  })

  test('no other file is opened, and this one is not closed', async () => {
    const { state } = await running()
    await state().open(new File(['y'], 'other.vhdx'))
    state().close()
    expect(state().session).toMatchObject({ status: 'open', name: 'disk.vhdx' })
    expect(state().announcement.text).toContain('Cancel the save first')
  })

  test('no second save begins', async () => {
    const { state } = await running()
    const other = fakeFolder()
    await state().saveCopy(other, 'second.vhdx')
    expect(other.files.size).toBe(0)
  })

  test('it is not forgotten', async () => {
    const { state, end } = await running()
    state().forgetSave()
    expect(state().save.status).toBe('running')
    state().cancelSave()
    await end
    state().forgetSave()
    expect(state().save).toEqual({ status: 'idle' })
  })
})
