/** Hashes and evidence as the report has them. */
import {
  compareEvidence,
  type EvidencePart,
  type EvidenceRecord,
  type FileHash,
  type SourceEvidence,
  type WrittenFile,
} from '../../inspect/evidence.ts'
import type { Report } from './report-schema.ts'

type Evidence = NonNullable<Report['evidence']>

export const hashJson = ({
  state,
  algorithm,
  hex,
  size,
  finished,
  fileWriteGuid,
}: FileHash): NonNullable<Report['hashes']>[number] => ({
  state,
  algorithm,
  hex,
  size,
  finished,
  ...(fileWriteGuid !== undefined && { fileWriteGuid }),
})

export const writtenJson = ({
  kind,
  name,
  size,
  finished,
  hash,
  isDownload = false,
  unreadableBytes,
  dropped,
}: WrittenFile): NonNullable<Report['written']>[number] => ({
  kind,
  name,
  size,
  finished,
  ...(hash && { hash: { algorithm: hash.algorithm, hex: hash.hex } }),
  ...(isDownload && { isDownload }),
  unreadableBytes,
  ...(dropped && {
    dropped: {
      bytes: dropped.bytes,
      count: dropped.count,
      places: dropped.places.map(({ offset, length }) => ({ offset, length })),
    },
  }),
})

export function evidenceJson({ mode, opened, again }: SourceEvidence): Evidence {
  const later = again && 'sha256' in again ? again : undefined
  return {
    mode,
    opened: recordJson(opened),
    again: later ? recordJson(later) : null,
    // Why there is none, where it was looked for.
    ...(again && 'problem' in again && { problem: again.problem, failed: again.finished }),
    same: later ? compareEvidence(opened, later).same : null,
  }
}

const recordJson = ({ finished, size, sha256, parts }: EvidenceRecord): Evidence['opened'] => ({
  finished,
  size,
  sha256,
  parts: parts.map(partJson),
})

const partJson = ({
  part,
  bytes,
  sha256,
  rangeCount,
  ranges,
}: EvidencePart): Evidence['opened']['parts'][number] => ({
  part,
  bytes,
  sha256,
  rangeCount,
  ranges: ranges.map(({ offset, length }) => ({ offset, length })),
})
