/** SHA-256 of the parts of the file that the answer about it rests on. */

import type { ByteRange, ByteSource, Run } from '../../engine/bytes/byte-source.ts'
import { isHeld } from '../../engine/bytes/held.ts'
import { totalLength } from '../../engine/bytes/ranges.ts'
import { MIB } from '../../engine/format/layout.ts'
import {
  type EvidencePart,
  type EvidenceRecord,
  evidenceRanges,
  MAX_LISTED,
} from '../../engine/inspect/evidence.ts'
import { SOURCE } from '../errors.ts'
import { batchesOf } from './batches.ts'
import { readBlob } from './files.ts'
import { startHash } from './hashing.ts'
import type { OpenFile } from './open-file.ts'

/**
 * As the file reads now, past every cache; of a skeleton the parts of which it has everything. Throws a
 * `CallError`, or the signal's reason.
 */
export async function hashEvidence(open: OpenFile, run: Run): Promise<EvidenceRecord> {
  const { source } = open
  const planned = evidenceRanges(open.inspected).filter(({ ranges }) =>
    ranges.every((range) => isHeld(source, range)),
  )
  const total = planned.reduce((sum, { ranges }) => sum + totalLength(ranges), 0)
  const whole = await startHash(['sha256'], total, run)
  const parts: EvidencePart[] = []
  for (const { part, ranges } of planned) {
    const bytes = totalLength(ranges)
    const own = await startHash(['sha256'], bytes, { signal: run.signal })
    for await (const read of open.skeleton ? pieces(source, ranges) : batches(open.file, ranges)) {
      await own.add(read)
      await whole.add(read)
    }
    for (const range of ranges) open.readHere(range)
    const listed = ranges.slice(0, MAX_LISTED)
    const { hex: sha256 } = own.finishOne()
    parts.push({ part, ranges: listed, rangeCount: ranges.length, bytes, sha256 })
  }
  const { hex: sha256 } = whole.finishOne()
  return { finished: new Date().toISOString(), size: source.size, sha256, parts }
}

async function* batches(file: Blob, ranges: readonly ByteRange[]): AsyncGenerator<Uint8Array> {
  for (const { blob } of batchesOf(file, ranges)) yield await readBlob(blob, SOURCE, true)
}

async function* pieces(
  source: ByteSource,
  ranges: readonly ByteRange[],
): AsyncGenerator<Uint8Array> {
  for (const { offset, length } of ranges) {
    for (let at = 0; at < length; at += MIB) {
      yield await source.read(offset + at, Math.min(MIB, length - at))
    }
  }
}
