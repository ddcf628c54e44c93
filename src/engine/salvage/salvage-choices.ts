/** What the user chooses for a salvage: ways, and what is set for them. */
import { type SalvageWayId, settingsOf } from './salvage-words.ts'
import { isMeant, type SalvageValue, settingProblem } from './value-words.ts'
import type { NotApplicable } from './way.ts'

export interface SalvageChoices {
  /** In any order. */
  readonly ways: readonly SalvageWayId[]
  readonly values?: ReadonlyMap<string, string>
  /** Ways that do not apply are left out, and of those of which only one can be taken the first that does. */
  readonly leniently?: boolean
}

/** Of each only one can be taken. */
export const EITHER: readonly (readonly SalvageWayId[])[] = [
  ['log-up-to', 'without-log'],
  ['headers-anew', 'by-other-header', 'headers-repaired'],
]

/** Why nothing can be planned, whatever is in the file. */
export function problemOf({ ways, values, leniently }: SalvageChoices): NotApplicable | undefined {
  if (ways.length === 0) return { why: 'No way was chosen.' }
  const both = EITHER.map((some) => some.filter((way) => ways.includes(way))).find(
    (some) => some.length > 1,
  )
  if (both && !leniently) return { why: `Of ${both.join(' and ')} only one can be chosen.` }
  const known = new Map(ways.flatMap((way) => Object.entries(settingsOf(way))))
  for (const [name, text] of values ?? []) {
    const words = known.get(name)
    if (!words) return { why: `Nothing is called ${name} in what was chosen.` }
    const why = settingProblem(words, text)
    if (why !== undefined) return { why, setting: name }
  }
  return undefined
}

/** Why a way is not taken with `values`, of which some are set: one of those means nothing beside the others. */
export function meaninglessSetting(
  way: SalvageWayId,
  set: ReadonlyMap<string, string>,
  values: readonly SalvageValue[],
): NotApplicable | undefined {
  const taken = (name: string) => values.find((value) => value.name === name)
  for (const [name, words] of Object.entries(settingsOf(way))) {
    const { where } = words
    if (!where || !set.has(name) || isMeant(words, (other) => taken(other)?.value)) continue
    const { setting, is } = where
    const other = taken(setting)
    const now = other ? `, and here it is ${other.value}, ${other.from}` : ''
    return { why: `${name} has a meaning only where ${setting} is ${is}${now}.`, setting, values }
  }
  return undefined
}

/** What was set, as ways read it. */
export const valuesSet = ({ values }: SalvageChoices): ReadonlyMap<string, string> =>
  new Map([...(values ?? [])].map(([name, text]) => [name, text.trim()]))
