/** Why a sequence of the log is the one that is replayed, or why it is not, in one sentence. */

import { plural } from '../../../engine/bytes/format.ts'
import { logPosition, numberRange } from '../../../engine/format/log-words.ts'
import type { LogReport, SequenceReport } from '../../../engine/inspect/inspection.ts'

export interface SequenceWords {
  readonly verdict: 'active' | 'complete' | 'incomplete'
  readonly name: string
  readonly why: string
}

function activeWords({ positions, tail }: SequenceReport): string {
  const before = positions.indexOf(tail)
  const replayed = positions.length - before
  const rest =
    before > 0
      ? ` The ${plural(before, 'entry', 'entries')} before that tail are not replayed: they are on disk already.`
      : ''
  return `Complete, and its head has the greatest sequence number of all complete runs. Replayed from the head’s tail at ${logPosition(tail)}: ${plural(replayed, 'entry', 'entries')}.${rest}`
}

function incompleteWords({ tail }: SequenceReport): string {
  return `Not complete: the tail of its head is ${logPosition(tail)}, where no entry of this run begins. What is needed before it has been overwritten, so it cannot be replayed.`
}

function supersededWords(sequence: SequenceReport, log: LogReport): string {
  const chosen = log.sequences.find(({ active }) => active)
  if (!chosen) return 'Complete, but nothing is replayed from this log.'
  return `Complete, but its head ${sequence.headSequenceNumber} is smaller than ${chosen.headSequenceNumber}, the head of the active run.`
}

export function sequenceWords(sequence: SequenceReport, log: LogReport): SequenceWords {
  const name = numberRange(sequence.firstSequenceNumber, sequence.headSequenceNumber)
  if (sequence.active) return { verdict: 'active', name, why: activeWords(sequence) }
  if (!sequence.complete) return { verdict: 'incomplete', name, why: incompleteWords(sequence) }
  return { verdict: 'complete', name, why: supersededWords(sequence, log) }
}
