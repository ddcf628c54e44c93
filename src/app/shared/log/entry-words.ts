/** The status of a log entry and the fate of its descriptors, in words. */

import type { DescriptorFate } from '../../../engine/entries/descriptor-rows.ts'
import { rules } from '../../../engine/findings/rules.ts'
import type { EntryStatus, LogEntry } from '../../../engine/log/log.ts'

export const STATUSES: readonly EntryStatus[] = ['active', 'superseded', 'stale', 'invalid']

export const STATUS_WORDS: Readonly<Record<EntryStatus, string>> = {
  active: 'It is part of the active sequence: what a replay applies.',
  superseded:
    'It is valid and carries the current LogGuid, but is not part of the active sequence.',
  stale: 'It is valid, but carries another LogGuid: it is left from an earlier use of the log.',
  invalid: 'It begins like an entry, but does not verify.',
}

/** Why an entry has its status, in one line: the rules that an invalid one breaks. */
export function entryReason({ status, reasons }: Pick<LogEntry, 'status' | 'reasons'>): string {
  switch (status) {
    case 'active':
      return 'Part of the active sequence'
    case 'superseded':
      return 'Not part of the active sequence'
    case 'stale':
      return 'Carries another LogGuid'
    case 'invalid':
      return reasons.map((rule) => rules[rule].title).join('; ')
  }
}

export const FATE_WORDS: Readonly<Record<DescriptorFate, string>> = {
  applies: 'Applies',
  'already-there': 'Already on disk',
  overwritten: 'Overwritten later',
  'not-replayed': 'Not replayed',
}
