/** What can be shown of a file to prove that it is what it was: hashes of it, and of the parts that a replay rests on. */
import type { ByteRange } from '../bytes/byte-source.ts'
import type { Guid } from '../bytes/guid.ts'
import type { Hash } from '../bytes/hash/hash-names.ts'
import { clipRange, joinRanges } from '../bytes/ranges.ts'
import {
  HEADER_OFFSETS,
  HEADER_SECTION_SIZE,
  KIB,
  REGION_TABLE_OFFSETS,
  REGION_TABLE_SIZE,
} from '../format/layout.ts'
import { writeRange } from '../update/step.ts'
import type { Inspected } from './inspect.ts'
import type { State } from './inspection.ts'

/** A hash of the whole file, as it is or as a replay would leave it. */
export interface FileHash extends Hash {
  readonly state: State
  /** Of what was hashed, in bytes. */
  readonly size: number
  /** ISO 8601, UTC. */
  readonly finished: string
  /** After the replay: what the headers of that copy have. Another copy may have another one. */
  readonly fileWriteGuid?: Guid | undefined
}

export type EvidencePartName =
  /** Of a file that is no VHDX. */
  | 'beginning'
  | 'file-identifier'
  | 'header-1'
  | 'header-2'
  | 'region-table-1'
  | 'region-table-2'
  /** What lies behind the region tables. */
  | 'header-section-rest'
  | 'log'
  /** What the file has where the log would write, each byte once. */
  | 'replayed-sectors'

/** Bytes of the file that belong together; none of `ranges`, in order of offset, touches another. */
export interface EvidenceRanges {
  readonly part: EvidencePartName
  readonly ranges: readonly ByteRange[]
}

export interface EvidencePart extends EvidenceRanges {
  /** The first `MAX_LISTED`: all of them can be had from the log, which has a hash of its own. */
  readonly ranges: readonly ByteRange[]
  readonly rangeCount: number
  readonly bytes: number
  readonly sha256: string
}

export const MAX_LISTED = 4096

/** All parts as they read at one time. */
export interface EvidenceRecord {
  /** ISO 8601, UTC. */
  readonly finished: string
  /** Of the file. */
  readonly size: number
  /** Of all parts one behind the other. */
  readonly sha256: string
  readonly parts: readonly EvidencePart[]
}

/** A later look: another record, or why there is none. */
export type EvidenceAgain = EvidenceRecord | { readonly finished: string; readonly problem: string }

/**
 * What a file is that was made of this one: a copy, replayed, salvaged or as it is, the disk in a format, what an
 * update changes (a patch or its script), a skeleton, or files of the guest: one, several in a folder, or as an archive.
 */
export type WrittenKind =
  | 'replayed'
  | 'salvaged'
  | 'kept'
  | 'raw'
  | 'vhdx'
  | 'vhdx-fixed'
  | 'vhd'
  | 'patch'
  | 'skeleton'
  | 'guest-file'
  | 'guest-files'
  | 'guest-tar'

/** A file that was made of this one while it was open: written into a folder and read back, or handed over. */
export interface WrittenFile {
  readonly kind: WrittenKind
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** ISO 8601, UTC. */
  readonly finished: string
  /** Of all of it, where it was wanted. */
  readonly hash?: Hash | undefined
  /** As a download: the browser writes it, and nobody has read it back. */
  readonly isDownload?: boolean | undefined
  /** Of the disk: what could not be read, and is zero in it. */
  readonly unreadableBytes: number
  /** What of the disk was left out because the guest’s file systems call it free: the first of `count` places. */
  readonly dropped?:
    | { readonly bytes: number; readonly count: number; readonly places: readonly ByteRange[] }
    | undefined
}

export interface SourceEvidence {
  /** Whether nothing was remembered of the session. */
  readonly mode: boolean
  readonly opened: EvidenceRecord
  readonly again: EvidenceAgain | undefined
}

/** The parts of the file that the answer about it rests on, as far as the file reaches. */
export function evidenceRanges(inspected: Inspected): readonly EvidenceRanges[] {
  const { size } = inspected.before.source
  const { scan, update, inspection } = inspected
  const beginning = { offset: 0, length: HEADER_SECTION_SIZE }
  const parts: readonly (readonly [EvidencePartName, readonly ByteRange[]])[] =
    inspection.outcome === 'not-vhdx'
      ? [['beginning', [beginning]]]
      : [
          ...HEADER_SECTION,
          ['log', scan ? [scan.region] : []],
          ['replayed-sectors', (update?.plan.writes ?? []).map(writeRange)],
        ]
  return parts.flatMap(([part, wanted]) => {
    const ranges = joined(wanted, size)
    return ranges.length > 0 ? [{ part, ranges }] : []
  })
}

const [HEADER_1, HEADER_2] = HEADER_OFFSETS
const [TABLE_1, TABLE_2] = REGION_TABLE_OFFSETS
const TABLES_END = TABLE_2 + REGION_TABLE_SIZE

/** §2.2: each has 64 KiB to itself. */
const HEADER_SECTION: readonly (readonly [EvidencePartName, readonly ByteRange[]])[] = [
  ['file-identifier', [{ offset: 0, length: 64 * KIB }]],
  ['header-1', [{ offset: HEADER_1, length: 64 * KIB }]],
  ['header-2', [{ offset: HEADER_2, length: 64 * KIB }]],
  ['region-table-1', [{ offset: TABLE_1, length: REGION_TABLE_SIZE }]],
  ['region-table-2', [{ offset: TABLE_2, length: REGION_TABLE_SIZE }]],
  ['header-section-rest', [{ offset: TABLES_END, length: HEADER_SECTION_SIZE - TABLES_END }]],
]

/** What of the ranges is in the file, in order of offset, each byte once. */
const joined = (ranges: readonly ByteRange[], size: number): readonly ByteRange[] =>
  joinRanges(
    ranges
      .map((range) => clipRange(range, { offset: 0, length: size }))
      .filter(({ length }) => length > 0)
      .toSorted((a, b) => a.offset - b.offset),
  )

/** Whether the file reads as it did; where it does not, in which parts. */
export function compareEvidence(
  opened: EvidenceRecord,
  again: EvidenceRecord,
): { readonly same: boolean; readonly parts: readonly EvidencePartName[] } {
  const hashes = new Map(again.parts.map(({ part, sha256 }) => [part, sha256]))
  const parts = opened.parts.flatMap(({ part, sha256 }) =>
    hashes.get(part) === sha256 ? [] : [part],
  )
  const same = opened.size === again.size && opened.sha256 === again.sha256 && parts.length === 0
  return { same, parts }
}
