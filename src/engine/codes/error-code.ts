/** An error code that a program has shown to somebody, and what there is to say about it. */
import type { RuleId } from '../findings/rules.ts'

/** The same error under a number and a name of another set: most often the NTSTATUS behind an HRESULT. */
export interface Twin {
  readonly code: number
  readonly name: string
}

export interface ErrorCode {
  /** As an unsigned number of 32 bits. */
  readonly code: number
  /** As Windows’ headers have it. */
  readonly name: string
  /** Other names of the same number. */
  readonly alsoCalled?: readonly string[]
  readonly twins?: readonly Twin[]
  /** What Windows means by it: a sentence. */
  readonly meaning: string
  /** Findings that can be behind it; none where an image cannot show the cause. */
  readonly rules: readonly RuleId[]
  /** What to do: a sentence or two. */
  readonly advice: string
}
