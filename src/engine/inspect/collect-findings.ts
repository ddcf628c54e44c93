/** All findings about a file in one list, worst first. They hang on the parts that they are about. */
import {
  byGravity,
  type Finding,
  type FindingState,
  finding,
  MAX_PER_RULE,
  type StatedFinding,
} from '../findings/finding.ts'
import type { RuleId } from '../findings/rules.ts'
import type { LogScan } from '../log/log.ts'

const stated = (
  state: FindingState,
  findings: readonly Finding[],
  counts = true,
): readonly StatedFinding[] => findings.map((found) => ({ ...found, state, counts }))

export const scanFindings = (scan: LogScan | undefined): readonly Finding[] =>
  scan ? [...scan.findings, ...scan.entries.flatMap((entry) => entry.findings)] : []

export interface FoundIn {
  /** File identifier and headers: they count in every file. */
  readonly head: readonly Finding[]
  /** The rest as it is on disk: in a dirty file it is shown, but does not count (§2.3.3). */
  readonly before: readonly Finding[]
  readonly after: readonly Finding[]
  readonly log: readonly Finding[]
  /** How many more findings of a rule there are than were made. */
  readonly unlisted?: ReadonlyMap<RuleId, number> | undefined
}

/** Puts them together; what holds before and after alike is listed once, as a finding of after. */
export function collectFindings(
  { head, before, after, log, unlisted }: FoundIn,
  dirty: boolean,
): readonly StatedFinding[] {
  const lasting = new Set(after.map(identify))
  const all = [
    ...stated('before', head),
    ...stated(
      'before',
      before.filter((found) => !lasting.has(identify(found))),
      !dirty,
    ),
    ...stated('log', log),
    ...stated('after', after),
  ]
  return limited(all.sort(byGravity), unlisted)
}

/** Two findings with the same text say the same. */
export const identify = ({ rule, at, values }: Finding): string =>
  [rule, at.offset, at.length, ...Object.values(values)].join('\n')

function limited(
  findings: readonly StatedFinding[],
  unlisted: ReadonlyMap<RuleId, number> = new Map(),
): readonly StatedFinding[] {
  const counts = new Map<RuleId, number>()
  const listed = findings.filter(({ rule }) => {
    const count = (counts.get(rule) ?? 0) + 1
    counts.set(rule, count)
    return count <= MAX_PER_RULE
  })
  const more = [...counts].flatMap(([rule, made]) => {
    const count = made + (unlisted.get(rule) ?? 0)
    return count > MAX_PER_RULE ? [notAllListed(rule, count)] : []
  })
  return [...listed, ...more]
}

const notAllListed = (rule: RuleId, count: number): StatedFinding => ({
  ...finding(
    'findings.not-all-listed',
    { offset: 0, length: 0 },
    { rule, count, listed: MAX_PER_RULE },
  ),
  state: 'log',
  counts: true,
})
