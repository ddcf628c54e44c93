/** Both headers, and which of them is current, §2.2.2. */
import type { ByteRange } from '../bytes/byte-source.ts'
import type { Finding } from '../findings/finding.ts'
import type { Checksum } from '../format/checksum.ts'
import type { Header } from '../format/header.ts'

export interface HeaderCopy {
  readonly copy: 1 | 2
  readonly at: ByteRange
  /** `undefined` where the file ends before it. */
  readonly values: Header | undefined
  /** Whether the signature is right. */
  readonly signature: boolean
  readonly checksum: Checksum | undefined
  /** Signature and checksum are right. */
  readonly valid: boolean
  readonly current: boolean
  readonly findings: readonly Finding[]
}

/** Why the current header is current, or why none is. */
export type HeaderChoice =
  | 'only-valid'
  | 'greater-sequence-number'
  | 'identical'
  | 'none-valid'
  | 'equal-but-different'

export interface Headers {
  readonly copies: readonly [HeaderCopy, HeaderCopy]
  readonly current: HeaderCopy | undefined
  readonly choice: HeaderChoice
  /** About the pair. */
  readonly findings: readonly Finding[]
}
