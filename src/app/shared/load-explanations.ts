/** What there is to say about the rules: much text that is needed late, and that comes with the screens. */
import type { Explanation } from '../../engine/findings/explanations/explanation.ts'
import type { RuleId } from '../../engine/findings/rules.ts'

export type Explanations = Readonly<Record<RuleId, Explanation>>

let loading: Promise<Explanations | undefined> | undefined

/** Fetches it once; every later call gives the same. `undefined` where it cannot be had. */
export function loadExplanations(): Promise<Explanations | undefined> {
  loading ??= import('../../engine/findings/explanations/explanations.ts').then(
    ({ explanations }) => explanations,
    () => {
      // Whoever asks again may have more luck.
      loading = undefined
      return undefined
    },
  )
  return loading
}
