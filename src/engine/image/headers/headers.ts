/** Both headers, and which of them is current, §2.2.2. */
import type { ByteRange, ByteSource } from '../../bytes/byte-source.ts'
import type { Finding } from '../../findings/finding.ts'
import { type Checksum, readChecksum } from '../../format/checksum.ts'
import { HEADER_SIGNATURE, type Header, header } from '../../format/header.ts'
import { HEADER_OFFSETS } from '../../format/layout.ts'
import { copyFindings, currentFindings, pairFindings } from './header-findings.ts'

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

/** Reads both headers, 4 KiB each, where the file has them. */
export async function readHeaders(source: ByteSource): Promise<Headers> {
  const read = [await readCopy(source, 1), await readCopy(source, 2)] as const
  const { choice, current } = choose(...read)
  const judge = (copy: HeaderCopy): HeaderCopy =>
    copy.copy === current
      ? { ...copy, current: true, findings: [...copy.findings, ...currentFindings(copy)] }
      : copy
  const copies = [judge(read[0]), judge(read[1])] as const
  return {
    copies,
    current: copies.find((copy) => copy.current),
    choice,
    findings: pairFindings(copies, choice),
  }
}

async function readCopy(source: ByteSource, copy: 1 | 2): Promise<HeaderCopy> {
  const at = { offset: HEADER_OFFSETS[copy === 1 ? 0 : 1], length: header.size }
  const none = { copy, at, signature: false, valid: false, current: false, findings: [] }
  if (at.offset + at.length > source.size) {
    return { ...none, values: undefined, checksum: undefined }
  }
  const bytes = await source.read(at.offset, at.length)
  const values = header.decode(bytes)
  const checksum = readChecksum(bytes)
  const signature = values.signature === HEADER_SIGNATURE
  const valid = signature && checksum.stored === checksum.computed
  const findings = copyFindings(copy, at.offset, values, checksum)
  return { ...none, values, checksum, signature, valid, findings }
}

/** Valid with the greater sequence number; of twins the first (Disk2vhd writes such files). */
function choose(
  first: HeaderCopy,
  second: HeaderCopy,
): { readonly choice: HeaderChoice; readonly current: 1 | 2 | undefined } {
  const [a, b] = [first.valid && first.values, second.valid && second.values]
  if (a && b) {
    if (a.sequenceNumber === b.sequenceNumber) {
      return same(a, b)
        ? { choice: 'identical', current: 1 }
        : { choice: 'equal-but-different', current: undefined }
    }
    return {
      choice: 'greater-sequence-number',
      current: a.sequenceNumber > b.sequenceNumber ? 1 : 2,
    }
  }
  if (a) return { choice: 'only-valid', current: 1 }
  if (b) return { choice: 'only-valid', current: 2 }
  return { choice: 'none-valid', current: undefined }
}

/** To the byte: the fields cover the whole structure. */
function same(a: Header, b: Header): boolean {
  const bytes = header.encode(b)
  return header.encode(a).every((byte, i) => byte === bytes[i])
}
