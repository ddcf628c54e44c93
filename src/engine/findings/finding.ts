/** A finding: one rule, one place in the file, and the numbers that make the sentence. */
import type { ByteRange } from '../bytes/byte-source.ts'
import { SEVERITIES, type Severity } from './rule.ts'
import type { RuleId } from './rules.ts'
import { severities } from './severities.ts'

/**
 * The most findings of one rule that are listed. A hostile log can have one in each of a million
 * entries; the list says how many there are.
 */
export const MAX_PER_RULE = 256

export type FindingValues = Readonly<Record<string, number | bigint | string>>

export interface Finding {
  readonly rule: RuleId
  /** The bytes it is about. */
  readonly at: ByteRange
  readonly values: FindingValues
  /** Only where this case weighs otherwise than the rule usually does. */
  readonly severity?: Severity
}

/** Which reading of the file a finding belongs to: as it is on disk, as it is after the replay, or the log. */
export type FindingState = 'before' | 'after' | 'log'

export interface StatedFinding extends Finding {
  readonly state: FindingState
  /**
   * False for what the replay may still mend: the metadata of a dirty file, as it is on disk, may be
   * torn by design (§2.3.3).
   */
  readonly counts: boolean
  /** The parent in whose file its bytes are; nothing where they are in the file itself. */
  readonly parent?: { readonly name: string; readonly place: number } | undefined
}

export function finding(
  rule: RuleId,
  at: ByteRange,
  values: FindingValues = {},
  severity?: Severity,
): Finding {
  return { rule, at, values, ...(severity && { severity }) }
}

export const severityOf = (found: Finding): Severity => found.severity ?? severities[found.rule]

/** From grave to slight, as `SEVERITIES` has them. */
export const byGravity = (a: Finding, b: Finding): number =>
  SEVERITIES.indexOf(severityOf(a)) - SEVERITIES.indexOf(severityOf(b))

const isFatal = (found: Finding): boolean => severityOf(found) === 'fatal'

/** In place of a list; `isAll`: the blocks have been checked, too. */
export const noFindings = (isAll: boolean): string =>
  isAll ? 'None: every check passed.' : 'None so far: every check that was made passed.'

/** The first finding for which the file must be refused. */
export const refusal = <F extends Finding>(findings: readonly F[]): F | undefined =>
  findings.find(isFatal)
