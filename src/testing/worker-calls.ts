/** What tests of the worker's calls share: the run that goes along with a call, and what a call fails with. */
import { expect } from 'vitest'
import type { CallError } from '../worker/client.ts'
import type { ErrorInfo, Progress } from '../worker/protocol/protocol.ts'
import type { CallRun } from '../worker/rpc.ts'

/** Is never cancelled, and its progress told to nobody. */
export const quietRun = (): CallRun => ({
  signal: new AbortController().signal,
  progress: () => {},
})

export interface WatchedRun {
  readonly run: CallRun
  /** What was told so far. */
  readonly progress: Progress[]
  readonly abort: AbortController
}

export function watchedRun(): WatchedRun {
  const progress: Progress[] = []
  const abort = new AbortController()
  const run: CallRun = { signal: abort.signal, progress: (report) => progress.push(report) }
  return { run, progress, abort }
}

/** Fails the test where the call succeeds. */
export const failureOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => expect.unreachable('the call succeeded'),
    (error: unknown) => error,
  )

export const infoOf = async (call: Promise<unknown>): Promise<ErrorInfo> =>
  ((await failureOf(call)) as CallError).info
