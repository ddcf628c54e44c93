/** docs/diagnoses.md, made from the words of the diagnoses and of their ways out. */
import { CAUSE_WORDS } from '../engine/diagnosis/cause-words.ts'
import type { DiagnosisId } from '../engine/diagnosis/verdict.ts'
import { CONDITION_WORDS } from '../engine/diagnosis/verdict-words.ts'
import { type Way, ways } from '../engine/diagnosis/way-words.ts'
import { SALVAGE_WAYS, SALVAGE_WORDS, settingsOf } from '../engine/salvage/salvage-words.ts'
import { settingSentence } from '../engine/salvage/value-words.ts'

const ids = Object.keys(CAUSE_WORDS) as DiagnosisId[]

function told(id: DiagnosisId): string {
  const { title, cause, told: evidence, ways: named } = CAUSE_WORDS[id]
  return [
    `## \`${id}\`: ${title}`,
    '',
    cause,
    '',
    `*How it is told:* ${evidence}`,
    '',
    '*Ways out, as far as they apply:*',
    '',
    ...named.map((way) => {
      const { does, command }: Way = ways[way]
      return command ? `- ${does} \`${command}\`` : `- ${does}`
    }),
    '',
  ].join('\n')
}

function salvage(): readonly string[] {
  return SALVAGE_WAYS.map((id) => {
    const { does, needs, loses } = SALVAGE_WORDS[id]
    const set = Object.entries(settingsOf(id)).map(
      ([name, words]) => ` \`${name}\`: ${settingSentence(words)}.`,
    )
    return `| \`${id}\` | ${does}${set.join('')} | ${needs} | ${loses} |`
  })
}

/** The whole document as Markdown. */
export const diagnosesDocument = (): string =>
  [
    '# Diagnoses',
    '',
    'Made from `src/engine/diagnosis` and `src/engine/salvage` by `npm run docs`; a test fails when it is stale.',
    '',
    'A diagnosis is the cause of findings: what has happened to a file, what is lost by it, and the ways out. It is',
    '*proven* where nothing else leaves such a state, else *likely*. The worst one gives the condition of the image:',
    '',
    ...Object.values(CONDITION_WORDS).map((words) => `- ${words}`),
    '',
    'A way out is named where it applies: those that have to be tried for that are tried behind the first answer, and',
    'until then it is said that nobody has looked. `WAYS` stands for several, with commas.',
    '',
    ...ids.map(told),
    '## Ways of salvage',
    '',
    '`salvage IMAGE` lists those that apply to an image, each with what is lost by it and what will come of it.',
    '',
    '| way | what it does | what it needs | what it loses |',
    '|---|---|---|---|',
    ...salvage(),
    '',
  ].join('\n')
