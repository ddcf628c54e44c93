/** How large the patch of the open file is, for the button that exports it. */
import { useEffect, useState } from 'react'
import { useApp, useAppStore } from '../../store/use-app.ts'
import { useOpenFile } from '../../store/use-open-file.ts'

/** `undefined` until that is known, and of a large one: who wants that waits for it in the dialog. */
export function usePatchSize(): number | undefined {
  const store = useAppStore()
  const stale = useApp(({ session }) => session.status !== 'open' || session.stale !== undefined)
  const { epoch, inspection } = useOpenFile()
  const wanted = !stale && inspection.outcome === 'replayable'
  const [known, setKnown] = useState<{
    readonly epoch: number
    readonly size: number | undefined
  }>()
  useEffect(() => {
    if (!wanted) return
    const abort = new AbortController()
    const { signal } = abort
    const { call } = store.getState()
    // Whoever opens the dialog is told why there is none.
    call('patch.size', {}, { signal }).then(
      (size) => {
        if (!signal.aborted) setKnown({ epoch, size })
      },
      () => undefined,
    )
    return () => abort.abort()
  }, [store, epoch, wanted])
  return known?.epoch === epoch ? known.size : undefined
}
