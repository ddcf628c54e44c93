/** docs/findings.md, made from the catalogue. */
import { explanations } from '../engine/findings/explanations/explanations.ts'
import { type RuleId, rules } from '../engine/findings/rules.ts'
import { severities } from '../engine/findings/severities.ts'

const GROUPS: readonly (readonly [heading: string, belongs: (rule: RuleId) => boolean])[] = [
  ['File', (rule) => rule.startsWith('file.') || rule.startsWith('findings.')],
  ['Headers', (rule) => rule.startsWith('header.')],
  ['Log', (rule) => rule.startsWith('log.')],
  ['Replay', (rule) => rule.startsWith('replay.')],
  ['Region tables', (rule) => rule.startsWith('region')],
  ['Metadata', (rule) => rule.startsWith('metadata.')],
  ['Blocks and space', (rule) => rule.startsWith('bat.') || rule.startsWith('space.')],
  ['Parent locator', (rule) => rule.startsWith('parent.')],
  ['Chain', (rule) => rule.startsWith('chain.')],
  ['Volumes of the guest', (rule) => rule.startsWith('volume.')],
  ['Known faults of programs', (rule) => rule.startsWith('producer.')],
]

const cell = (text: string): string => text.replaceAll('|', '\\|')

function row(id: RuleId): string {
  const { section, level, title, message } = rules[id]
  const severity = severities[id]
  return `| \`${id}\` | ${severity} | ${level} | ${section} | ${cell(title)} | ${cell(message)} |`
}

/** What the app says where a rule is explained. */
function explained(id: RuleId): string {
  const { rule, meaning, advice } = explanations[id]
  return [
    `### \`${id}\``,
    '',
    rule,
    '',
    `*What it means:* ${meaning}`,
    '',
    `*What to do:* ${advice}`,
    '',
  ].join('\n')
}

/** The whole document as Markdown. Throws if a rule belongs to no group. */
export function findingsDocument(): string {
  const ids = Object.keys(rules) as RuleId[]
  const lost = ids.filter((id) => !GROUPS.some(([, belongs]) => belongs(id)))
  if (lost.length > 0) throw new RangeError(`rules without a group: ${lost.join(', ')}`)
  const parts = GROUPS.map(([heading, belongs]) =>
    [
      `## ${heading}`,
      '',
      '| rule | severity | level | section | title | message |',
      '|---|---|---|---|---|---|',
      ...ids.filter(belongs).map(row),
      '',
      ...ids.filter(belongs).map(explained),
    ].join('\n'),
  )
  return [
    '# Findings',
    '',
    'Made from `src/engine/findings` by `npm run docs`; a test fails when it is stale. The app has the same',
    'explanations on its Findings screen.',
    '',
    '*fatal*: the file must be refused. *error*: a MUST is broken. *warning*: redundancy or a SHOULD is',
    'lost. *info*: worth knowing. Sections are those of MS-VHDX. The severity is the usual one; a few',
    'rules weigh otherwise where the log is empty, and each finding carries its own.',
    '',
    ...parts,
  ].join('\n')
}
