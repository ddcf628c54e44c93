/** Typed calls over a message port: ids, progress, abort, errors with codes (docs/decisions/0004). */
import { CallError, type CallOptions, type Client } from './client.ts'
import { errorInfo } from './errors.ts'
import type { Call } from './protocol/call.ts'
import type {
  CallName,
  Calls,
  ErrorInfo,
  Progress,
  Reply,
  Request,
  SUBJECTS,
  Subject,
} from './protocol/protocol.ts'

/** What a handler gets besides its parameters. */
export interface CallRun<Addition = never> {
  readonly signal: AbortSignal
  progress(progress: Progress): void
  add(addition: Addition): void
}

/** What answers the calls about one subject. */
export type HandlersOf<S extends Subject> = {
  readonly [V in keyof (typeof SUBJECTS)[S]]: (typeof SUBJECTS)[S][V] extends Call<
    infer Params,
    infer Result,
    infer Addition
  >
    ? (params: Params, run: CallRun<Addition>) => Promise<Result>
    : never
}

/** Fetches what answers the calls about a subject: when it is first asked, or before. */
export type Answering = <S extends Subject>(subject: S) => Promise<HandlersOf<S>>

/** The worker's side: its global scope, or a `MessagePort` in tests. */
export interface ServerPort {
  postMessage(message: unknown, transfer: Transferable[]): void
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void
}

/** The page's side: a `Worker`. */
export interface WorkerPort {
  postMessage(message: unknown): void
  addEventListener(
    type: 'message' | 'messageerror' | 'error',
    listener: (event: MessageEvent) => void,
  ): void
  terminate(): void
}

type AnyHandler = (params: unknown, run: CallRun<unknown>) => Promise<Calls[CallName]['result']>

/** Answers calls until the worker ends. */
export function serve(port: ServerPort, answering: Answering): void {
  const running = new Map<number, AbortController>()

  async function answer(request: Exclude<Request, { abort: true }>): Promise<void> {
    const { id, call, params } = request
    const abort = new AbortController()
    running.set(id, abort)
    const reply = (body: object, transfer: Transferable[] = []): void =>
      port.postMessage({ id, ...body }, transfer)
    try {
      const [subject, verb = ''] = call.split('.') as [Subject, string?]
      const code: unknown = await answering(subject)
      // `Request` pairs each call with its parameters, which TypeScript cannot follow through an index.
      const handlers = code as Readonly<Record<string, AnyHandler>>
      const handler = Object.hasOwn(handlers, verb) ? handlers[verb] : undefined
      if (!handler) throw new CallError('internal', `There is no call “${call}”.`)
      const result = await handler(params, {
        signal: abort.signal,
        progress: (progress) => reply({ progress }),
        add: (addition) => reply({ addition }),
      })
      if (!(result instanceof Uint8Array)) return reply({ result })
      // A view of a larger buffer would take all of it along.
      const whole = result.byteLength === result.buffer.byteLength ? result : result.slice()
      reply({ result: whole }, [whole.buffer as ArrayBuffer])
    } catch (error) {
      reply({ error: errorInfo(error) })
    } finally {
      running.delete(id)
    }
  }

  port.addEventListener('message', ({ data }: MessageEvent<Request>) => {
    if ('abort' in data) running.get(data.id)?.abort()
    else void answer(data)
  })
  port.postMessage({ ready: true } satisfies Reply, [])
}

const errorOf = ({ code, message, about, setting }: ErrorInfo): CallError =>
  new CallError(code, message, { about, setting })

interface Pending {
  resolve(result: never): void
  reject(error: CallError): void
  readonly onProgress: CallOptions['onProgress']
  readonly onAddition: ((addition: never) => void) | undefined
}

/** Takes over `worker`. When it dies, all calls, waiting and future ones, fail as `internal`. */
export function connect(worker: WorkerPort): Client {
  const pending = new Map<number, Pending>()
  /** What was asked before the worker was ready; `undefined` once it is. */
  let held: Request[] | undefined = []
  let end: CallError | undefined
  let lastId = 0

  function finish(error: CallError): void {
    end ??= error
    for (const { reject } of pending.values()) reject(end)
    pending.clear()
    worker.terminate()
  }

  function send(request: Request): void {
    if (held) {
      held.push(request)
      return
    }
    try {
      worker.postMessage(request)
    } catch (error) {
      // What cannot be cloned.
      pending.get(request.id)?.reject(errorOf(errorInfo(error)))
      pending.delete(request.id)
    }
  }

  worker.addEventListener('message', ({ data: reply }: MessageEvent<Reply>) => {
    if ('ready' in reply) {
      const requests = held ?? []
      held = undefined
      for (const request of requests) send(request)
      return
    }
    const call = pending.get(reply.id)
    if (!call) return
    if ('progress' in reply) return call.onProgress?.(reply.progress)
    if ('addition' in reply) return call.onAddition?.(reply.addition as never)
    pending.delete(reply.id)
    if ('error' in reply) call.reject(errorOf(reply.error))
    else call.resolve(reply.result as never)
  })
  const died = (): void =>
    finish(new CallError('internal', 'The part of the app that reads the file has stopped.'))
  worker.addEventListener('error', died)
  worker.addEventListener('messageerror', died)

  return {
    call(call, params, { signal, onProgress, onAddition } = {}) {
      return new Promise((resolve, reject) => {
        if (end) return reject(end)
        if (signal?.aborted) return reject(new CallError('aborted', 'Cancelled.'))
        const id = ++lastId
        pending.set(id, { resolve, reject, onProgress, onAddition })
        send({ id, call, params } as Request)
        const abort = (): void => {
          if (pending.has(id)) send({ id, abort: true })
        }
        signal?.addEventListener('abort', abort, { once: true })
      })
    },
    close: () => finish(new CallError('aborted', 'The file was closed.')),
  }
}
