/** What edits would do to an image: the entries that a journal of them writes, what changes, what breaks. */
import type { ByteRange, Run } from '../bytes/byte-source.ts'
import type { UpdateReport } from '../changes/change.ts'
import { reportUpdate } from '../changes/update-report.ts'
import { type StatedFinding, severityOf } from '../findings/finding.ts'
import { LOG_SECTOR_SIZE } from '../format/layout.ts'
import { identify } from '../inspect/collect-findings.ts'
import { type Inspected, inspect } from '../inspect/inspect.ts'
import type { Inspection, Outcome } from '../inspect/inspection.ts'
import { surveyBlocks } from '../inspect/survey.ts'
import type { EntryUpdate } from '../log/encode-entry.ts'
import { type NamingParts, nameRange } from '../places/name-range.ts'
import { namingParts } from '../places/naming-parts.ts'
import { preview } from '../update/preview.ts'
import { changesData, type Edit } from './edit.ts'
import { encodeEdits } from './encode-edits.ts'
import { neededSize } from './needed-size.ts'
import { type JournalIds, type JournalPlan, planJournal } from './plan-journal.ts'
import type { JournalEntry } from './ring-writer.ts'

/** How many descriptors of an entry are listed. */
export const MAX_LISTED_DESCRIPTORS = 256

export interface PendingDescriptor {
  readonly kind: EntryUpdate['kind']
  readonly fileOffset: bigint
  /** In bytes. */
  readonly length: bigint
  /** In words: "BAT[0–511]". */
  readonly target: string
}

/** An entry that is not in the log yet. */
export interface PendingEntry {
  /** Where it would go in the log, and what it would take there, in bytes. */
  readonly position: number
  readonly length: number
  /** The first `MAX_LISTED_DESCRIPTORS`. */
  readonly descriptors: readonly PendingDescriptor[]
  readonly descriptorCount: number
}

export interface EditPreview {
  readonly entries: readonly PendingEntry[]
  readonly changes: UpdateReport
  /** Of the image with the edits made. */
  readonly outcome: Outcome
  /** What is wrong then and is not now, worst first. */
  readonly newFindings: readonly StatedFinding[]
}

/**
 * The journal of `edits`: all of them or none. Throws an `EditError` or what `planJournal` throws, a
 * dirty image included.
 */
export async function journalEdits(
  { before: image, scan }: Inspected,
  edits: readonly Edit[],
  { dataWriteGuid, ...ids }: JournalIds,
): Promise<JournalPlan> {
  return planJournal({
    image,
    scan,
    updates: await encodeEdits(image.source, edits),
    ids: changesData(edits) ? { ...ids, dataWriteGuid } : ids,
    fileSize: neededSize(image, edits),
  })
}

/** As `journalEdits`; reads the whole BAT before and after to tell what becomes wrong. */
export async function previewEdits(
  inspected: Inspected,
  edits: readonly Edit[],
  ids: JournalIds,
  run?: Run,
): Promise<EditPreview> {
  const plan = await journalEdits(inspected, edits, ids)
  const result = preview(inspected.before.source, plan.steps)
  const now = await surveyBlocks(inspected, run)
  const then = await surveyBlocks(await inspect(result, ids, run), run)
  const { before: image } = then
  const updates = plan.entries.flatMap((entry) => entry.updates)
  const parts = await namingParts(image, updates.map(rangeOf), run)
  return {
    entries: plan.entries.map((entry) => pendingEntry(entry, parts)),
    changes: await reportUpdate('edits', result, image, run),
    outcome: then.inspection.outcome,
    newFindings: newFindings(now.inspection, then.inspection),
  }
}

function pendingEntry(
  { position, length, updates }: JournalEntry,
  parts: NamingParts,
): PendingEntry {
  const listed = updates.slice(0, MAX_LISTED_DESCRIPTORS)
  return {
    position,
    length,
    descriptors: listed.map((update) => pendingDescriptor(update, parts)),
    descriptorCount: updates.length,
  }
}

function pendingDescriptor(update: EntryUpdate, parts: NamingParts): PendingDescriptor {
  const { kind, fileOffset } = update
  return { kind, fileOffset, length: lengthOf(update), target: nameRange(parts, rangeOf(update)) }
}

const lengthOf = (update: EntryUpdate): bigint =>
  update.kind === 'zero' ? update.length : BigInt(LOG_SECTOR_SIZE)

const rangeOf = (update: EntryUpdate): ByteRange => ({
  offset: Number(update.fileOffset),
  length: Number(lengthOf(update)),
})

/** Not what is only worth knowing: each journal leaves some history in the log. */
function newFindings(now: Inspection, then: Inspection): readonly StatedFinding[] {
  const known = new Set(now.findings.map(identify))
  return then.findings.filter(
    (found) => severityOf(found) !== 'info' && !known.has(identify(found)),
  )
}
