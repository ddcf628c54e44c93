/** The table of error codes, and what shows an entry of it: text that comes behind the first screen, with the others. */
import type { ComponentType } from 'react'
import type { ErrorCode } from '../../../engine/codes/error-code.ts'

export interface Codes {
  readonly readCode: (text: string) => ErrorCode | undefined
  /** Of `undefined`: that nothing was found. */
  readonly CodeAnswer: ComponentType<{ readonly entry: ErrorCode | undefined }>
}

let loading: Promise<Codes | undefined> | undefined

/** Fetches them once; every later call gives the same. `undefined` where they cannot be had. */
export function loadCodes(): Promise<Codes | undefined> {
  loading ??= Promise.all([
    import('../../../engine/codes/read-code.ts'),
    import('./code-answer.tsx'),
  ]).then(
    ([{ readCode }, { CodeAnswer }]) => ({ readCode, CodeAnswer }),
    () => {
      // Whoever asks again may have more luck.
      loading = undefined
      return undefined
    },
  )
  return loading
}
