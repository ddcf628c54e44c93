/** Findings as rows of a table. */
import type { ByteRange } from '../../../engine/bytes/byte-source.ts'
import { formatHex } from '../../../engine/bytes/format.ts'
import { visibleText } from '../../../engine/bytes/visible-text.ts'
import { readingTitle, type UpdateWords } from '../../../engine/changes/update-words.ts'
import { severityOf } from '../../../engine/findings/finding.ts'
import { messageOf } from '../../../engine/findings/finding-words.ts'
import { type Rule, SEVERITIES, type Severity } from '../../../engine/findings/rule.ts'
import { type RuleId, rules } from '../../../engine/findings/rules.ts'
import type { ShownFinding, ShownFindingState } from '../../store/session/shown-findings.ts'

export interface FindingRow {
  /** Of the same finding the same, however often the file is read. */
  readonly key: string
  readonly finding: ShownFinding
  readonly severity: Severity
  /** From 0, the gravest; findings that do not count come after all others. */
  readonly weight: number
  readonly rule: Rule
  readonly message: string
  readonly offset: string
  /** Whose bytes these are, by name. */
  readonly file: string
  /** Of which reading it is, as a title. */
  readonly state: string
  readonly counts: boolean
}

export const findingRows = (
  findings: readonly ShownFinding[],
  words: UpdateWords,
): readonly FindingRow[] =>
  findings.map((found) => {
    const severity = severityOf(found)
    const message = visibleText(messageOf(found))
    const { parent } = found
    return {
      key: [found.rule, found.state, found.at.offset, parent?.place, message].join(' '),
      finding: found,
      severity,
      weight: SEVERITIES.indexOf(severity) + (found.counts ? 0 : SEVERITIES.length),
      rule: rules[found.rule],
      message,
      offset: formatHex(found.at.offset),
      file: parent ? visibleText(parent.name) : 'this file',
      state: findingState(found.state, words),
      counts: found.counts,
    }
  })

/** Of the finding about these bytes. */
export const keyOf = (
  rows: readonly FindingRow[],
  rule: string | undefined,
  { offset, length }: ByteRange,
): string | undefined =>
  rows.find(
    ({ finding: { rule: broken, at, parent } }) =>
      broken === rule && at.offset === offset && at.length === length && !parent,
  )?.key

export const isRule = (name: string): name is RuleId => Object.hasOwn(rules, name)

/**
 * The row that was chosen, or else the gravest one, of those about `rule` if that is given. What was
 * chosen may be gone, with a parent or its absence.
 */
export function chosenRow(
  rows: readonly FindingRow[],
  key: string | undefined,
  rule: RuleId | undefined,
): FindingRow | undefined {
  const fitting = rule ? rows.filter(({ finding }) => finding.rule === rule) : rows
  const gravest = fitting.toSorted((a, b) => a.weight - b.weight)[0]
  return fitting.find((row) => row.key === key) ?? gravest
}

const findingState = (state: ShownFindingState, words: UpdateWords): string =>
  state === 'chain' ? 'In the chain' : readingTitle(state, words)

export interface FindingFilter {
  readonly severities: readonly Severity[]
  readonly state: ShownFindingState | 'all'
}

/** No chosen severity means all of them. */
export const filterFindings = (
  rows: readonly FindingRow[],
  { severities, state }: FindingFilter,
): readonly FindingRow[] =>
  rows.filter(
    ({ severity, finding }) =>
      (severities.length === 0 || severities.includes(severity)) &&
      (state === 'all' || finding.state === state),
  )
