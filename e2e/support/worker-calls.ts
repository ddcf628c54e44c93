/** Workers of the app without its page: for what they do to the browser's private storage. */
import type { BrowserContext, JSHandle, Page } from '@playwright/test'
import type { Inspection } from '../../src/engine/inspect/inspection.ts'
import type { CallName, Calls, ErrorInfo, Reply } from '../../src/worker/protocol/protocol.ts'

/** What befalls the n-th operation, from 1, on files that are written in place. */
export interface StorageFault {
  readonly operation: 'write' | 'truncate' | 'flush'
  readonly number: number
  /** The `DOMException` that the browser would throw; `hang` never comes back. */
  readonly error: 'QuotaExceededError' | 'InvalidStateError' | 'hang'
}

/** Runs in each worker before its own code; the fault is the worker's name. */
function installFault(): void {
  if (self.name === '') return
  const { operation, number, error } = JSON.parse(self.name) as StorageFault
  const { prototype } = Reflect.get(self, 'FileSystemSyncAccessHandle') as {
    prototype: Record<string, (...given: unknown[]) => unknown>
  }
  const original = prototype[operation]
  let count = 0
  prototype[operation] = function (this: unknown, ...given) {
    if (++count === number) {
      if (error !== 'hang') throw new DOMException('from the test', error)
      self.postMessage({ hangs: true })
      // As a loop, but without taking the processor from others.
      const { buffer } = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true })
      Atomics.wait(new Int32Array(buffer), 0, 0)
    }
    return original?.apply(this, given)
  }
}

/** Lets the workers of these pages have faults. Call before a page is loaded. */
export async function allowFaults(context: BrowserContext): Promise<void> {
  await context.route('**/first-*.js', async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, body: `(${installFault})();${await response.text()}` })
  })
}

/** What the page holds of a worker. */
interface Held {
  readonly worker: Worker
  readonly hangs: Promise<unknown>
}

/** The answer, of an inspection only what fits through the wire. */
export type Answer<C extends CallName> =
  | { readonly error: ErrorInfo }
  | { readonly result: Calls[C]['result'] extends Inspection ? Short : Calls[C]['result'] }

export interface Short {
  readonly size: number
  readonly outcome: Inspection['outcome']
}

export interface TestWorker {
  call<C extends CallName>(call: C, params: Calls[C]['params']): Promise<Answer<C>>
  /** As `call`, with the file that the page's `#held` input has. */
  keepFile(name: string): Promise<Answer<'workbench.keep'>>
  /** Resolves when the fault has struck that hangs. */
  hangs(): Promise<void>
  terminate(): Promise<void>
}

/** Starts a worker from the app's own file. The page must be the app's. */
export async function startWorker(page: Page, fault?: StorageFault): Promise<TestWorker> {
  const url = page.workers()[0]?.url()
  if (url === undefined) throw new Error('the app has no worker yet')
  const held: JSHandle<Held> = await page.evaluateHandle(
    async ([url, name]) => {
      const worker = new Worker(url, { type: 'module', name })
      const next = (key: string) =>
        new Promise((resolve) => {
          worker.addEventListener('message', ({ data }) => {
            if (key in data) resolve(data)
          })
        })
      const hangs = next('hangs')
      await next('ready')
      return { worker, hangs }
    },
    [url, fault === undefined ? '' : JSON.stringify(fault)] as const,
  )

  const ask = (call: string, params: object, withFile: boolean): Promise<unknown> =>
    held.evaluate(
      async ({ worker }, { call, params, withFile }) => {
        const id = Math.random()
        const input = document.querySelector<HTMLInputElement>('#held')?.files?.[0]
        const reply = await new Promise<Reply>((resolve) => {
          worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
            if ('id' in data && data.id === id && !('progress' in data)) resolve(data)
          })
          worker.postMessage({ id, call, params: withFile ? { ...params, input } : params })
        })
        if (!('result' in reply)) return reply
        const { result } = reply
        if (typeof result !== 'object' || !('outcome' in result)) return reply
        return { result: { size: Reflect.get(result, 'size'), outcome: result.outcome } }
      },
      { call, params, withFile },
    )

  return {
    call: <C extends CallName>(call: C, params: Calls[C]['params']) =>
      ask(call, params as object, false) as Promise<Answer<C>>,
    keepFile: (name) => ask('workbench.keep', { name }, true) as Promise<Answer<'workbench.keep'>>,
    hangs: () => held.evaluate(({ hangs }) => hangs.then(() => {})),
    terminate: () => held.evaluate(({ worker }) => worker.terminate()),
  }
}

/** All files of the private storage: their sizes, by "folder/name". */
export const storedFiles = (page: Page): Promise<Record<string, number>> =>
  page.evaluate(async () => {
    const sizes: Record<string, number> = {}
    const root = await navigator.storage.getDirectory()
    for await (const [folder, handle] of root.entries()) {
      if (handle.kind !== 'directory') continue
      for await (const [name, file] of (handle as FileSystemDirectoryHandle).entries()) {
        if (file.kind !== 'file') continue
        sizes[`${folder}/${name}`] = (await (file as FileSystemFileHandle).getFile()).size
      }
    }
    return sizes
  })
