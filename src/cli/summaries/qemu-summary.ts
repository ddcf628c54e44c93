/** What QEMU would do with an image, to be read. */

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
import { labelled, listed } from './summary.ts'

/** Lines to follow a summary: ends with a line break. */
export function summarizeQemu(report: QemuReport, outcome: Outcome): string {
  const { headline, stop, reasons, notes } = report
  const { sign, words } = adviceOn(report, outcome)
  const lines = [
    `As QEMU reads it (${QEMU_VERSIONS}): ${headline}`,
    ...(sign === 'warning' ? [words] : []),
    ...(stop?.says ? [`${SAYS} ${stop.says}`] : []),
    ...labelled('Entries', told(entryLines(report))),
    ...labelled('Writes', told(writeLines(report))),
    ...labelled('Differs', listed(differenceLines(report))),
    ...labelled(
      'Why',
      reasons.map(({ sentence }, index) => `${index + 1}. ${sentence}`),
    ),
    ...labelled('Also', [batErrorWords(report.batErrors) ?? [], ...notes].flat()),
  ]
  return `\n${lines.map(printable).join('\n')}\n`
}

const told = ({ lines, more }: Lines): readonly string[] => listed(lines, more)

function differenceLines(report: QemuReport): readonly string[] {
  const distance = distanceWords(report)
  if (distance === undefined) return []
  const lines = report.differences.map((difference) => {
    const { place, ours, theirs, why } = differenceWords(difference, report)
    return `${place}: ${theirs} instead of ${ours} (${why})`
  })
  return [distance, ...lines]
}
