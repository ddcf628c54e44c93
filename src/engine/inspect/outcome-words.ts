/** What comes of a file: the verdict before everything else, on the screen, the command line and in the report. */
import type { Outcome } from './inspection.ts'

export const FORBIDDEN = 'The format forbids opening this file.'

export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  clean: 'Closed cleanly. Nothing to replay.',
  replayable: 'Not closed cleanly. The log can be applied.',
  refused: FORBIDDEN,
  'not-vhdx': 'This is not a VHDX.',
}
