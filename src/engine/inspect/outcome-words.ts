/** What comes of a file, and why nothing is replayed: said alike everywhere. */
import type { Outcome } from './inspection.ts'

export const FORBIDDEN = 'The format forbids opening this file.'

export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  clean: 'Closed cleanly. Nothing to replay.',
  replayable: 'Not closed cleanly. The log can be applied.',
  refused: FORBIDDEN,
  'not-vhdx': 'This is not a VHDX.',
}

export const EMPTY_LOG = 'The LogGuid of the current header is zero: the log is empty (§2.2.2).'

export const FORBIDDEN_REPLAY = 'The log must not be replayed.'
