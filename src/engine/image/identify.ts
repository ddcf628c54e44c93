/** What a file is, told from as few bytes as possible; and its file type identifier, §2.2.1. */
import type { ByteRange, ByteSource } from '../bytes/byte-source.ts'
import { type Finding, finding } from '../findings/finding.ts'
import { FILE_SIGNATURE, type FileIdentifier, fileIdentifier } from '../format/file-identifier.ts'
import {
  FILE_IDENTIFIER_OFFSET,
  HEADER_OFFSETS,
  HEADER_SECTION_SIZE,
  MIB,
} from '../format/layout.ts'
import { countNonZero } from './count-non-zero.ts'
import type { FoundKind } from './kind-words.ts'

export interface Identity extends FoundKind {
  /** The file type identifier, as far as the file reaches. */
  readonly at: ByteRange
  /** As they stand, whatever the file is; `undefined` where it ends before. */
  readonly values: FileIdentifier | undefined
  readonly findings: readonly Finding[]
}

/** §2.2.1: the identifier has the 64 KiB before the first header to itself. */
const IDENTIFIER_SPACE = HEADER_OFFSETS[0]
const SIGNATURE_SIZE = 8

/** Reads the first 64 KiB; of what is no VHDX also the next 64 KiB and the last 512 bytes, of zeros the first MiB. */
export async function identify(source: ByteSource): Promise<Identity> {
  const { size } = source
  const head = await source.read(0, Math.min(size, IDENTIFIER_SPACE))
  const at = { offset: FILE_IDENTIFIER_OFFSET, length: Math.min(size, fileIdentifier.size) }
  const values = head.length >= fileIdentifier.size ? fileIdentifier.decode(head) : undefined
  if (startsAsVhdx(head)) return { kind: 'vhdx', at, values, findings: findingsOfVhdx(size, head) }
  // Comes behind the first load: few files need it.
  const { tellForeign } = await import('./foreign/foreign-kind.ts')
  const { found, words } = await tellForeign(source, head)
  return { ...found, at, values, findings: [notVhdx(words, head)] }
}

const startsAsVhdx = (head: Uint8Array): boolean =>
  [...FILE_SIGNATURE].every((letter, i) => head[i] === letter.charCodeAt(0))

/** `kind` completes the sentence "it looks like …". */
const notVhdx = (kind: string, head: Uint8Array): Finding => {
  const signature = head.subarray(0, SIGNATURE_SIZE)
  const at = { offset: 0, length: signature.length }
  return finding('file.signature', at, { found: printable(signature), kind })
}

/** ASCII as it is, every other byte as `\xNN`. */
const printable = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) =>
    byte >= 0x20 && byte < 0x7f
      ? String.fromCharCode(byte)
      : `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`,
  ).join('')

function findingsOfVhdx(size: number, head: Uint8Array): readonly Finding[] {
  const findings: Finding[] = []
  if (size < HEADER_SECTION_SIZE) {
    const values = { size, needed: HEADER_SECTION_SIZE }
    findings.push(finding('file.too-small', { offset: 0, length: size }, values))
  } else if (size % MIB > 0) {
    const excess = size % MIB
    const at = { offset: size - excess, length: excess }
    findings.push(finding('file.size-unaligned', at, { size, excess }))
  }
  const reserved = head.subarray(fileIdentifier.size)
  const count = countNonZero(reserved)
  if (count > 0) {
    const at = { offset: fileIdentifier.size, length: reserved.length }
    findings.push(finding('file.reserved-nonzero', at, { count }))
  }
  return findings
}
