/** Calls whose code comes behind the rest of the worker, so that the first file opens sooner. */
import type { CallName } from './protocol/protocol.ts'
import type { CallRun, Handlers } from './rpc.ts'

/** Whoever calls one of `names` waits for the code. It is asked for at once, before a file is open. */
export function behind<C extends CallName>(
  names: readonly C[],
  code: Promise<Pick<Handlers, C>>,
): Pick<Handlers, C> {
  // Who calls is told; until then nobody has to know.
  code.catch(() => undefined)
  const entries = names.map((name) => [
    name,
    async (params: never, run: CallRun) => (await code)[name](params, run),
  ])
  return Object.fromEntries(entries) as Pick<Handlers, C>
}
