/**
 * Proof that a copy is what was promised: of a replay its size, every planned byte and a clean
 * answer, of a salvage the same and the verdict that was promised, of an export its size, headers and
 * log, and the same answer.
 */

import type { ByteRange, Run } from '../../engine/bytes/byte-source.ts'
import { cached } from '../../engine/bytes/cached-source.ts'
import { endOf, totalLength } from '../../engine/bytes/ranges.ts'
import { severityOf } from '../../engine/findings/finding.ts'
import { MIB } from '../../engine/format/layout.ts'
import { type Inspected, inspect, type Viewed } from '../../engine/inspect/inspect.ts'
import type { JournalIds } from '../../engine/journal/plan-journal.ts'
import { keepsPromise } from '../../engine/salvage/plan-salvage.ts'
import { idsOf } from '../../engine/salvage/way.ts'
import { COPY, notAsPlanned } from '../errors.ts'
import { batchesOf, forEachParallel, joinNear } from '../file/batches.ts'
import { CACHE } from '../file/cache.ts'
import { blobSource, readBlob } from '../file/files.ts'
import type { Salvage } from '../file/open-file.ts'
import { hasChanged, readFrom, type Watch } from '../file/watch.ts'

/** Zeros behind the old end come from extending the copy: of a longer run only both ends are read. */
const MAX_READ_EXTENSION = 16 * MIB
/** What lies between planned bytes is compared, too, where that makes for fewer reads. */
const MAX_JOINED = 4 * MIB

const failed = (what: string) => notAsPlanned(`The copy is not as planned: ${what}`)

interface Original {
  readonly inspected: Inspected
  /** Where that is what was copied. */
  readonly salvage?: Salvage | undefined
  readonly ids: JournalIds
}

/**
 * Throws a `CallError` where `copy` is not the file after the update. Gives how many planned bytes were
 * compared; progress counts all that are read.
 */
export async function verifyCopy(
  copy: Blob,
  original: Original,
  { result }: Viewed['update'] & {},
  run: Run,
): Promise<number> {
  if (copy.size !== result.size) {
    throw failed(`it has ${copy.size} bytes instead of ${result.size}`)
  }
  const planned = result.extents.flatMap((extent) => comparedRanges(extent, result.base.size))
  const ranges = joinNear(planned, MAX_JOINED)
  const total = totalLength(ranges)
  let done = 0
  await forEachParallel(batchesOf(copy, ranges), async (batch) => {
    run.signal?.throwIfAborted()
    const bytes = await readBlob(batch.blob, COPY, true)
    let at = 0
    for (const { offset, length } of batch.ranges) {
      const expected = await result.read(offset, length)
      for (let i = 0; i < length; i++) {
        if (bytes[at + i] !== expected[i]) throw failed(`the byte at ${offset + i} is another one`)
      }
      at += length
    }
    done += bytes.length
    run.onProgress?.(done, total)
  })
  if (original.salvage) await verifyPromise(copy, original.salvage, original.ids, run)
  else await verifyAnswer(copy, original, run)
  return totalLength(planned)
}

function comparedRanges(extent: ByteRange, oldSize: number): readonly ByteRange[] {
  const border = Math.min(Math.max(oldSize, extent.offset), endOf(extent))
  const behind = endOf(extent) - border
  if (behind <= MAX_READ_EXTENSION) return [extent]
  return [
    { offset: extent.offset, length: border + MIB - extent.offset },
    { offset: endOf(extent) - MIB, length: MIB },
  ]
}

/**
 * Throws a `CallError` where `copy` is not the file that `watch` has seen. Gives how many bytes were
 * compared: headers, log, and what the log would write over.
 */
export async function verifyExport(
  copy: Blob,
  { inspected, ids }: Original,
  watch: Watch,
  run: Run,
): Promise<number> {
  const { size, outcome } = inspected.inspection
  if (copy.size !== size) throw failed(`it has ${copy.size} bytes instead of ${size}`)
  if (await hasChanged(watch, run, readFrom(blobSource(copy, COPY)))) {
    throw failed('its headers or its log are other ones')
  }
  const { inspection } = await inspect(cached(blobSource(copy, COPY), CACHE), ids, {
    signal: run.signal,
  })
  if (inspection.outcome !== outcome) throw failed(`it is ${inspection.outcome}, not ${outcome}`)
  return watch.batches.reduce((sum, { blob }) => sum + blob.size, 0)
}

/** The copy, read anew, must be judged as it was promised. */
async function verifyPromise(
  copy: Blob,
  { plan }: Salvage,
  ids: JournalIds,
  { signal }: Run,
): Promise<void> {
  const source = cached(blobSource(copy, COPY), CACHE)
  if (await keepsPromise(source, plan, idsOf(ids), { signal })) return
  throw failed('the verdict on it is another one than was promised')
}

/** The copy must be clean, without any grave finding that the source did not have. */
async function verifyAnswer(copy: Blob, { inspected, ids }: Original, run: Run): Promise<void> {
  const { signal } = run
  const { inspection } = await inspect(cached(blobSource(copy, COPY), CACHE), ids, { signal })
  if (inspection.outcome !== 'clean') throw failed(`its log is not empty (${inspection.outcome})`)
  const known = new Set(inspected.inspection.findings.map(({ rule }) => rule))
  const worse = inspection.findings.find(
    (found) => ['fatal', 'error'].includes(severityOf(found)) && !known.has(found.rule),
  )
  if (worse) throw failed(`it has a finding that the source does not have, ${worse.rule}`)
}
