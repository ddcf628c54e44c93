/**
 * The search for the active sequence as §2.3.3 has it, told from the start: which tails it tries, which
 * sequence it finds from each, and which of them it holds to in the end.
 */
import { type Guid, NIL_GUID } from '../bytes/guid.ts'
import { LOG_SECTOR_SIZE } from '../format/layout.ts'
import type { LogEntry, LogRegion, LogScan } from '../log/log.ts'
import { advance } from '../log/ring.ts'
import { type EntryRun, findRuns } from '../log/runs.ts'
import { isValid } from './sessions.ts'

/**
 * empty: no valid entry begins at the tail. incomplete: the Tail of the head is none of the entries.
 * older: valid, but its head's number is not greater than that of the candidate. candidate: it becomes
 * the candidate.
 */
export type TailVerdict = 'empty' | 'incomplete' | 'older' | 'candidate'

/** One value of the current tail, and all that is done with it; or many where no entry begins. */
export interface TracedTail {
  readonly position: number
  /** How many tails, 4 KiB apart, this stands for: more than one only where no entry begins at any. */
  readonly sectors: number
  /** How many entries the current sequence gets. */
  readonly count: number
  readonly verdict: TailVerdict
  /** The current tail afterwards, wrapped. */
  readonly next: number
  /** Which tail the candidate was found from, as a place in the list, before this one is judged. */
  readonly candidateBefore: number | undefined
  /** Among all steps. */
  readonly firstStep: number
}

export interface SearchTrace {
  readonly region: LogRegion
  /** That entries have to carry. */
  readonly guid: Guid
  readonly tails: readonly TracedTail[]
  /** The tail of the candidate that is left at the end. */
  readonly candidate: number | undefined
  /** One to begin, those of each tail, one to end. */
  readonly steps: number
  /** Every position that begins with "loge". */
  readonly entryAt: ReadonlyMap<number, LogEntry>
  /** The run that a valid entry belongs to, and its place there. */
  readonly runAt: ReadonlyMap<number, { readonly run: EntryRun<LogEntry>; readonly at: number }>
}

/** Where no sequence is found it is one step, else one for each entry, one for the end of it, and the verdict. */
const stepsOf = (count: number): number => (count === 0 ? 1 : count + 2)

/**
 * The cost is linear in the log's size, though the text's own way is not: the entries of a run that is
 * not complete are tried again from each of them. The steps are not made here but counted.
 */
export function traceSearch({ region, entries }: Pick<LogScan, 'region' | 'entries'>, guid: Guid) {
  const entryAt = new Map(entries.map((entry) => [entry.position, entry]))
  const runs = findRuns(
    region,
    // Of a clean file no entry counts, one of which the LogGuid is zero as little as others.
    entries.filter((entry) => isValid(entry) && entry.header.logGuid === guid && guid !== NIL_GUID),
  )
  const runAt = new Map(
    runs.flatMap((run) => run.entries.map(({ position }, at) => [position, { run, at }])),
  )
  const starts = entries.map(({ position }) => position)
  const tails: TracedTail[] = []
  let steps = 1
  let candidate: number | undefined
  let greatest = 0n
  let nextStart = 0
  for (let tail = 0, done = false; !done; ) {
    while ((starts[nextStart] ?? Infinity) < tail) nextStart++
    const start = starts[nextStart] ?? region.length
    const found = runAt.get(tail)
    const count = found ? found.run.entries.length - found.at : 0
    const sectors = start > tail ? (start - tail) / LOG_SECTOR_SIZE : 1
    const verdict = judge(found, greatest)
    const valid = verdict === 'older' || verdict === 'candidate'
    const head = found?.run.head
    const next =
      valid && head
        ? advance(region, head.position, head.length)
        : advance(region, tail, sectors * LOG_SECTOR_SIZE)
    tails.push({
      position: tail,
      sectors,
      count,
      verdict,
      next,
      candidateBefore: candidate,
      firstStep: steps,
    })
    steps += stepsOf(count)
    if (verdict === 'candidate' && head) {
      candidate = tails.length - 1
      greatest = head.header.sequenceNumber
    }
    // The text's "less than" would never end where one sequence fills the log and starts at 0.
    done = next <= tail
    tail = next
  }
  const trace: SearchTrace = { region, guid, tails, candidate, steps: steps + 1, entryAt, runAt }
  return trace
}

function judge(
  found: { readonly run: EntryRun<LogEntry>; readonly at: number } | undefined,
  greatest: bigint,
): TailVerdict {
  if (!found) return 'empty'
  const { run, at } = found
  // A sequence that begins inside of a run may have left the entry at the head's Tail behind.
  if (run.tail === undefined || run.tail < at) return 'incomplete'
  return run.head.header.sequenceNumber > greatest ? 'candidate' : 'older'
}

/** The entries of the current sequence of a tail, oldest first. */
export function sequenceOf({ runAt }: SearchTrace, { position }: TracedTail): readonly LogEntry[] {
  const found = runAt.get(position)
  return found ? found.run.entries.slice(found.at) : []
}

/** What is replayed at the end: from the entry at the head's Tail to the head. */
export function foundSequence(trace: SearchTrace): readonly LogEntry[] {
  const tail = trace.candidate === undefined ? undefined : trace.tails[trace.candidate]
  const found = tail && trace.runAt.get(tail.position)
  return found ? found.run.entries.slice(found.run.tail) : []
}
