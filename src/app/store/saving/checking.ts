/** Comparing a file that the browser has saved with what it was given to save. */
import { errorInfo, hasCode } from '../error-info.ts'
import { keepSample, paceOf, type Sample } from '../pace.ts'
import type { GetState, SetState } from '../state.ts'
import type { CheckingActions, CheckingData } from './checking-state.ts'

export const NO_CHECK = {
  handedOut: undefined,
  check: { status: 'idle' },
} as const satisfies CheckingData

export function checkingActions(set: SetState, get: GetState): CheckingActions {
  let current: AbortController | undefined

  return {
    handOut: (copy) => set({ handedOut: copy, check: { status: 'idle' } }),

    async checkSaved(files) {
      const { handedOut, call, announce } = get()
      const file = files.find(({ name }) => name === handedOut?.name) ?? files[0]
      if (!handedOut || !file) return
      current?.abort()
      const mine = new AbortController()
      current = mine
      const isWanted = () => current === mine && !mine.signal.aborted
      const { name } = file
      const started = performance.now()
      let samples: readonly Sample[] = []
      const running = { status: 'running', name } as const
      set({ check: { ...running, done: 0, total: handedOut.blob.size, pace: undefined } })
      const onProgress = ({ done, total }: { readonly done: number; readonly total: number }) => {
        if (!isWanted()) return
        samples = keepSample(samples, { at: performance.now(), done })
        set({ check: { ...running, done, total, pace: paceOf(samples, started, total) } })
      }
      try {
        const compared = { expected: handedOut.blob, found: file }
        const result = await call('save.compare', compared, { signal: mine.signal, onProgress })
        if (isWanted()) set({ check: { status: 'compared', name, result } })
      } catch (thrown) {
        if (!isWanted() || hasCode(thrown, 'aborted')) return
        set({ check: { status: 'failed', name, message: errorInfo(thrown).message } })
        announce(`${name} could not be compared.`, true)
      }
    },

    forgetCheck() {
      current?.abort()
      current = undefined
      set({ check: { status: 'idle' } })
    },
  }
}
