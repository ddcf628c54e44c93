/** What survives of earlier uses of the log, in the document. */

import { formatCount, formatHex } from '../../bytes/format.ts'
import { visibleText } from '../../bytes/visible-text.ts'
import { logPosition, numberRange } from '../../format/log-words.ts'
import {
  changeWords,
  inOneLine,
  orphanContent,
  orphanOrigin,
  STATE_WORDS,
} from '../../history/history-words.ts'
import { CERTAINTY_WORDS } from '../../history/link-words.ts'
import { type Block, type Cell, data, heading, table, text } from '../document.ts'
import {
  changeOf,
  type HistoryReport,
  type OrphanReport,
  orphansOf,
  type SessionReport,
} from '../json/history-report.ts'
import type { Report } from '../json/report-schema.ts'

export function historySection({ log }: Report): readonly Block[] {
  const history = log?.history
  if (!history) return []
  const { sessions, orphans } = history
  return [
    heading(2, 'History of the log'),
    text(
      'What the entries in the ring wrote, of this use of the log and of earlier ones, as far as they survive. Which of them are replayed is said under “Log”.',
    ),
    ...table(
      'Sessions, earliest first as far as that is known',
      ['Session', 'LogGuid', 'Entries', 'Numbers', 'Missing', 'Known to be later'],
      sessions.rows.map((row, index) => ({ row, index })),
      ({ row, index }) => sessionCells(row, index),
    ),
    ...more(sessions, 'sessions'),
    ...placeTable(history),
    ...table(
      'Data sectors of which no entry survives',
      ['Number', 'Sectors', 'First at', 'What they hold', 'Their number is'],
      orphans.rows,
      orphanCells,
    ),
    ...more(orphans, 'groups of data sectors'),
  ]
}

const sessionCells = (row: SessionReport, index: number): readonly Cell[] => [
  data(index + 1),
  data(row.current ? `${row.guid}, current` : row.guid),
  data(formatCount(row.entries)),
  data(numbersOf(row)),
  data(formatCount(BigInt(row.missing))),
  row.order ? `${CERTAINTY_WORDS[row.order.certainty]}. ${row.order.why}` : '',
]

const numbersOf = ({ firstSequenceNumber: first, lastSequenceNumber: last }: SessionReport) =>
  first === null || last === null ? '' : numberRange(first, last)

/** Each place with its steps: a row for each. */
function placeTable({ places }: HistoryReport): readonly Block[] {
  const rows = places.rows.flatMap(({ offset, target, steps }) =>
    steps.map((step) => ({ offset, target, step })),
  )
  return [
    ...table(
      'What the entries wrote, place by place',
      ['At', 'What', 'Session', 'Entry', 'Changes'],
      rows,
      ({ offset, target, step }) => [
        data(formatHex(BigInt(offset))),
        visibleText(target),
        step.state === 'written' ? data((step.session ?? 0) + 1) : STATE_WORDS[step.state],
        step.entry === null ? '' : data(logPosition(step.entry)),
        visibleText(inOneLine(changeWords(changeOf(step)), step.changes.length)),
      ],
    ),
    ...more(places, 'places'),
  ]
}

const orphanCells = (row: OrphanReport) => [
  data(row.sequenceNumber),
  data(formatCount(row.sectors)),
  data(logPosition(row.position)),
  visibleText(orphanContent(orphansOf(row))),
  orphanOrigin(row.nearSession ?? undefined),
]

const more = (
  { count, rows }: { readonly count: number; readonly rows: readonly unknown[] },
  of: string,
): readonly Block[] =>
  count > rows.length
    ? [text(`${formatCount(count - rows.length)} more ${of} are not listed.`)]
    : []
