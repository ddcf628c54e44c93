/** Whether and why one session is held to be later than another, in a sentence with the numbers. */
import { logPosition } from '../format/log-words.ts'
import type { Certainty, Link } from './order.ts'
import type { Evidence } from './order-evidence.ts'

/** Than the session before. */
export const CERTAINTY_WORDS: Readonly<Record<Certainty, string>> = {
  proven: 'later: proven',
  likely: 'later: likely',
  unknown: 'order not known',
}

export const CONTRADICTED =
  'What the numbers prove about it contradicts itself: its place is not known.'

/** "The session before": what it is compared with. */
export function linkWords({ by }: Link): string {
  if (by === undefined) return 'Nothing in the log says which of the two is older.'
  if (by === 'header')
    return 'The current header names its LogGuid: it is the latest use of the log.'
  return evidenceWords(by)
}

/** Of two sessions, as seen from the later one. */
export function evidenceWords({ kind, earlierEntry, laterEntry }: Evidence): string {
  const [old, now] = [earlierEntry.header, laterEntry.header]
  const later = `Its entry ${now.sequenceNumber} at ${logPosition(laterEntry.position)}`
  const earlier = `entry ${old.sequenceNumber} of the earlier session`
  switch (kind) {
    case 'overwritten':
      return `${later} lies where the sequence of ${earlier} lay when that was written, from its Tail ${logPosition(old.tail)} to ${logPosition(earlierEntry.position)} (§2.3.2).`
    case 'continues':
      return `${later} lies directly behind ${earlier} and has the next number, as QEMU goes on under a new LogGuid. Numbers of two LogGuids prove nothing.`
    case 'interrupted':
      return `${later} lies inside of ${earlier} at ${logPosition(earlierEntry.position)}, which does not verify: it was written over, or else was itself torn while it was written.`
  }
}
