/** A search through a volume: what has been found so far, while it goes on. */
import { useEffect, useState } from 'react'
import type { FoundFile, FoundFiles } from '../../../engine/files/find-files.ts'
import type { State } from '../../../engine/inspect/inspection.ts'
import type { Progress } from '../../../worker/protocol/protocol.ts'
import { errorInfo } from '../../store/error-info.ts'
import { useActions } from '../../store/use-app.ts'

export interface FindWish {
  readonly state: State
  readonly volume: number
  readonly text: string
}

export interface Finding {
  readonly found: readonly FoundFile[]
  /** At its end. */
  readonly result: FoundFiles | undefined
  readonly progress: Progress | undefined
  readonly problem: string | undefined
}

const NOTHING: Finding = {
  found: [],
  result: undefined,
  progress: undefined,
  problem: undefined,
}

/** Begins whenever `wish` is another one, and ends when it is none, or the screen is left. */
export function useFind(wish: FindWish | undefined): Finding {
  const { call } = useActions()
  const [finding, setFinding] = useState(NOTHING)
  useEffect(() => {
    setFinding(NOTHING)
    if (!wish) return
    const abort = new AbortController()
    const { signal } = abort
    const set = (change: (last: Finding) => Partial<Finding>) => {
      if (!signal.aborted) setFinding((last) => ({ ...last, ...change(last) }))
    }
    call('files.find', wish, {
      signal,
      onAddition: (more) => set(({ found }) => ({ found: [...found, ...more] })),
      onProgress: (progress) => set(() => ({ progress })),
    }).then(
      (result) => set(() => ({ result, progress: undefined })),
      (thrown: unknown) => set(() => ({ problem: errorInfo(thrown).message, progress: undefined })),
    )
    return () => abort.abort()
  }, [wish, call])
  return finding
}
