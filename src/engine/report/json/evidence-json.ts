/** Hashes and evidence as the report has them. */
import {
  compareEvidence,
  type EvidencePart,
  type EvidenceRecord,
  type FileHash,
  type SourceEvidence,
} from '../../inspect/evidence.ts'

export const hashJson = ({ state, algorithm, hex, size, finished, fileWriteGuid }: FileHash) => ({
  state,
  algorithm,
  hex,
  size,
  finished,
  ...(fileWriteGuid !== undefined && { fileWriteGuid }),
})

export function evidenceJson({ mode, opened, again }: SourceEvidence) {
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

const recordJson = ({ finished, size, sha256, parts }: EvidenceRecord) => ({
  finished,
  size,
  sha256,
  parts: parts.map(partJson),
})

const partJson = ({ part, bytes, sha256, rangeCount, ranges }: EvidencePart) => ({
  part,
  bytes,
  sha256,
  rangeCount,
  ranges: ranges.map(({ offset, length }) => ({ offset, length })),
})
