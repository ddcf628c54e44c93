/** Changes of metadata as a plan that survives a crash after any of its steps, §2.3 (docs/decisions/0017). */

import { type Guid, NIL_GUID } from '../bytes/guid.ts'
import { endOf } from '../bytes/ranges.ts'
import { LOG_VERSION } from '../format/header.ts'
import type { Step } from '../update/step.ts'
import { type ByteUpdate, withUpdates } from './byte-update.ts'
import { checkTargets } from './check-targets.ts'
import { groundOf, type ScannedImage } from './ground.ts'
import { JournalSession } from './journal-session.ts'
import type { JournalEntry } from './ring-writer.ts'
import { planRounds } from './rounds.ts'
import { toSectorUpdates } from './sector-updates.ts'

/** What a journal puts into the file that must be new or random; the engine makes none of it. */
export interface JournalIds {
  readonly fileWriteGuid: Guid
  /** Where the user of the disk can see the change (§2.2.2); else it stays. */
  readonly dataWriteGuid?: Guid | undefined
  readonly logGuid: Guid
  /** Of the first entry: from 1 to 2^63, so that no log can be long enough to overflow it. */
  readonly sequenceNumber: bigint
}

export interface JournalParams extends ScannedImage {
  /** Later ones win where they overlap. */
  readonly updates: readonly ByteUpdate[]
  readonly ids: JournalIds
  /** What to do with an image whose log must be replayed first. Default "refuse". */
  readonly whenDirty?: 'replay' | 'refuse'
  /**
   * Whether updates that are too many for one entry may be made in parts, of which a crash may leave
   * the first ones. Default: no, all or none.
   */
  readonly divisible?: boolean
  /** In bytes: what the file is to grow to, where the updates name a place behind its end. */
  readonly fileSize?: number
}

export interface JournalPlan {
  /** All that is to be done, in order: ends in the replay of what was written to the log. */
  readonly steps: readonly Step[]
  /** How many of the steps make the journal count but do not apply it: see `stepsIntoLog`. */
  readonly committed: number
  /** What is written to the log, in order. Entries without updates are checkpoints. */
  readonly entries: readonly JournalEntry[]
}

/** The plan without its end: leaves a dirty image, whose replay makes the change. */
export const stepsIntoLog = ({ steps, committed }: JournalPlan): readonly Step[] =>
  steps.slice(0, committed)

const MAX_SEQUENCE_NUMBER = 2n ** 63n

/**
 * Plans the journal of `updates`: both headers get their new GUIDs; the entries are written behind
 * what the log holds of earlier sessions; only when they are stable do the headers name them, which
 * is the moment that decides; then they are replayed and the log is emptied. Throws a `LogFullError`,
 * a `JournalTargetError`, a `CannotJournalError` or a `CannotReplayError`, each with a sentence.
 */
export async function planJournal(params: JournalParams): Promise<JournalPlan> {
  const { updates, ids, whenDirty = 'refuse', divisible = false, fileSize = 0 } = params
  const { fileWriteGuid, dataWriteGuid, logGuid, sequenceNumber } = ids
  if (sequenceNumber < 1n || sequenceNumber > MAX_SEQUENCE_NUMBER || logGuid === NIL_GUID) {
    throw new RangeError('a log needs a GUID and a number from 1 to 2^63')
  }
  const ground = await groundOf(params, whenDirty, ids)
  const { source, image, region } = ground
  const { extents } = withUpdates(source, updates)
  await checkTargets(source, image, extents)
  const rounds = planRounds(await toSectorUpdates(source, updates), region.length, divisible)
  const lastSize = Math.max(fileSize, source.size, ...extents.slice(-1).map(endOf))

  const session = new JournalSession({ ...ground, logGuid, sequenceNumber, lastSize })
  session.flush()
  session.updateHeaders({ fileWriteGuid, ...(dataWriteGuid && { dataWriteGuid }) })
  let committed = 0
  for (const [index, round] of rounds.entries()) {
    if (index > 0) session.checkpoint()
    session.write(round)
    if (index === 0) session.updateHeaders({ logGuid, logVersion: LOG_VERSION })
    committed = session.steps.length
    await session.apply()
  }
  session.updateHeaders({ logGuid: NIL_GUID })
  return {
    steps: [...ground.steps, ...session.steps],
    committed: ground.steps.length + committed,
    entries: session.entries,
  }
}
