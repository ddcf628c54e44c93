/** The descriptors of a log entry as rows of a table: what they write, and what becomes of it. */

import type { ByteRange, ByteSource, Run } from '../bytes/byte-source.ts'
import { isHeld } from '../bytes/held.ts'
import { Pace, PIECE_BYTES } from '../bytes/pace.ts'
import { clipRange, endOf } from '../bytes/ranges.ts'
import { LOG_SECTOR_SIZE, MIB } from '../format/layout.ts'
import { restoreSector } from '../format/log-entry.ts'
import type { Viewed } from '../inspect/inspect.ts'
import { clipWindow, type Page, type RowWindow } from '../inspect/page.ts'
import { descriptorTarget } from '../log/descriptor-target.ts'
import { readableDescriptors, readDescriptors } from '../log/descriptors.ts'
import { findEntry } from '../log/find-entry.ts'
import type { LogDescriptor } from '../log/log.ts'
import { nameRange } from '../places/name-range.ts'
import { namingParts } from '../places/naming-parts.ts'
import type { Preview } from '../update/preview.ts'

/** What becomes of a descriptor's bytes when the log is replayed. */
export type DescriptorFate = 'applies' | 'already-there' | 'overwritten' | 'not-replayed'

export interface DescriptorRow {
  readonly descriptor: LogDescriptor
  /** In words: "BAT[0–511]", "Metadata region", "Payload block 3 (BAT[3])". */
  readonly target: string
  readonly fate: DescriptorFate
  /**
   * How many of its bytes differ from those on disk, which count as zero behind the end; `undefined` where
   * they were not compared.
   */
  readonly changedBytes: number | undefined
}

/** How many bytes of zero runs one page compares: 32 bytes of a descriptor may stand for gigabytes. */
const COMPARED_ZEROS = 16 * MIB

/**
 * Descriptors of the entry at `position` of the log; none where no entry begins there. Zero runs are
 * compared only up to a limit.
 */
export async function readDescriptorRows(
  { before, scan, update }: Viewed,
  position: number,
  window: RowWindow,
  run?: Run,
): Promise<Page<DescriptorRow>> {
  const entry = scan && findEntry(scan, position)
  if (!scan || entry?.position !== position) return { rows: [], total: 0 }
  const total = readableDescriptors(entry)
  const { source } = before
  const clipped = clipWindow(window, total)
  const descriptors = await readDescriptors(source, scan.region, entry, clipped)

  const image = update?.after ?? before
  const targets = descriptors.flatMap((each) => descriptorTarget(each) ?? [])
  const parts = await namingParts(image, targets, run)
  const survivors =
    update && entry.status === 'active' ? survivorsOf(update.result, position) : undefined
  const rows: DescriptorRow[] = []
  let zerosLeft = COMPARED_ZEROS
  const pace = new Pace(run)
  for (const descriptor of descriptors) {
    const range = descriptorTarget(descriptor)
    const compared =
      range !== undefined &&
      isHeld(source, clipRange(range, { offset: 0, length: source.size })) &&
      (descriptor.kind === 'data' ? descriptor.sectorAt !== undefined : range.length <= zerosLeft)
    if (compared && descriptor.kind === 'zero') zerosLeft -= range.length
    const grows = range !== undefined && endOf(range) > source.size
    const changedBytes = compared ? await countChanges(source, descriptor, range, pace) : undefined
    rows.push({
      descriptor,
      target: range ? nameRange(parts, range) : '',
      fate: fateOf(survivors, descriptor, range, changedBytes !== 0 || grows),
      changedBytes,
    })
  }
  return { rows, total }
}

/** Indices of the descriptors of the entry at `position` of which at least one byte is in the result. */
function survivorsOf({ extents }: Preview, position: number): ReadonlySet<number> {
  const indices = new Set<number>()
  for (const { step } of extents) {
    const { cause } = step
    if (cause.kind === 'descriptor' && cause.entry === position) indices.add(cause.index)
  }
  return indices
}

function fateOf(
  survivors: ReadonlySet<number> | undefined,
  { index }: LogDescriptor,
  range: ByteRange | undefined,
  changes: boolean,
): DescriptorFate {
  if (!survivors) return 'not-replayed'
  // An empty zero run does nothing, which is in place already.
  if (range?.length === 0) return 'already-there'
  if (!survivors.has(index)) return 'overwritten'
  return changes ? 'applies' : 'already-there'
}

async function countChanges(
  source: ByteSource,
  descriptor: LogDescriptor,
  range: ByteRange,
  pace: Pace,
): Promise<number> {
  let count = 0
  for (let offset = range.offset; offset < endOf(range); offset += MIB) {
    const length = Math.min(MIB, endOf(range) - offset)
    if (pace.isDue(Math.ceil(length / PIECE_BYTES))) await pace.rest()
    const existing = Math.max(0, Math.min(length, source.size - offset))
    const old = existing > 0 ? await source.read(offset, existing) : new Uint8Array()
    const now =
      descriptor.kind === 'data' && descriptor.sectorAt !== undefined
        ? restoreSector(await source.read(descriptor.sectorAt, LOG_SECTOR_SIZE), descriptor)
        : new Uint8Array(length)
    for (let i = 0; i < length; i++) if (now[i] !== (old[i] ?? 0)) count++
  }
  return count
}
