/** Findings as rows of a table. */
import { formatHex } from '../../../engine/bytes/format.ts'
import { messageOf, type StatedFinding, severityOf } from '../../../engine/findings/finding.ts'
import { type Rule, SEVERITIES, type Severity } from '../../../engine/findings/rule.ts'
import { rules } from '../../../engine/findings/rules.ts'
import { visibleText } from '../../widgets/visible-text.ts'

export interface FindingRow {
  readonly finding: StatedFinding
  readonly severity: Severity
  /** From 0, the gravest; findings that do not count come after all others. */
  readonly weight: number
  readonly rule: Rule
  readonly message: string
  readonly offset: string
  readonly counts: boolean
}

export const findingRows = (findings: readonly StatedFinding[]): readonly FindingRow[] =>
  findings.map((found) => {
    const severity = severityOf(found)
    return {
      finding: found,
      severity,
      weight: SEVERITIES.indexOf(severity) + (found.counts ? 0 : SEVERITIES.length),
      rule: rules[found.rule],
      message: visibleText(messageOf(found)),
      offset: formatHex(found.at.offset),
      counts: found.counts,
    }
  })

export const FINDING_STATES = {
  before: 'On disk',
  log: 'In the log',
  after: 'After replay',
} as const satisfies Record<StatedFinding['state'], string>

export interface FindingFilter {
  readonly severities: readonly Severity[]
  readonly state: StatedFinding['state'] | 'all'
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
