/** What QEMU would do with an image, to be read. */
import { formatCount } from '../../engine/bytes/format.ts'
import type { Outcome } from '../../engine/inspect/inspection.ts'
import {
  adviceOn,
  batErrorWords,
  differenceWords,
  distanceWords,
  entryLines,
  type Lines,
  QEMU_VERSIONS,
  SAYS,
  writeLines,
} from '../../engine/qemu/answer-words.ts'
import type { QemuReport } from '../../engine/qemu/qemu-answer.ts'
import { printable } from '../printable.ts'

/** Of long lists; the report has more. */
const MAX_LINES = 20

/** Lines to follow a summary: ends with a line break. */
export function summarizeQemu(report: QemuReport, outcome: Outcome): string {
  const { headline, stop, reasons, notes } = report
  const { sign, words } = adviceOn(report, outcome)
  const lines = [
    `As QEMU reads it (${QEMU_VERSIONS}): ${headline}`,
    ...(sign === 'warning' ? [words] : []),
    ...(stop?.says ? [`${SAYS} ${stop.says}`] : []),
    ...section('Entries', entryLines(report)),
    ...section('Writes', writeLines(report)),
    ...section('Differs', { lines: differenceLines(report), more: 0 }),
    ...section('Why', {
      lines: reasons.map(({ sentence }, index) => `${index + 1}. ${sentence}`),
      more: 0,
    }),
    ...section('Also', {
      lines: [batErrorWords(report.batErrors) ?? [], ...notes].flat(),
      more: 0,
    }),
  ]
  return `\n${lines.map(printable).join('\n')}\n`
}

function section(label: string, { lines, more }: Lines): readonly string[] {
  const left = Math.max(0, lines.length - MAX_LINES) + more
  const shown = lines.slice(0, MAX_LINES)
  return [...shown, ...(left > 0 ? [`… and ${formatCount(left)} more`] : [])].map(
    (line, i) => `${(i === 0 ? label : '').padEnd(10)}${line}`,
  )
}

function differenceLines(report: QemuReport): readonly string[] {
  const distance = distanceWords(report)
  if (distance === undefined) return []
  const lines = report.differences.map((difference) => {
    const { place, ours, theirs, why } = differenceWords(difference, report)
    return `${place}: ${theirs} instead of ${ours} (${why})`
  })
  return [distance, ...lines]
}
