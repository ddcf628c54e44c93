/** How sure it is that one thing came after another: a sign and a word, never a colour alone. */
import type { SessionRow } from '../../../engine/history/session-rows.ts'

export type Certainty = NonNullable<SessionRow['certainty']>

const SIGNS: Readonly<Record<Certainty, string>> = { proven: '●', likely: '◐', unknown: '○' }

export const CERTAINTY_WORDS: Readonly<Record<Certainty, string>> = {
  proven: 'later: proven',
  likely: 'later: likely',
  unknown: 'order not known',
}

export const CertaintyMark = ({ certainty }: { readonly certainty: Certainty }) => (
  <span className="line tight" data-certainty={certainty}>
    <span aria-hidden="true">{SIGNS[certainty]}</span>
    {CERTAINTY_WORDS[certainty]}
  </span>
)
