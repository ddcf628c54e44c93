/** What tests of the worker's calls share: the run that goes along with a call, and what a call fails with. */
import { expect } from 'vitest'
import type { CallError } from '../worker/client.ts'
import {
  type ErrorInfo,
  type Progress,
  SUBJECTS,
  type Subject,
} from '../worker/protocol/protocol.ts'
import type { CallRun, HandlersOf } from '../worker/rpc.ts'
import { answerCalls } from '../worker/session.ts'
import type { Platform } from '../worker/workbench/workbench.ts'

/** All that a worker answers, by subject. */
export type SessionCalls = { readonly [S in Subject]: HandlersOf<S> }

/** A worker without a port: each call waits for its code, as those of the page do. */
export function sessionCalls(platform: Partial<Platform> = {}): SessionCalls {
  const answering = answerCalls(platform)
  const subjects = Object.entries(SUBJECTS).map(([subject, calls]) => {
    const handlers = Object.keys(calls).map((verb) => {
      const answer = async (params: unknown, run: CallRun) => {
        const code = await answering(subject as Subject)
        return (code as unknown as Record<string, (...given: unknown[]) => unknown>)[verb]?.(
          params,
          run,
        )
      }
      return [verb, answer]
    })
    return [subject, Object.fromEntries(handlers)]
  })
  return Object.fromEntries(subjects) as SessionCalls
}

/** Is never cancelled, and its progress told to nobody. */
export const quietRun = (): CallRun => ({
  signal: new AbortController().signal,
  progress: () => {},
  add: () => {},
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
  const run = {
    ...quietRun(),
    signal: abort.signal,
    progress: (report: Progress) => progress.push(report),
  }
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
