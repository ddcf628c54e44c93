/** node:fs and its like with a switch: any call that the command line makes can be made to fail. */
import type { FileHandle } from 'node:fs/promises'

/** One call to the system: which in the order of time, and of which function, such as `stat` or `file.sync`. */
export interface SystemCall {
  readonly index: number
  readonly name: string
}

/** With which code a call fails; `undefined` lets it through. */
export type Faults = (call: SystemCall) => string | undefined

let faults: Faults | undefined
let calls: string[] = []

/** Asks `failing` for every call that is made while `run` runs. Gives their names, in order. */
export async function withFaults(
  failing: Faults,
  run: () => Promise<unknown>,
): Promise<readonly string[]> {
  calls = []
  faults = failing
  try {
    await run()
  } finally {
    faults = undefined
  }
  return calls
}

/** Throws what Node throws where this call is to fail. */
function pass(name: string): void {
  if (faults === undefined) return
  const code = faults({ index: calls.length, name })
  calls.push(name)
  if (code !== undefined) throw Object.assign(new Error(`${code}: ${name}`), { code })
}

// biome-ignore lint/suspicious/noExplicitAny: functions of any kind are only handed on
type AnyFunction = (...args: any[]) => any
type Module = Readonly<Record<string, unknown>>

function wrapped(
  real: Module,
  names: readonly string[],
  wrap: (name: string, call: AnyFunction) => AnyFunction,
): Module {
  const calls = names.map((name) => [name, wrap(name, real[name] as AnyFunction)])
  return { ...real, ...Object.fromEntries(calls) }
}

/** For `vi.mock` of `node:fs` and `node:child_process`: what is done before the call returns. */
export const failingAtOnce = (real: Module, names: readonly string[]): Module =>
  wrapped(real, names, (name, call) => (...args) => {
    pass(name)
    return call(...args)
  })

/** For `vi.mock` of `node:fs/promises`. */
export const failingPromises = (real: Module): Module =>
  wrapped(
    real,
    Object.keys(real).filter((name) => typeof real[name] === 'function'),
    (name, call) =>
      async (...args) => {
        pass(name)
        const result = await call(...args)
        return name === 'open' ? failingFile(result) : result
      },
  )

/** Nothing here outlives the machine: to make it stable would only take time. */
const NOT_DONE = ['sync', 'datasync']

/** What fails to close is closed all the same, as by the system. */
const failingFile = (handle: FileHandle): FileHandle =>
  new Proxy(handle, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      return async (...args: unknown[]) => {
        const method = String(name)
        if (method === 'close') await target.close()
        pass(`file.${method}`)
        const isDone = method === 'close' || (faults && NOT_DONE.includes(method))
        return isDone ? undefined : Reflect.apply(value, target, args)
      }
    },
  })

let random = 0

/** What comes of `countedUUID` from now on: two runs of a command make the same files. */
export function restartRandom(seed: number): void {
  random = seed
}

/** For `vi.mock` of `node:crypto`. */
export const countedUUID = (): string =>
  `00000000-0000-4000-8000-${String(++random).padStart(12, '0')}`
