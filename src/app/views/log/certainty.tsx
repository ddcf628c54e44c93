/** How sure it is that one thing came after another: a sign and a word, never a colour alone. */
import { CERTAINTY_WORDS } from '../../../engine/history/link-words.ts'
import type { SessionRow } from '../../../engine/history/session-rows.ts'

export type Certainty = NonNullable<SessionRow['certainty']>

const SIGNS: Readonly<Record<Certainty, string>> = { proven: '●', likely: '◐', unknown: '○' }

export const CertaintyMark = ({ certainty }: { readonly certainty: Certainty }) => (
  <span className="line tight" data-certainty={certainty}>
    <span aria-hidden="true">{SIGNS[certainty]}</span>
    {CERTAINTY_WORDS[certainty]}
  </span>
)

/** For a cell: of what is the first, nothing is said. */
export const certaintyOf = ({ certainty }: { readonly certainty: Certainty | undefined }) =>
  certainty ? <CertaintyMark certainty={certainty} /> : '–'
