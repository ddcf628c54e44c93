/** `history`: what survives of all uses of a log, in the order of time as far as that is known. */

import { basename } from 'node:path'
import { formatBytes, formatHex, plural } from '../../engine/bytes/format.ts'
import { NIL_GUID } from '../../engine/bytes/guid.ts'
import { visibleJson } from '../../engine/bytes/visible-text.ts'
import { logPosition, sequenceNumbers } from '../../engine/format/log-words.ts'
import {
  changeWords,
  orphanContent,
  orphanOrigin,
  STATE_WORDS,
  writerWords,
} from '../../engine/history/history-words.ts'
import { CERTAINTY_WORDS, CONTRADICTED } from '../../engine/history/link-words.ts'
import {
  changeOf,
  type HistoryReport,
  type OrphanReport,
  orphansOf,
  type PlaceReport,
  readHistoryReport,
  type SessionReport,
  type StepReport,
} from '../../engine/report/json/history-report.ts'
import { defineCommand } from '../command.ts'
import { FAILURE } from '../exit-status.ts'
import { putOut } from '../files/put-out.ts'
import { withImage } from '../files/read-image.ts'
import { refuse } from '../files/refusal.ts'
import { JSON_OPTION } from '../options.ts'
import { printable } from '../printable.ts'

export const history = defineCommand({
  name: 'history',
  summary: 'Says what survives of all uses of the log, the earliest first, and what each did.',
  operands: { image: { what: 'one image' } },
  options: JSON_OPTION,
  run: ({ image: path, json }, io) =>
    withImage(path, NIL_GUID, io, async (image) => {
      const history = await readHistoryReport(image.inspected, io)
      if (!history) return refuse(image, io)
      const lines = json ? [`${visibleJson(history)}\n`] : historyLines(history, basename(path))
      return (await putOut(lines, io)) ? 0 : FAILURE
    }),
})

function* historyLines(history: HistoryReport, name: string): Generator<string> {
  const { sessions, places, orphans } = history
  yield `${printable(name)}: ${plural(sessions.count, 'session')} in the log, the earliest first\n`
  for (const [index, row] of sessions.rows.entries()) yield* sessionLines(row, index)
  yield* more(sessions)
  if (places.count > 0) yield '\nWhat they wrote, place by place\n'
  for (const row of places.rows) yield* placeLines(row)
  yield* more(places)
  if (orphans.count > 0) yield '\nData sectors without an entry\n'
  for (const row of orphans.rows) yield orphanLine(row)
  yield* more(orphans)
}

function* more({ count, rows }: { readonly count: number; readonly rows: readonly object[] }) {
  if (count > rows.length) yield `  and ${count - rows.length} more\n`
}

function* sessionLines(row: SessionReport, index: number): Generator<string> {
  const { firstSequenceNumber: first, lastSequenceNumber: last } = row
  const numbers = first === null || last === null ? [] : [sequenceNumbers(first, last)]
  const valid = plural(row.entries, 'valid entry', 'valid entries')
  const parts = [
    `${row.guid}${row.current ? ' (current)' : ''}`,
    valid,
    ...(row.unverified > 0 ? [`${row.unverified} invalid`] : []),
    ...numbers,
    ...(row.missing === '0' ? [] : [`${row.missing} missing`]),
    ...(row.complete ? [] : ['not complete']),
  ]
  yield `  ${index + 1}. ${parts.join(', ')}\n`
  if (row.order) yield `     ${CERTAINTY_WORDS[row.order.certainty]}. ${row.order.why}\n`
  if (row.contradicted) yield `     ${CONTRADICTED}\n`
}

function* placeLines({ offset, length, target, stepCount, steps }: PlaceReport): Generator<string> {
  const place = `${formatHex(BigInt(offset))}, ${formatBytes(BigInt(length))}`
  yield `  ${printable(target)} at ${place}\n`
  for (const step of steps) yield `    ${stepLine(step)}\n`
  if (stepCount > steps.length) yield `    and ${plural(stepCount - steps.length, 'more step')}\n`
}

function stepLine(step: StepReport): string {
  const { session, sequenceNumber, certainty, state } = step
  const sure =
    certainty === null || certainty === 'proven' ? '' : ` (${CERTAINTY_WORDS[certainty]})`
  const by =
    state === 'written' ? `${writerWords(session ?? 0, sequenceNumber)}${sure}` : STATE_WORDS[state]
  return `${by}: ${changeText(step)}`
}

/** Each change on a line of its own. */
function changeText(step: StepReport): string {
  const { lines, more, said } = changeWords(changeOf(step))
  const parts = [...lines, ...(more > 0 ? [`and ${more} more`] : []), ...(said ? [said] : [])]
  return parts.map(printable).join('\n        ')
}

function orphanLine(row: OrphanReport): string {
  const sectors = `${plural(row.sectors, 'sector')} from ${logPosition(row.position)}`
  const content = printable(orphanContent(orphansOf(row)))
  return `  ${row.sequenceNumber}: ${sectors}: ${content}; ${orphanOrigin(row.nearSession ?? undefined)}\n`
}
