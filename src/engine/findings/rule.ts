/** What a rule of the catalogue says about itself; how it weighs is in `severities`. */

/**
 * fatal: the file must be refused. error: a MUST is broken. warning: redundancy or a SHOULD is lost.
 * info: worth knowing.
 */
export type Severity = 'fatal' | 'error' | 'warning' | 'info'

/** From bad to good: the order in which findings are listed. */
export const SEVERITIES: readonly Severity[] = ['fatal', 'error', 'warning', 'info']

export interface Rule {
  /** Of MS-VHDX. */
  readonly section: string
  /** How strongly the section puts it; `note` where it is our observation. */
  readonly level: 'MUST' | 'SHOULD' | 'note'
  readonly title: string
  /**
   * One sentence with the finding's values in braces: `{name}` as it is, `{name:count}` with its
   * thousands apart, `{name:bytes}` as a size, `{name:hex}` as an offset, `{name:log}` as a
   * place in the log, `{name:crc}` as eight hex digits, `{name|entry|entries}` as a count of things.
   */
  readonly message: string
}
