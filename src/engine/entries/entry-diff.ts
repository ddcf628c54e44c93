/**
 * Any entry of the log, valid or not, beside the file as it is: what its descriptors would write, and
 * why they are not to be trusted. For looking only: no plan and no save is ever made of this.
 */

import type { ByteRange, ByteSource, Run } from '../bytes/byte-source.ts'
import { isHeld } from '../bytes/held.ts'
import { Pace, PIECE_BYTES } from '../bytes/pace.ts'
import { clipRange, endOf } from '../bytes/ranges.ts'
import { countDifferent, MAX_DETAILS } from '../changes/change-builder.ts'
import { readExisting } from '../changes/changes.ts'
import { type SectorPair, sectorDiff } from '../changes/sector-diff.ts'
import { LOG_SECTOR_SIZE } from '../format/layout.ts'
import { restoreSector } from '../format/log-entry.ts'
import type { Image } from '../image/image.ts'
import { structureIn } from '../image/structure-map.ts'
import type { Viewed } from '../inspect/inspect.ts'
import type { State } from '../inspect/inspection.ts'
import { clipWindow, type Page, type RowWindow } from '../inspect/page.ts'
import { writtenRange } from '../log/descriptor-target.ts'
import { descriptorBatches, readableDescriptors, readDescriptors } from '../log/descriptors.ts'
import { findEntry } from '../log/find-entry.ts'
import type { LogDescriptor, LogEntry } from '../log/log.ts'
import { writeOf } from '../log/replay-writes.ts'
import { nameRange } from '../places/name-range.ts'
import { namingParts } from '../places/naming-parts.ts'
import { preview } from '../update/preview.ts'
import type { WriteStep } from '../update/step.ts'
import { descriptorProblems } from './descriptor-problems.ts'

/** A descriptor beside what is in the file where it points. */
export interface EntryDiffRow {
  readonly descriptor: LogDescriptor
  /** Where it would write; `undefined` where no file can have that, or nothing would be written. */
  readonly range: ByteRange | undefined
  /** The same in words. */
  readonly target: string
  /** Why it is not to be trusted, a sentence each; none of a sound one. */
  readonly problems: readonly string[]
  /** Whether there are bytes that it would write. */
  readonly readable: boolean
  /** Whether the file would become longer. */
  readonly grows: boolean
  /** What would differ in particular, at most `MAX_DETAILS` lines of `lineCount`. */
  readonly lines: readonly string[]
  readonly lineCount: number
  /**
   * How many bytes of the file would differ if this descriptor alone were obeyed, those behind its end
   * counting as zero, as in a replay's report. `undefined` where nothing is known of it: where there are no
   * bytes, and of zero runs over more than `MAX_COMPARED` bytes of the file.
   */
  readonly changedBytes: number | undefined
}

type Difference = Pick<EntryDiffRow, 'lines' | 'lineCount' | 'changedBytes'>

/** The most descriptors whose bytes are shown together, as in a replay. */
export const MAX_SHOWN_WRITES = 2 ** 18

/** Longer runs of zeros are not compared with what is there. */
const MAX_COMPARED = 16 * LOG_SECTOR_SIZE
/** What a row costs, in pieces of a `Pace`. */
const ROW_WORK = LOG_SECTOR_SIZE / PIECE_BYTES
const NOT_COMPARED: Difference = { lines: [], lineCount: 0, changedBytes: undefined }

/** What is compared with: the file as it is on disk, or as the replay would leave it. */
function baseOf({ before, update }: Viewed, state: State): { image: Image; source: ByteSource } {
  if (state === 'after' && update) return { image: update.after, source: update.result }
  return { image: before, source: before.source }
}

function entryAt({ scan }: Viewed, position: number): LogEntry | undefined {
  const entry = scan && findEntry(scan, position)
  return entry?.position === position ? entry : undefined
}

/** Descriptors of the entry at `position` of the log; none where no entry begins there. */
export async function readEntryDiff(
  viewed: Viewed,
  { position, state }: { readonly position: number; readonly state: State },
  window: RowWindow,
  run?: Run,
): Promise<Page<EntryDiffRow>> {
  const entry = entryAt(viewed, position)
  if (!viewed.scan || !entry) return { rows: [], total: 0 }
  const { region } = viewed.scan
  const total = readableDescriptors(entry)
  const clipped = clipWindow(window, total)
  const { image, source } = baseOf(viewed, state)
  const descriptors = await readDescriptors(viewed.before.source, region, entry, clipped)
  const targets = descriptors.flatMap((each) => writtenRange(each) ?? [])
  const parts = await namingParts(image, targets, run)
  const log = viewed.before.source
  const difference = async (part: ByteRange, written: Uint8Array | undefined) =>
    differenceIn(await sectorPairs(source, part, written), (pair) => {
      const structure = structureIn(parts.structures, pair.offset)?.kind ?? 'unowned'
      return sectorDiff(image, structure, pair)
    })
  const rows: EntryDiffRow[] = []
  const pace = new Pace(run)
  for (const descriptor of descriptors) {
    if (pace.isDue(ROW_WORK)) await pace.rest()
    const range = writtenRange(descriptor)
    const sector = descriptor.kind === 'data' ? descriptor.sectorAt : undefined
    const held = sector === undefined ? undefined : await log.read(sector, LOG_SECTOR_SIZE)
    const problems = descriptorProblems(descriptor, entry, region, held)
    const readable = range !== undefined && (descriptor.kind === 'zero' || held !== undefined)
    const target = range ? nameRange(parts, range) : ''
    const grows = readable && endOf(range) > source.size
    const row = { descriptor, range, target, problems, readable, grows }
    const written = held && descriptor.kind === 'data' ? restoreSector(held, descriptor) : undefined
    const part = readable ? comparedPart(range, written, source) : undefined
    rows.push({ ...row, ...(part ? await difference(part, written) : NOT_COMPARED) })
  }
  return { rows, total }
}

/**
 * What of a write has to be compared: zeros behind the end change nothing but the size of the file, and what a
 * skeleton does not have nobody knows.
 */
function comparedPart(
  range: ByteRange,
  written: Uint8Array | undefined,
  source: ByteSource,
): ByteRange | undefined {
  const { size } = source
  const inFile = Math.min(range.length, Math.max(0, size - range.offset))
  const part = written ? range : { ...range, length: inFile }
  const isThere = isHeld(source, clipRange(wholeSectors(part), { offset: 0, length: size }))
  return (written || inFile <= MAX_COMPARED) && isThere ? part : undefined
}

function wholeSectors({ offset, length }: ByteRange): ByteRange {
  const start = offset - (offset % LOG_SECTOR_SIZE)
  return {
    offset: start,
    length: Math.ceil((offset - start + length) / LOG_SECTOR_SIZE) * LOG_SECTOR_SIZE,
  }
}

/** The sectors of the file that a write touches, as they are and with what it writes: zeros by default. */
async function sectorPairs(
  source: ByteSource,
  part: ByteRange,
  written: Uint8Array | undefined,
): Promise<readonly SectorPair[]> {
  if (part.length === 0) return []
  const { offset: start, length } = wholeSectors(part)
  const from = part.offset - start
  const old = await readExisting(source, start, length)
  const now = old.slice()
  now.set(written ?? new Uint8Array(part.length), from)
  return Array.from({ length: length / LOG_SECTOR_SIZE }, (_, i) => {
    const [at, end] = [i * LOG_SECTOR_SIZE, (i + 1) * LOG_SECTOR_SIZE]
    return { offset: start + at, old: old.subarray(at, end), now: now.subarray(at, end) }
  })
}

function differenceIn(
  pairs: readonly SectorPair[],
  linesOf: (pair: SectorPair) => readonly string[],
): Difference {
  const lines = pairs.flatMap(linesOf)
  return {
    lines: lines.slice(0, MAX_DETAILS),
    lineCount: lines.length,
    changedBytes: pairs.reduce((sum, pair) => sum + countDifferent(pair), 0),
  }
}

/**
 * The file with what the entry at `position` would write, as far as there are bytes for it. A source
 * to read from: it cannot be carried out. `undefined` where no entry begins there.
 */
export async function withEntry(
  viewed: Viewed,
  position: number,
  state: State,
  run?: Run,
): Promise<ByteSource | undefined> {
  const entry = entryAt(viewed, position)
  if (!viewed.scan || !entry) return undefined
  const { region } = viewed.scan
  const writes: WriteStep[] = []
  const pace = new Pace(run)
  for await (const batch of descriptorBatches(viewed.before.source, region, entry)) {
    if (pace.isDue(batch.length)) await pace.rest()
    for (const descriptor of batch) {
      const range = writtenRange(descriptor)
      const write =
        range && descriptor.kind !== 'unknown' ? writeOf(entry, descriptor, range) : undefined
      if (write) writes.push(write)
    }
    if (writes.length >= MAX_SHOWN_WRITES) break
  }
  // The replay does not write into the log: data sectors are the same in both states.
  const shown = preview(baseOf(viewed, state).source, writes.slice(0, MAX_SHOWN_WRITES))
  return { size: shown.size, read: (offset, length) => shown.read(offset, length) }
}
