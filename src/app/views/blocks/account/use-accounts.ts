/** The account of the file’s space in the states that are shown, and whether the data were looked at for it. */
import { useState } from 'react'
import type { Share } from '../../../../engine/account/share-words.ts'
import type { State } from '../../../../engine/inspect/inspection.ts'
import { type PageResult, usePage } from '../../../store/use-page.ts'

/** Which shares are shown alone on the map, on the strip and in the table of blocks. */
export interface ShareFilter {
  /** None: all of them. */
  readonly any: readonly Share[]
  /** In which states they are those of an account for which the data were looked at. */
  readonly looked: Readonly<Record<State, boolean>>
}

export interface Accounts {
  readonly before: PageResult<'space.account'>
  readonly after: PageResult<'space.account'>
  /** Whether it was asked for a look at the data. */
  readonly isAsked: boolean
  /** In the states that are shown. */
  readonly onLook: (look: boolean) => void
}

export function useAccounts(shown: readonly State[]): Accounts {
  const [asked, setAsked] = useState<readonly State[]>([])
  const of = (state: State) =>
    shown.includes(state) ? { state, look: asked.includes(state) } : undefined
  return {
    before: usePage('space.account', of('before')),
    after: usePage('space.account', of('after')),
    isAsked: shown.some((state) => asked.includes(state)),
    onLook: (look) => setAsked(look ? shown : []),
  }
}

export const lookedIn = ({ before, after }: Accounts): ShareFilter['looked'] => ({
  before: before.data?.isLookedAt === true,
  after: after.data?.isLookedAt === true,
})
