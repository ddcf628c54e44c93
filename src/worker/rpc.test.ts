import { afterEach, expect, test, vi } from 'vitest'
import { infoOf } from '../testing/worker-calls.ts'
import { CallError, type Client } from './client.ts'
import type { Opened } from './protocol/file.ts'
import type { CallName, Calls, Progress } from './protocol/protocol.ts'
import {
  type Answering,
  type CallRun,
  connect,
  type ServerPort,
  serve,
  type WorkerPort,
} from './rpc.ts'

/** Both sides over a real message channel; `worker` is what a page holds of its worker. */
function channel(): { readonly server: ServerPort; readonly worker: WorkerPort & EventTarget } {
  const { port1, port2 } = new MessageChannel()
  cleanUp.push(() => port1.close())
  port1.start()
  port2.start()
  const worker = Object.assign(new EventTarget(), {
    postMessage: (message: unknown) => port1.postMessage(message),
    terminate: vi.fn(() => port1.close()),
  })
  port1.addEventListener('message', ({ data }) =>
    worker.dispatchEvent(new MessageEvent('message', { data })),
  )
  const server = {
    postMessage: (message: unknown, transfer: Transferable[]) =>
      port2.postMessage(message, transfer as never),
    addEventListener: (type: 'message', listener: (event: MessageEvent) => void) =>
      port2.addEventListener(type, listener as never),
  }
  return { server, worker: worker as unknown as WorkerPort & EventTarget }
}

const cleanUp: (() => void)[] = []
afterEach(() => {
  for (const end of cleanUp.splice(0)) end()
})

type Answers = {
  [C in CallName]?: (
    params: Calls[C]['params'],
    run: CallRun<Calls[C]['addition']>,
  ) => Promise<Calls[C]['result']>
}

/** The code of each subject, from answers by the names of calls. */
const answering = (answers: Answers): Answering =>
  (async (subject: string) => {
    const own = Object.entries(answers).filter(([name]) => name.startsWith(`${subject}.`))
    return Object.fromEntries(own.map(([name, answer]) => [name.split('.')[1], answer]))
  }) as unknown as Answering

function pair(answers: Answers): Client {
  const { server, worker } = channel()
  const client = connect(worker)
  serve(server, answering(answers))
  return client
}

const READ = { state: 'before', offset: 0, length: 4 } as const

test('gives each call its own answer, in whatever order they come', async () => {
  const waiting: (() => void)[] = []
  const client = pair({
    'file.read': async ({ offset }) => {
      if (offset === 0) await new Promise<void>((resolve) => waiting.push(resolve))
      else waiting.pop()?.()
      return Uint8Array.of(offset)
    },
  })
  const first = client.call('file.read', READ)
  const second = client.call('file.read', { ...READ, offset: 9 })
  expect(await second).toEqual(Uint8Array.of(9))
  expect(await first).toEqual(Uint8Array.of(0))
})

test('transfers bytes, and of a view only its own', async () => {
  const whole = new Uint8Array(8)
  const large = new Uint8Array(1000).fill(7)
  const client = pair({
    'file.read': async ({ offset }) => (offset === 0 ? whole : large.subarray(10, 14)),
  })
  expect(await client.call('file.read', READ)).toHaveLength(8)
  expect(whole).toHaveLength(0)
  const part = await client.call('file.read', { ...READ, offset: 10 })
  expect(part.buffer.byteLength).toBe(4)
  expect(large).toHaveLength(1000)
})

test('reports progress in order, and none of another call', async () => {
  const client = pair({
    'save.copy': async (_, { progress }) => {
      progress({ phase: 'write', done: 1, total: 2 })
      progress({ phase: 'write', done: 2, total: 2 })
      return { size: 2, verifiedBytes: 0 }
    },
    'file.check': async () => ({ changed: false }),
  })
  const seen: Progress[] = []
  const other = vi.fn()
  const target = {} as FileSystemFileHandle
  await Promise.all([
    client.call('save.copy', { target }, { onProgress: (progress) => seen.push(progress) }),
    client.call('file.check', {}, { onProgress: other }),
  ])
  expect(seen.map(({ done }) => done)).toEqual([1, 2])
  expect(other).not.toHaveBeenCalled()
})

test('brings additions across before the result, to the call that they are of', async () => {
  const client = pair({
    'file.additions': async (_, { add }) => {
      for (const size of [1, 2]) add({ size } as Opened)
      return { size: 3 } as Opened
    },
    'file.check': async () => ({ changed: false }),
  })
  const sizes: number[] = []
  const onAddition = ({ size }: Opened) => sizes.push(size)
  const call = client.call('file.additions', { blocks: 'few' }, { onAddition })
  await client.call('file.check', {})
  expect((await call).size).toBe(3)
  expect(sizes).toEqual([1, 2])
})

test('aborts the call that the signal belongs to, when the worker has stopped', async () => {
  let stopped = false
  const client = pair({
    'file.additions': (_, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          stopped = true
          reject(signal.reason)
        })
      }),
    'file.check': async () => ({ changed: true }),
  })
  const abort = new AbortController()
  const survey = client.call('file.additions', { blocks: 'all' }, { signal: abort.signal })
  expect(await client.call('file.check', {})).toEqual({ changed: true })
  abort.abort()
  expect(await infoOf(survey)).toMatchObject({ code: 'aborted' })
  expect(stopped).toBe(true)
})

test('does not ask the worker for a call that is aborted already', async () => {
  const survey = vi.fn()
  const client = pair({ 'file.additions': survey, 'file.check': async () => ({ changed: false }) })
  const call = client.call('file.additions', { blocks: 'all' }, { signal: AbortSignal.abort() })
  expect(await infoOf(call)).toMatchObject({ code: 'aborted' })
  await client.call('file.check', {})
  expect(survey).not.toHaveBeenCalled()
})

test('brings the code and the sentence of an error across, and what it is about', async () => {
  const client = pair({
    'file.check': async () => {
      throw new CallError('file-missing', 'The file is no longer there.', { about: 'source' })
    },
    'file.additions': async () => {
      throw new TypeError('x is undefined')
    },
  })
  expect(await infoOf(client.call('file.check', {}))).toEqual({
    code: 'file-missing',
    message: 'The file is no longer there.',
    about: 'source',
  })
  expect(await infoOf(client.call('file.additions', { blocks: 'all' }))).toEqual({
    code: 'internal',
    message: 'Something went wrong inside the app: x is undefined',
  })
})

test('keeps calls until the worker listens', async () => {
  const { server, worker } = channel()
  const client = connect(worker)
  const abort = new AbortController()
  const call = client.call('file.read', READ)
  const aborted = client.call('file.read', { ...READ, offset: 1 }, { signal: abort.signal })
  abort.abort()
  // Long enough for a message to arrive, and be lost.
  await new Promise((resolve) => setTimeout(resolve, 20))
  serve(
    server,
    answering({
      'file.read': async ({ offset }, { signal }) => {
        if (offset === 0) return Uint8Array.of(1)
        await new Promise((resolve) => setTimeout(resolve, 20))
        signal.throwIfAborted()
        return new Uint8Array()
      },
    }),
  )
  expect(await call).toEqual(Uint8Array.of(1))
  expect(await infoOf(aborted)).toMatchObject({ code: 'aborted' })
})

test.each(['error', 'messageerror'])(
  'fails all calls when the worker dies by %s',
  async (event) => {
    const { worker } = channel()
    const client = connect(worker)
    const waiting = infoOf(client.call('file.check', {}))
    worker.dispatchEvent(new Event(event))
    expect(await waiting).toMatchObject({ code: 'internal' })
    expect(await infoOf(client.call('file.check', {}))).toMatchObject({ code: 'internal' })
  },
)

test('ends the worker and all that waits when it is closed', async () => {
  const { worker } = channel()
  const client = connect(worker)
  const waiting = infoOf(client.call('file.check', {}))
  client.close()
  expect(await waiting).toMatchObject({ code: 'aborted' })
  expect(worker.terminate).toHaveBeenCalledOnce()
})

test('fails a call whose parameters do not cross', async () => {
  const client = pair({ 'file.check': async () => ({ changed: false }) })
  const params = { input: (() => {}) as unknown as Blob }
  expect(await infoOf(client.call('file.open', params))).toMatchObject({ code: 'internal' })
  expect(await client.call('file.check', {})).toEqual({ changed: false })
})

test('refuses a call that nobody has declared', async () => {
  const client = pair({ 'file.check': async () => ({ changed: false }) })
  for (const name of ['file.constructor', 'nothing.read', 'check', '']) {
    const call = client.call(name as 'file.check', {})
    expect(await infoOf(call)).toMatchObject({ code: 'internal' })
  }
})

test('asks again for code that could not be fetched', async () => {
  const { server, worker } = channel()
  const client = connect(worker)
  const code = vi
    .fn()
    .mockRejectedValueOnce(new TypeError('offline'))
    .mockResolvedValue({ check: async () => ({ changed: true }) })
  serve(server, code as unknown as Answering)
  expect(await infoOf(client.call('file.check', {}))).toMatchObject({ code: 'internal' })
  expect(await client.call('file.check', {})).toEqual({ changed: true })
})
