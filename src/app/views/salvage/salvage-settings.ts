/** What the dialog knows of settings: what is proposed, what was typed for the ways that are chosen, and what is wrong with it. */
import {
  SALVAGE_WAYS,
  SALVAGE_WORDS,
  type SalvageWayId,
  type SalvageWords,
  type SettingWords,
  type TriedWayId,
} from '../../../engine/salvage/salvage-words.ts'
import { type SalvageValue, settingProblem } from '../../../engine/salvage/value-words.ts'
import type { SalvageOffers } from '../../../worker/protocol/salvage.ts'
import type { SalvageProblem } from '../../store/salvage.ts'

export const NO_VALUES: readonly SalvageValue[] = []

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

/** Only what the chosen ways ask for, and only what was typed. */
export const valuesOf = (
  chosen: readonly SalvageWayId[],
  values: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> => {
  const known = settingsOf(chosen)
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => known.has(name) && value.trim() !== ''),
  )
}

const settingsOf = (chosen: readonly SalvageWayId[]): ReadonlyMap<string, SettingWords> =>
  new Map(
    chosen.flatMap((way) => {
      const { settings = {} }: SalvageWords = SALVAGE_WORDS[way]
      return Object.entries(settings)
    }),
  )

/** What was set for what is viewed now, as it was set. */
export const setBefore = (values: readonly SalvageValue[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    values.filter(({ origin }) => origin === 'set').map(({ name, value }) => [name, value]),
  )

/** What each way would be taken with: alone, else with others, else as far as anything is known. */
export function knownValues({
  alone,
  together,
  others,
}: SalvageOffers): ReadonlyMap<SalvageWayId, readonly SalvageValue[]> {
  const known = new Map<SalvageWayId, readonly SalvageValue[]>()
  const add = (values: readonly SalvageValue[]) => {
    for (const way of new Set(values.map((value) => value.way))) {
      known.set(
        way,
        values.filter((value) => value.way === way),
      )
    }
  }
  for (const { values = NO_VALUES } of others) add(values)
  for (const { values } of [...(together ? [together] : []), ...alone]) add(values)
  return known
}

/** By setting: what cannot be its value at all, and what the engine has said of it. */
export function problemsOf(
  chosen: readonly SalvageWayId[],
  set: Readonly<Record<string, string>>,
  refused: SalvageProblem | undefined,
): Readonly<Record<string, string>> {
  const problems: Record<string, string> = {}
  if (refused?.setting !== undefined && isShown(chosen, refused)) {
    problems[refused.setting] = refused.message
  }
  for (const [name, words] of settingsOf(chosen)) {
    const text = set[name]
    const problem = text === undefined ? undefined : settingProblem(words, text)
    if (problem !== undefined) problems[name] = problem
  }
  return problems
}

/** Whether a refusal stands beside the field that it is about. */
export const isShown = (chosen: readonly SalvageWayId[], { setting }: SalvageProblem): boolean =>
  setting !== undefined && settingsOf(chosen).has(setting)
