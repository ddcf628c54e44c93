/** The status of a log entry and the fate of its descriptors, in words. */
import { formatCount, plural } from '../../../engine/bytes/format.ts'
import { visibleText } from '../../../engine/bytes/visible-text.ts'
import type { DescriptorFate } from '../../../engine/entries/descriptor-rows.ts'
import type { EntryDiffRow } from '../../../engine/entries/entry-diff.ts'
import { rules } from '../../../engine/findings/rules.ts'
import type { EntryStatus, LogEntry } from '../../../engine/log/log.ts'

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

/** What a descriptor would change in the file, in one line. */
export function differenceText(row: DescriptorDifference): string {
  const { readable, lines, lineCount, changedBytes, grows } = row
  if (!readable) return 'There are no bytes to compare'
  if (changedBytes === undefined) return 'Not compared: a long run of zeros'
  if (changedBytes === 0) {
    return grows
      ? 'Nothing but the size of the file: zeros behind its end'
      : 'Nothing: the same bytes are there'
  }
  const size = grows ? ', and the size of the file' : ''
  const [first] = lines
  if (first === undefined) return `${plural(changedBytes, 'byte')}${size}`
  const more = lineCount > 1 ? `, and ${formatCount(lineCount - 1)} more` : ''
  return `${visibleText(first)}${more}${size}`
}

type DescriptorDifference = Pick<
  EntryDiffRow,
  'readable' | 'lines' | 'lineCount' | 'changedBytes' | 'grows'
>

export const FATE_WORDS: Readonly<Record<DescriptorFate, string>> = {
  applies: 'Applies',
  'already-there': 'Already on disk',
  overwritten: 'Overwritten later',
  'not-replayed': 'Not replayed',
}
