/** Runs of entries and the active one among them, §2.3.2 and §2.3.3. */
import type { LogEntryHeader } from '../format/log-entry.ts'
import type { LogRegion } from './log.ts'
import { advance } from './ring.ts'

/** What of an entry decides where it belongs. */
export interface Linked {
  readonly position: number
  readonly length: number
  readonly header: Pick<LogEntryHeader, 'sequenceNumber' | 'tail'>
}

export interface EntryRun<E extends Linked> {
  /** Oldest first, never empty. */
  readonly entries: readonly E[]
  readonly head: E
  /** Index of the entry at the head's Tail; `undefined` where no entry of the run begins there. */
  readonly tail: number | undefined
}

/**
 * Chains entries as far as can be: each directly behind the one before, wrapping, and one greater in
 * SequenceNumber. The entries are valid ones of one LogGuid in order of position and do not overlap,
 * so that only its neighbour can follow an entry and a run never takes more than the ring. Runs come
 * in the order of their first entries' positions.
 */
export function findRuns<E extends Linked>(
  region: LogRegion,
  entries: readonly E[],
): EntryRun<E>[] {
  // The first one may follow the last one, at the end of the ring.
  const starts = [...entries.keys()].filter(
    (index) => !follows(region, entries.at(index - 1), entries[index]),
  )
  return starts.flatMap((start, i) => {
    const next = starts[i + 1]
    return next === undefined
      ? toRun([...entries.slice(start), ...entries.slice(0, starts[0])])
      : toRun(entries.slice(start, next))
  })
}

function follows(
  region: LogRegion,
  before: Linked | undefined,
  entry: Linked | undefined,
): boolean {
  return (
    before !== undefined &&
    entry !== undefined &&
    entry.position === advance(region, before.position, before.length) &&
    // 2^64 - 1 has no successor: no entry carries 2^64.
    entry.header.sequenceNumber === before.header.sequenceNumber + 1n
  )
}

/** The run that the entries make: none of none. */
function toRun<E extends Linked>(entries: readonly E[]): EntryRun<E>[] {
  const head = entries.at(-1)
  if (head === undefined) return []
  const tail = entries.findIndex(({ position }) => position === head.header.tail)
  return [{ entries, head, tail: tail < 0 ? undefined : tail }]
}

/**
 * The complete run with the greatest sequence number at its head. Of equals the one that the search
 * of §2.3.3 comes upon first wins, since a later one has to be greater.
 */
export function findActive<E extends Linked>(
  runs: readonly EntryRun<E>[],
): EntryRun<E> | undefined {
  let active: EntryRun<E> | undefined
  for (const run of runs) {
    if (run.tail === undefined) continue
    if (active === undefined || precedes(run, active)) active = run
  }
  return active
}

function precedes<E extends Linked>(a: EntryRun<E>, b: EntryRun<E>): boolean {
  const [first, second] = [a.head.header.sequenceNumber, b.head.header.sequenceNumber]
  return first === second ? metAt(a) < metAt(b) : first > second
}

/**
 * Where the search, which begins at position 0, first finds a run complete: of one that wraps it
 * meets the part at the start of the ring before the whole, and that will do if the tail is there.
 */
function metAt<E extends Linked>({ entries, tail }: EntryRun<E>): number {
  const wrapped = entries.findIndex(
    ({ position }, i) => i > 0 && position < (entries[i - 1]?.position ?? 0),
  )
  const met = wrapped >= 0 && tail !== undefined && tail >= wrapped ? wrapped : 0
  return entries[met]?.position ?? 0
}
