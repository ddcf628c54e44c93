/** One page of the open file: asked for when its parameters change, dropped when nobody waits for it. */
import { useEffect, useState } from 'react'
import type { CallName, Calls, ErrorInfo, Progress } from '../../worker/protocol/protocol.ts'
import { errorInfo } from './error-info.ts'
import { useActions, useApp } from './use-app.ts'

export interface PageResult<C extends CallName> {
  /** The last page that came, perhaps for earlier parameters: see `params`. */
  readonly data: Calls[C]['result'] | undefined
  /** What `data` was asked with. */
  readonly params: Calls[C]['params'] | undefined
  readonly error: ErrorInfo | undefined
  readonly loading: boolean
  /** How far the call is that runs, where it says so. */
  readonly progress: Progress | undefined
}

/** Edits hold what JSON does not know. */
const plain = (_: string, value: unknown): unknown => {
  if (typeof value === 'bigint') return `${value}n`
  return value instanceof Uint8Array ? value.join() : value
}

interface Arrived<C extends CallName> {
  readonly key: string
  readonly data: Calls[C]['result'] | undefined
  readonly params: Calls[C]['params'] | undefined
  readonly error: ErrorInfo | undefined
}

/**
 * Calls the worker whenever `params` change in value, and aborts the call that is no longer wanted.
 * While a page loads, the one before stays. Without `params` nothing is asked.
 */
export function usePage<C extends CallName>(
  call: C,
  params: Calls[C]['params'] | undefined,
): PageResult<C> {
  const { call: ask } = useActions()
  const epoch = useApp(({ session }) => (session.status === 'open' ? session.epoch : undefined))
  const chain = useApp((state) => state.chainReading)
  const [arrived, setArrived] = useState<Arrived<C>>()
  const [report, setReport] = useState<{ readonly key: string; readonly progress: Progress }>()
  const wanted = params !== undefined && epoch !== undefined
  const key = wanted ? JSON.stringify([epoch, chain, call, params], plain) : undefined

  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for the value of call and params
  useEffect(() => {
    if (key === undefined || params === undefined) return
    const controller = new AbortController()
    const { signal } = controller
    const onProgress = (progress: Progress) => {
      if (!signal.aborted) setReport({ key, progress })
    }
    ask(call, params, { signal, onProgress }).then(
      (data) => {
        if (!signal.aborted) setArrived({ key, data, params, error: undefined })
      },
      (thrown: unknown) => {
        if (signal.aborted) return
        setArrived((last) => ({
          key,
          data: last?.data,
          params: last?.params,
          error: errorInfo(thrown),
        }))
      },
    )
    return () => controller.abort()
  }, [ask, key])

  const loading = key !== undefined && arrived?.key !== key
  return {
    data: key === undefined ? undefined : arrived?.data,
    params: key === undefined ? undefined : arrived?.params,
    error: loading ? undefined : arrived?.error,
    loading,
    progress: loading && report?.key === key ? report.progress : undefined,
  }
}

/** Without what came, where that is of something else than what is looked at now. */
export const pageOf = <P extends Pick<PageResult<CallName>, 'data' | 'params'>>(
  page: P,
  isOwn: boolean,
): P => (isOwn ? page : { ...page, data: undefined, params: undefined })
