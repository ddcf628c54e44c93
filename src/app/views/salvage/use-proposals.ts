/** What the chosen ways would be taken with: proposed anew by the engine for whatever is set. */
import { useEffect, useMemo, useState } from 'react'
import type { SalvageProposal } from '../../../engine/salvage/plan-salvage.ts'
import { type SalvageWayId, settingsOf } from '../../../engine/salvage/salvage-words.ts'
import type { SalvageValue } from '../../../engine/salvage/value-words.ts'
import type { SalvageOffers } from '../../../worker/protocol/salvage.ts'
import { usePage } from '../../store/use-page.ts'
import {
  byWay,
  type KnownValues,
  knownValues,
  type SetValues,
  type ShownSetting,
  shownSettings,
  valuesOf,
} from './salvage-settings.ts'

/** Nobody is asked while somebody types. */
const CALM_MS = 250

export interface ProposedSetting extends ShownSetting {
  /** What the engine would take, and what else the file shows; `undefined` where nothing is known. */
  readonly known: SalvageValue | undefined
  /** Whether `known` is what follows from what is set for it by now. */
  readonly isAnswered: boolean
  /** Why its way does not apply so. */
  readonly refusal: string | undefined
}

export interface Proposals {
  /** Of the chosen ways. */
  readonly settings: readonly ProposedSetting[]
  /** What is set by them. */
  readonly values: SetValues
  /** Those for which something else is proposed than before anything was set. */
  readonly anew: readonly string[]
}

/** `typed` is whatever was typed, also for ways that are not chosen. An answer that comes too late is dropped. */
export function useProposals(
  offers: SalvageOffers,
  chosen: readonly SalvageWayId[],
  typed: SetValues,
): Proposals {
  const first = useMemo(() => knownValues(offers), [offers])
  // What has a meaning, and so is asked about, depends on the answer before.
  const [answer, setAnswer] = useState<SalvageProposal>()
  const known = useMemo(
    () => (answer ? new Map([...first, ...byWay(answer.values)]) : first),
    [first, answer],
  )
  const shown = shownSettings({ chosen, typed, known })
  const values = valuesOf(shown)
  const isAsked = chosen.some((way) => Object.keys(settingsOf(way)).length > 0)
  const page = usePage('salvage.propose', useCalm(isAsked ? { ways: chosen, values } : undefined))
  if (page.data !== answer) setAnswer(page.data)
  const { values: asked = {} } = page.params ?? {}
  const settings = shown.map((setting) => {
    const { way, name, problem } = setting
    const isAnswered = problem === undefined && values[name] === asked[name]
    const isRefused = isAnswered && answer?.refusal?.setting === name
    return {
      ...setting,
      known: known.get(way)?.find((value) => value.name === name),
      isAnswered,
      refusal: isRefused ? answer?.refusal?.why : undefined,
    }
  })
  return { settings, values, anew: Object.keys(asked).length > 0 ? anewIn(settings, first) : [] }
}

const anewIn = (settings: readonly ProposedSetting[], first: KnownValues): readonly string[] =>
  settings
    .filter(({ way, name, text, known }) => {
      if (text !== undefined || known === undefined || known.value === '') return false
      return first.get(way)?.find((value) => value.name === name)?.value !== known.value
    })
    .map(({ name }) => name)

/** A value once it has not changed for a while; the first one counts at once. It is compared as JSON. */
function useCalm<T>(value: T): T {
  const [calm, setCalm] = useState(value)
  const key = JSON.stringify(value)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for the value
  useEffect(() => {
    const timer = setTimeout(() => setCalm(value), CALM_MS)
    return () => clearTimeout(timer)
  }, [key])
  return calm
}
