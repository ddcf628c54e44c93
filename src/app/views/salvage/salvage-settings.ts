/** What the dialog knows of settings: what is proposed, what was typed for the ways that are chosen, and what is wrong with it. */
import {
  SALVAGE_WAYS,
  type SalvageWayId,
  type SettingWords,
  settingsOf,
  type TriedWayId,
} from '../../../engine/salvage/salvage-words.ts'
import { isMeant, type SalvageValue, settingProblem } from '../../../engine/salvage/value-words.ts'
import type { SalvageOffers } from '../../../worker/protocol/salvage.ts'
import type { SalvageProblem } from '../../store/salvage.ts'

/** By setting. */
export type SetValues = Readonly<Record<string, string>>

/** What each way would be taken with. */
export type KnownValues = ReadonlyMap<SalvageWayId, readonly SalvageValue[]>

/** Those that need what the file does not tell, or tells in several ways. */
export function openWays({ others }: SalvageOffers): readonly TriedWayId[] {
  const open = new Set(others.flatMap(({ ways = [] }) => ways))
  return SALVAGE_WAYS.filter((way) => open.has(way))
}

/** What was asked for, and all that leads further with it. */
export const firstChoice = (
  asked: readonly SalvageWayId[],
  best: readonly SalvageWayId[],
): readonly SalvageWayId[] => (asked.every((way) => best.includes(way)) ? best : asked)

/** What was set for what is viewed now, as it was set. */
export const setBefore = (values: readonly SalvageValue[]): SetValues =>
  Object.fromEntries(
    values.filter(({ origin }) => origin === 'set').map(({ name, value }) => [name, value]),
  )

export const byWay = (values: readonly SalvageValue[]): KnownValues =>
  new Map(values.map(({ way }) => [way, values.filter((value) => value.way === way)]))

/** Alone, else with others, else as far as anything is known. */
export const knownValues = ({ alone, together, others }: SalvageOffers): KnownValues =>
  new Map(
    [...others, ...(together ? [together] : []), ...alone].flatMap(({ values = [] }) => [
      ...byWay(values),
    ]),
  )

export interface ShownSetting {
  readonly way: SalvageWayId
  readonly name: string
  readonly words: SettingWords
  /** What was typed for it; a field that was emptied says nothing. */
  readonly text: string | undefined
  /** Why that cannot be its value at all. */
  readonly problem: string | undefined
}

interface Choosing {
  readonly chosen: readonly SalvageWayId[]
  /** Whatever was typed, also for ways that are not chosen any more. */
  readonly typed: SetValues
  readonly known: KnownValues
}

/** Of the chosen ways, those that have a meaning beside what is typed and else known. */
export const shownSettings = ({ chosen, typed, known }: Choosing): readonly ShownSetting[] =>
  chosen.flatMap((way) => {
    const taken = (name: string) =>
      textIn(typed, name) ?? known.get(way)?.find((value) => value.name === name)?.value
    return Object.entries(settingsOf(way))
      .filter(([, words]) => isMeant(words, taken))
      .map(([name, words]) => {
        const text = textIn(typed, name)
        const problem = text === undefined ? undefined : settingProblem(words, text)
        return { way, name, words, text, problem }
      })
  })

function textIn(typed: SetValues, name: string): string | undefined {
  const text = typed[name]
  return text === undefined || text.trim() === '' ? undefined : text
}

/** What is set by them: each can be a value. */
export const valuesOf = (shown: readonly ShownSetting[]): SetValues =>
  Object.fromEntries(
    shown.flatMap(({ name, text, problem }) =>
      text === undefined || problem !== undefined ? [] : [[name, text]],
    ),
  )

/** Whether a refusal stands beside the field that it is about. */
export const hasField = (shown: readonly ShownSetting[], { setting }: SalvageProblem): boolean =>
  shown.some(({ name }) => name === setting)
