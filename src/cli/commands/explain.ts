/** `explain`: what is behind an error code or a rule, for people who have nothing but its name. */

import {
  ATTACH_INTRO,
  ATTACH_NAME,
  ATTACH_OBSTACLES,
  ATTACH_TITLE,
} from '../../engine/codes/attach-help.ts'
import { obstacleSentences } from '../../engine/codes/attach-words.ts'
import {
  ACCEPTED_CODES,
  CODE_LABELS,
  codeTitle,
  NO_RULE,
  otherSpellings,
} from '../../engine/codes/code-words.ts'
import { codes } from '../../engine/codes/codes.ts'
import { readCode } from '../../engine/codes/read-code.ts'
import { CAUSE_WORDS } from '../../engine/diagnosis/cause-words.ts'
import type { DiagnosisId } from '../../engine/diagnosis/verdict.ts'
import { type Way, type WayId, ways } from '../../engine/diagnosis/way-words.ts'
import { explanations } from '../../engine/findings/explanations/explanations.ts'
import { type RuleId, rules } from '../../engine/findings/rules.ts'
import { severities } from '../../engine/findings/severities.ts'
import { defineCommand } from '../command.ts'
import { Failure } from '../failure.ts'
import { nearest } from '../nearest.ts'
import { printable } from '../printable.ts'
import { wrap } from '../wrap.ts'

const RULE_IDS = Object.keys(rules) as RuleId[]
const DIAGNOSIS_IDS = Object.keys(CAUSE_WORDS) as DiagnosisId[]
const NAMES = [ATTACH_NAME, ...RULE_IDS, ...DIAGNOSIS_IDS, ...codes.map(({ name }) => name)]

export const explain = defineCommand({
  name: 'explain',
  summary:
    'Says what an error code of Windows or WSL means, a rule of the findings, or a diagnosis.',
  details: [
    `A CODE is ${ACCEPTED_CODES}, in quotes. A RULE is an id such as bat.block-overlap, a DIAGNOSIS one such as cut-off.`,
    `With “${ATTACH_NAME}” it says what keeps Windows from attaching an image that is in order.`,
  ],
  operands: {
    'code|rule|diagnosis': {
      what: 'one code, rule or diagnosis, in quotes where it has blanks',
      choices: () => NAMES,
    },
  },
  options: {},
  async run({ 'code|rule|diagnosis': text }, io) {
    const answer = SUBJECTS.map((subject) => subject(text)).find((found) => found !== undefined)
    if (answer === undefined) throw new Failure(unknown(text))
    io.out(`${answer.join('\n')}\n`)
    return 0
  },
})

/** What can be explained, each by lines for what it is asked about, `undefined` for all else. The first to know answers. */
const SUBJECTS: readonly ((text: string) => readonly string[] | undefined)[] = [
  explainRule,
  explainDiagnosis,
  explainAttach,
  explainCode,
]

function explainRule(text: string): readonly string[] | undefined {
  const id = RULE_IDS.find((each) => each === text.trim().toLowerCase())
  if (id === undefined) return undefined
  const { rule, meaning, advice } = explanations[id]
  const { title, section } = rules[id]
  return [
    `${id}: ${title} (${severities[id]})`,
    ...block(`The rule (MS-VHDX §${section})`, [rule]),
    ...block('What it means', [meaning]),
    ...block('What to do', [advice]),
  ]
}

function explainDiagnosis(text: string): readonly string[] | undefined {
  const id = DIAGNOSIS_IDS.find((each) => each === text.trim().toLowerCase())
  if (id === undefined) return undefined
  const { title, cause, told, ways: named } = CAUSE_WORDS[id]
  return [
    `${id}: ${title}`,
    ...block('What leaves it behind', [cause]),
    ...block('How it is told', [told]),
    ...block('Ways out, as far as they apply', named.map(wayLine)),
  ]
}

function wayLine(id: WayId): string {
  const { does, command }: Way = ways[id]
  return command ? `${does} (“vhdx-inspector ${command}”)` : does
}

function explainAttach(text: string): readonly string[] | undefined {
  if (text.trim().toLowerCase() !== ATTACH_NAME) return undefined
  return [
    ATTACH_TITLE,
    '',
    wrap(ATTACH_INTRO),
    ...ATTACH_OBSTACLES.flatMap((obstacle) =>
      block(obstacle.title, [obstacle.cause, ...obstacleSentences(obstacle)]),
    ),
  ]
}

function explainCode(text: string): readonly string[] | undefined {
  const entry = readCode(text)
  if (!entry) return undefined
  const others = otherSpellings(entry)
  const found = entry.rules.map((id) => `${id}: ${rules[id].title}. ${explanations[id].meaning}`)
  return [
    codeTitle(entry),
    ...(others === '' ? [] : block(CODE_LABELS.others, [others])),
    ...block(CODE_LABELS.meaning, [entry.meaning]),
    ...block(CODE_LABELS.rules, found.length > 0 ? found : [NO_RULE]),
    ...block(CODE_LABELS.advice, [entry.advice]),
  ]
}

const block = (label: string, texts: readonly string[]): readonly string[] => [
  '',
  `${label}:`,
  ...texts.map((text) => `  ${wrap(text, 2)}`),
]

/** Of a message that was pasted, as much as fits into a line. */
const MAX_SHOWN = 60

function unknown(text: string): string {
  const near = nearest(text.trim(), NAMES)
  const shown = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text
  const meant = near.length > 0 ? ` Nearest: ${near.join(', ')}.` : ''
  return `“${printable(shown)}” is not known: say the id of a rule, such as bat.block-overlap, of a diagnosis, such as cut-off, or a code, which is ${ACCEPTED_CODES}.${meant}`
}
