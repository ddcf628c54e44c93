/** The ways of salvage, and what they make of an image, for a terminal. */
import { formatBytes, plural } from '../../engine/bytes/format.ts'
import { CONDITION_WORDS, lossWords } from '../../engine/diagnosis/verdict-words.ts'
import type { SalvageRefusal, Salvages } from '../../engine/salvage/list-salvages.ts'
import type { SalvagePlan } from '../../engine/salvage/plan-salvage.ts'
import { SALVAGE_WAYS, SALVAGE_WORDS, settingsOf } from '../../engine/salvage/salvage-words.ts'
import {
  choicesOf,
  settingSentence,
  type ValueOption,
  valueSentence,
} from '../../engine/salvage/value-words.ts'
import { isOpenTo, type NotApplicable } from '../../engine/salvage/way.ts'
import { printable } from '../printable.ts'
import { labelled } from './summary.ts'

/** The ways that apply, those that do so together, and, where it is asked, the others. */
export function listLines({ alone, together, others }: Salvages, why: boolean): readonly string[] {
  const blocks = [
    ...alone.map((plan) => [
      ...planLines(plan, wayLines(plan)),
      ...settingLines(plan),
      commandLine(plan),
    ]),
    ...(together ? [['Together:', ...planLines(together), commandLine(together)]] : []),
    ...others.filter(isOpenTo).map(openLines),
    ...(why && others.length > 0 ? [['Do not apply:', ...others.flatMap(otherLines)]] : []),
  ]
  return blocks.flatMap((lines, i) => (i > 0 ? ['', ...lines] : lines))
}

/** Where a way applies, and what is given up by it in general; the plan has it in numbers. */
const wayLines = ({ ways }: SalvagePlan): readonly string[] => [
  ...labelled('Needs', wordsOf(ways, 'needs')),
  ...labelled('Loses', wordsOf(ways, 'loses')),
]

const wordsOf = (ways: SalvagePlan['ways'], what: 'needs' | 'loses'): readonly string[] =>
  ways.map((way) => SALVAGE_WORDS[way][what])

const otherLines = ({ way, why }: Salvages['others'][number]): readonly string[] => [
  `  ${way}: ${printable(why)}`,
  `    It needs: ${SALVAGE_WORDS[way].needs}`,
]

/** What the user may say of its ways. */
const settingLines = ({ ways, values }: SalvagePlan): readonly string[] =>
  labelled(
    'Settings',
    ways
      .flatMap((way) => Object.entries(settingsOf(way)))
      .flatMap(([name, words]) => [
        `--set ${name}=…: ${settingSentence(words)}`,
        ...optionLines(values, name),
      ]),
  )

/** What the file has to choose from, where that is more than one thing. */
function optionLines(values: SalvagePlan['values'], name: string): readonly string[] {
  const { options = [] } = values.find((value) => value.name === name) ?? {}
  return options.length > 1 ? options.map((option) => `  ${name}=${optionText(option)}`) : []
}

const optionText = ({ value, why }: ValueOption): string =>
  printable(why === undefined ? value : `${value}: ${why}`)

const openLines = (refusal: SalvageRefusal): readonly string[] => [
  `Applies where a value is set: ${refusal.ways?.join(',')}`,
  `  ${printable(refusal.why)}`,
  ...choiceLines(refusal).map((line) => `  ${line}`),
]

/** What may be set for the setting that stands in the way, and what speaks against it as it is. */
export function choiceLines({
  setting,
  values = [],
}: Pick<NotApplicable, 'setting' | 'values'>): readonly string[] {
  const words = SALVAGE_WAYS.map((way) => settingsOf(way)[setting ?? '']).find(Boolean)
  if (setting === undefined || !words) return []
  const value = values.find(({ name }) => name === setting)
  const listed = choicesOf(words, value).map((option) => `--set ${setting}=${optionText(option)}`)
  return [
    ...(value && value.against.length > 0 ? [printable(valueSentence(value))] : []),
    ...(listed.length > 0 ? listed : [`--set ${setting}=…: ${settingSentence(words)}`]),
  ]
}

const commandLine = ({ ways }: SalvagePlan): string =>
  `Next: “vhdx-inspector salvage IMAGE OUT --way ${ways.join(',')}” writes a copy.`

/** What each way does, `general` about the ways, what is lost, and what will come of it. */
export function planLines(plan: SalvagePlan, general: readonly string[] = []): readonly string[] {
  const { ways, losses, values, applied, sizeBefore, sizeAfter, promised } = plan
  return [
    ...labelled('Salvage', [
      ...ways.map((way) => `${way}: ${SALVAGE_WORDS[way].does}`),
      ...(applied > 0
        ? [`The log, which is whole then, is applied: ${plural(applied, 'entry', 'entries')}.`]
        : []),
      ...(sizeAfter > sizeBefore
        ? [`The file becomes ${formatBytes(sizeAfter - sizeBefore)} longer.`]
        : []),
    ]),
    ...general,
    ...labelled(
      'Values',
      values.map((value) => printable(valueSentence(value))),
    ),
    ...labelled(
      'Lost',
      losses.length > 0
        ? losses.flatMap(({ sentence, disk }) => [
            printable(sentence),
            ...(disk ? [`  ${lossWords(disk)}`] : []),
          ])
        : ['Nothing.'],
    ),
    ...labelled('Result', [printable(promised.sentence), CONDITION_WORDS[promised.condition]]),
  ]
}
