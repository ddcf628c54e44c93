/** Why QEMU's replay of a log ends with other bytes than the replay of §2.3.3: entry by entry. */
import { endOf } from '../bytes/ranges.ts'
import { LOG_SECTOR_SIZE } from '../format/layout.ts'
import type { LogEntry, LogRegion, LogScan } from '../log/log.ts'
import { distance } from '../log/ring.ts'
import type { Cause } from '../update/step.ts'
import type { Difference } from './compare-results.ts'
import type { QemuPrediction } from './predict.ts'
import type { QemuRun } from './search.ts'

/** What QEMU does otherwise, and a sentence about it. */
export const DIVERGENCES = {
  tail: 'It never looks at a head’s Tail, and replays entries that lie before it: their targets may hold something else by now.',
  'second-entry':
    'It does not check the sequence number of the second entry of a run, and replays an entry that is no part of the sequence.',
  ranking:
    'It ranks runs of entries by their first one instead of their head, and replays an older run.',
  wrap: 'It takes the part of a run behind the end of the ring for a run of its own: the entries before are lost.',
  'skipped-entry':
    'It skips an entry that does not continue a run, so that none can begin with it: what is in it is lost.',
  'bad-checksum':
    'It jumps over all that an entry with a bad checksum claims to have, with newer entries inside.',
  'data-signature':
    'It does not check the signature of data sectors, and replays an entry that is not valid.',
  'data-sequence':
    'It checks the sequence number of a data sector only when it comes to write it, with half of the log replayed.',
  'entry-check': 'It replays an entry that is not valid by a rule that it does not know.',
  'half-done': 'It stops in the middle of the replay and leaves the file like that.',
  'not-replayed': 'It does not replay the log.',
  'last-file-offset':
    'It extends the file only where LastFileOffset is no multiple of 1 MiB, and then to the next one, even if that cuts the file.',
  obeyed: 'It obeys a log that must not be replayed.',
  'file-size': 'The file ends up with another size.',
} as const
export type DivergenceCode = keyof typeof DIVERGENCES

/** What a difference is judged by. */
export interface Verdicts {
  /** The scan by which the specification's replay goes; `undefined` where there is none. */
  readonly scan: LogScan | undefined
  /** Whether the log may be replayed. */
  readonly replayable: boolean
  readonly prediction: QemuPrediction
}

/** A function that gives the reason for one difference. */
export function explain(
  verdicts: Verdicts,
): (difference: Pick<Difference, 'ours' | 'theirs'>) => DivergenceCode {
  const { scan, replayable, prediction } = verdicts
  const entries = new Map((scan ?? prediction.scan)?.entries.map((each) => [each.position, each]))
  const active = new Set(scan?.active?.entries)
  const done = new Set(prediction.done.map(({ position }) => position))
  const entryOf = (cause: Cause | undefined): LogEntry | undefined =>
    cause && 'entry' in cause ? entries.get(cause.entry) : undefined

  return ({ ours, theirs }) => {
    if (!replayable) return 'obeyed'
    if (theirs?.kind === 'last-file-offset') return 'last-file-offset'
    const extra = entryOf(theirs)
    if (extra && !active.has(extra)) return whyReplayed(extra, verdicts)
    const missing = entryOf(ours)
    if (missing && !done.has(missing.position)) return whyLost(missing, verdicts)
    return 'obeyed'
  }
}

/** `entry` is replayed by QEMU, and must not be. */
function whyReplayed(entry: LogEntry, { scan, prediction }: Verdicts): DivergenceCode {
  const { reasons } = entry
  if (reasons.includes('log.data-sequence')) return 'data-sequence'
  if (reasons.includes('log.data-signature')) return 'data-signature'
  if (reasons.length > 0) return 'entry-check'
  const run = scan?.sequences.find(({ active }) => active)
  if (run?.entries.includes(entry)) return 'tail'
  const chosen = prediction.search?.chosen
  return chosen && isTorn(chosen) && chosen.entries[0] === entry ? 'second-entry' : 'ranking'
}

/** Whether the first two entries of a run do not follow each other. */
const isTorn = ({ entries: [first, second] }: QemuRun): boolean =>
  first !== undefined &&
  second !== undefined &&
  second.header.sequenceNumber !== first.header.sequenceNumber + 1n

/** `entry` is not replayed to its end, and has to be. */
function whyLost(entry: LogEntry, { scan, prediction }: Verdicts): DivergenceCode {
  const { search, stop } = prediction
  if (!search || search.stop) return 'not-replayed'
  if (search.chosen?.entries.includes(entry)) return stop ? 'half-done' : 'obeyed'
  if (scan === undefined) return 'not-replayed'
  if (search.skipped.some((part) => isIn(scan.region, part, entry))) return 'bad-checksum'
  const losers = search.runs.filter((run) => run !== search.chosen && run.entries.includes(entry))
  if (losers.length > 0) {
    const first = search.chosen?.entries[0]
    const isPart = losers.some(({ entries }) => first !== undefined && entries.includes(first))
    return isPart ? 'wrap' : 'ranking'
  }
  if (search.broke.has(entry)) return 'skipped-entry'
  return wraps(scan) ? 'wrap' : 'entry-check'
}

const isIn = (
  region: LogRegion,
  part: { readonly position: number; readonly length: number },
  { position }: LogEntry,
): boolean => distance(region, part.position, position) < part.length

/** Whether the active run passes the end of the ring. */
function wraps({ active, region }: LogScan): boolean {
  if (active === undefined) return false
  const { tail, head } = active
  return (
    head.position < tail.position ||
    endOf({ offset: head.position, length: head.length }) > region.length
  )
}

export const sectorsIn = ({ length }: { readonly length: number }): number =>
  Math.ceil(length / LOG_SECTOR_SIZE)
