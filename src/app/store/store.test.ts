import { beforeAll, describe, expect, test, vi } from 'vitest'
import { inspectSample } from '../../testing/inspect-sample.ts'
import { counted, opens, someFile, storeOver } from '../../testing/open-store.ts'
import { CallError } from '../../worker/client.ts'
import type { Opened } from '../../worker/protocol/file.ts'
import type { ErrorCode } from '../../worker/protocol/protocol.ts'

let dirty: Opened
let clean: Opened
beforeAll(async () => {
  dirty = await inspectSample('dirty')
  clean = await inspectSample('clean')
})

describe('opening', () => {
  test('shows the overview of the file and reads its blocks', async () => {
    const { state, clients } = storeOver(opens(dirty))
    await state().open(someFile())
    expect(state().session).toMatchObject({ status: 'open', name: 'disk.vhdx' })
    expect(state().session).toMatchObject({ inspection: counted(dirty) })
    expect(state().view).toBe('overview')
    expect(clients[0]?.asked).toEqual(['file.open', 'file.additions'])
  })

  test('shows each addition as soon as it is there', async () => {
    let end = () => {}
    const { state } = storeOver({
      ...opens(clean),
      'file.additions': (_, { onAddition }) => {
        onAddition?.({ ...clean, size: 1 })
        return new Promise((resolve) => {
          end = () => resolve({ ...clean, size: 2 })
        })
      },
    })
    const opening = state().open(someFile())
    await vi.waitFor(() => expect(state().session).toMatchObject({ inspection: { size: 1 } }))
    end()
    await opening
    expect(state().session).toMatchObject({ inspection: { size: 2 } })
  })

  test('looks at all blocks once, when it is asked to', async () => {
    const { state, clients } = storeOver({
      ...opens(clean),
      'file.additions': ({ blocks }) => (blocks === 'all' ? counted(clean) : clean),
    })
    await state().open(someFile())
    for (let i = 0; i < 2; i++) await state().survey()
    expect(state().session).toMatchObject({ inspection: counted(clean) })
    expect(clients[0]?.asked).toEqual(['file.open', 'file.additions', 'file.additions'])
  })

  test('ends the worker of the file before', async () => {
    const { state, clients } = storeOver(opens(clean))
    await state().open(someFile('first.vhdx'))
    await state().open(someFile('second.vhdx'))
    expect(clients.map(({ closed }) => closed)).toEqual([true, false])
    expect(state().session).toMatchObject({ status: 'open', name: 'second.vhdx' })
  })

  test('of two files opened at once the later one is shown', async () => {
    const waiting: ((inspection: Opened) => void)[] = []
    const { state } = storeOver({
      'file.open': () => new Promise((resolve) => waiting.push(resolve)),
    })
    const first = state().open(someFile('first.vhdx'))
    const second = state().open(someFile('second.vhdx'))
    waiting[1]?.(clean)
    await second
    waiting[0]?.(dirty)
    await first
    expect(state().session).toMatchObject({ name: 'second.vhdx', inspection: { outcome: 'clean' } })
  })

  test('tells why a file cannot be read, and can try again', async () => {
    const open = vi
      .fn()
      .mockRejectedValueOnce(new CallError('in-use', 'It is in use.'))
      .mockResolvedValue(clean)
    const { state } = storeOver({ ...opens(clean), 'file.open': open })
    await state().open(someFile())
    expect(state().session).toEqual({
      status: 'failed',
      name: 'disk.vhdx',
      error: { code: 'in-use', message: 'It is in use.' },
    })
    await state().reopen()
    expect(state().session).toMatchObject({ status: 'open' })
  })

  test('reads a file again through its handle, which sees it as it is now', async () => {
    const open = vi.fn().mockResolvedValue(clean)
    const { state } = storeOver({ ...opens(clean), 'file.open': open })
    const handle = { kind: 'file', name: 'disk.vhdx' } as FileSystemFileHandle
    const source = someFile()
    await state().open(source, Promise.resolve(handle))
    await state().reopen()
    expect(open.mock.calls.map(([{ input }]) => input)).toEqual([source, handle])
  })

  test('does without a handle where the browser refuses one', async () => {
    const open = vi.fn().mockResolvedValue(clean)
    const { state } = storeOver({ ...opens(clean), 'file.open': open })
    const source = someFile()
    await state().open(source, Promise.reject(new DOMException('no', 'SecurityError')))
    await state().reopen()
    expect(open.mock.calls.map(([{ input }]) => input)).toEqual([source, source])
  })

  test('shows the place that the address names, for the first file only', async () => {
    const route = { view: 'bytes', state: 'after', selection: { offset: 64, length: 8 } } as const
    const { state } = storeOver(opens(dirty), route)
    await state().open(someFile())
    expect(state()).toMatchObject(route)
    await state().open(someFile('other.vhdx'))
    expect(state()).toMatchObject({ view: 'overview', state: 'before', selection: undefined })
  })

  test('drops of that place what the file does not have', async () => {
    const selection = { offset: 2 ** 40, length: 8 }
    const { state } = storeOver(opens(clean), { view: 'bytes', state: 'compare', selection })
    await state().open(someFile())
    expect(state()).toMatchObject({ view: 'bytes', state: 'before', selection: undefined })
  })

  test('can be cancelled', async () => {
    const { state, clients } = storeOver({ 'file.open': () => new Promise(() => {}) })
    void state().open(someFile())
    state().close()
    expect(state().session).toEqual({ status: 'empty' })
    expect(clients[0]?.closed).toBe(true)
  })

  test('shows how far it is', async () => {
    const { state } = storeOver({
      'file.open': (_, { onProgress }) => {
        onProgress?.({ done: 5, total: 10 })
        return new Promise(() => {})
      },
    })
    void state().open(someFile())
    await vi.waitFor(() =>
      expect(state().session).toMatchObject({ progress: { done: 5, total: 10 } }),
    )
  })
})

test('closing ends the worker and forgets where one was', async () => {
  const { state, clients } = storeOver(opens(dirty))
  await state().openSample('dirty')
  state().setState('compare')
  state().select({ offset: 1, length: 1 }, { reveal: true })
  state().close()
  expect(clients[0]?.closed).toBe(true)
  expect(state()).toMatchObject({ view: 'overview', state: 'before', selection: undefined })
  await expect(state().call('file.check', {})).rejects.toThrow('No file is open')
})

describe('a file that changes', () => {
  test('is noticed when it is looked at', async () => {
    const { state } = storeOver({ ...opens(clean), 'file.check': () => ({ changed: true }) })
    await state().open(someFile())
    await state().checkSource()
    expect(state().session).toMatchObject({ stale: { since: expect.any(Number) } })
    expect(state().announcement.text).toContain('changed')
  })

  test('is noticed when a page of it cannot be read', async () => {
    const readBytes = () =>
      Promise.reject(new CallError('file-changed', 'It changed.', { about: 'source' }))
    const { state } = storeOver({ ...opens(clean), 'file.read': readBytes })
    await state().open(someFile())
    const range = { state: 'before', offset: 0, length: 16 } as const
    await expect(state().call('file.read', range)).rejects.toThrow('It changed.')
    expect(state().session).toMatchObject({ stale: { since: expect.any(Number) } })
  })

  test.each(['target', 'parent', 'workbench', 'given', undefined] as const)(
    'is not what an error about %s says',
    async (about) => {
      const fails = (code: ErrorCode) => () =>
        Promise.reject(new CallError(code, 'Not the file.', { about }))
      const { state } = storeOver({
        ...opens(clean),
        'disk.save': fails('file-missing'),
        'workbench.export': fails('file-changed'),
        'disk.read': fails('unreadable'),
        'file.check': fails('no-permission'),
      })
      await state().open(someFile())
      const { call } = state()
      const window = { state: 'before', offset: 0, length: 1 } as const
      const target = { name: 'copy.raw' } as FileSystemFileHandle
      await expect(call('disk.save', { ...window, target })).rejects.toThrow('Not the file.')
      await expect(call('workbench.export', { target })).rejects.toThrow('Not the file.')
      await expect(call('disk.read', window)).rejects.toThrow('Not the file.')
      await state().checkSource()
      expect(state().session).toMatchObject({ stale: undefined })
      expect(state().parentFault).toBe(about === 'parent' ? 'Not the file.' : undefined)
    },
  )

  test.each(['file-changed', 'file-missing', 'no-permission', 'unreadable'] as const)(
    'is noticed by any call that fails with %s of the source',
    async (code) => {
      const saveCopy = () => Promise.reject(new CallError(code, 'It is lost.', { about: 'source' }))
      const { state } = storeOver({ ...opens(clean), 'save.copy': saveCopy })
      await state().open(someFile())
      const target = { name: 'copy.vhdx' } as FileSystemFileHandle
      await expect(state().call('save.copy', { target })).rejects.toThrow('It is lost.')
      expect(state().session).toMatchObject({ stale: { why: 'It is lost.' } })
    },
  )

  test('is fresh again when it is read again', async () => {
    const { state } = storeOver({ ...opens(clean), 'file.check': () => ({ changed: true }) })
    await state().open(someFile())
    await state().checkSource()
    await state().reopen()
    expect(state().session).toMatchObject({ status: 'open', stale: undefined })
  })

  test('is not asked about twice at the same time', async () => {
    const checkSource = vi.fn(() => new Promise<{ changed: boolean }>(() => {}))
    const { state } = storeOver({ ...opens(clean), 'file.check': checkSource })
    await state().open(someFile())
    void state().checkSource()
    void state().checkSource()
    expect(checkSource).toHaveBeenCalledTimes(1)
  })
})

test('the bytes that were read are counted once the calls have fallen silent', async () => {
  vi.useFakeTimers()
  try {
    const bytesRead = vi.fn().mockReturnValueOnce(4096).mockReturnValue(8192)
    const { state } = storeOver({ ...opens(clean), 'file.bytesRead': bytesRead })
    await state().open(someFile())
    await state().call('file.check', {})
    expect(state().bytesRead).toBeUndefined()
    await vi.advanceTimersByTimeAsync(1000)
    expect(state().bytesRead).toBe(4096)
    await state().call('file.check', {})
    await vi.advanceTimersByTimeAsync(1000)
    expect(state().bytesRead).toBe(8192)
    expect(bytesRead).toHaveBeenCalledTimes(2)
    state().close()
    expect(state().bytesRead).toBeUndefined()
  } finally {
    vi.useRealTimers()
  }
})
