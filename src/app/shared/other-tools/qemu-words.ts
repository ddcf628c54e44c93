/** The lists of a reading as QEMU reads it, line by line. */
import { formatBytes, formatCount, formatHex, plural } from '../../../engine/bytes/format.ts'
import type { Outcome } from '../../../engine/inspect/inspection.ts'
import type { QemuDifference, QemuReport } from '../../../engine/qemu/qemu-answer.ts'
import type { Sign } from '../../ui/tone-icon.tsx'

/** How bad it is, and what to do, before anything else. */
export function adviceOn(
  report: Pick<QemuReport, 'answer' | 'diverges'>,
  outcome: Outcome,
): { readonly sign: Sign; readonly words: string } {
  if (report.diverges) {
    return { sign: 'warning', words: 'Do not run “qemu-img check -r all” on this file.' }
  }
  const opens = report.answer === 'opens' || report.answer === 'replays'
  if (opens && outcome !== 'clean' && outcome !== 'replayable') {
    return { sign: 'warning', words: 'Do not trust what QEMU shows of this file.' }
  }
  switch (report.answer) {
    case 'replays':
      return { sign: 'ok', words: 'QEMU may replay this log: it makes the same of the disk.' }
    case 'opens':
      return { sign: 'ok', words: 'QEMU leaves this file as it is.' }
    case 'refuses':
      return { sign: 'neutral', words: 'QEMU does not open this file.' }
    case 'hangs':
      return { sign: 'warning', words: 'QEMU does not come back from this file.' }
    case 'unknown':
      return { sign: 'neutral', words: 'What QEMU does with this file is not foretold.' }
  }
}

const place = (position: number): string => `log+${formatHex(position)}`

const more = (count: number): readonly string[] =>
  count > 0 ? [`and ${formatCount(count)} more`] : []

export const entryLines = ({ entries, entryCount }: QemuReport): readonly string[] => [
  ...entries.map(
    ({ position, sequenceNumber, whole }) =>
      `${place(position)}, sequence number ${sequenceNumber}${whole ? '' : ': it stops here'}`,
  ),
  ...more(entryCount - entries.length),
]

const KINDS = {
  data: (length: number) => formatBytes(length),
  zero: (length: number) => `${formatBytes(length)} of zeros`,
  extend: () => 'the file is extended to here',
  cut: () => 'the file is cut here',
} as const

export const writeLines = (report: QemuReport): readonly string[] => [
  ...(report.changesHeaders
    ? ['Both headers: a new FileWriteGuid, and two new DataWriteGuids']
    : []),
  ...report.writes.map(
    ({ offset, length, kind, entry }) =>
      `${formatHex(offset)}: ${KINDS[kind](length)}, by ${place(entry)}`,
  ),
  ...more(report.writeCount - report.writes.length),
]

/** Whose bytes they are. */
export const originWords = (entry: number | undefined): string =>
  entry === undefined ? 'as on disk' : `from ${place(entry)}`

export const differenceName = ({ offset, length, what }: QemuDifference): string =>
  `${formatHex(offset)}, ${formatBytes(length)}: ${what}`

/** How far it is from the right result; `undefined` where it is not. */
export function distanceWords(report: QemuReport): string | undefined {
  const { differingSectors, sizeAfter, rightSize, complete } = report
  const parts = [
    ...(differingSectors > 0 ? [`${plural(differingSectors, 'sector')} of 4 KiB`] : []),
    ...(sizeAfter === rightSize
      ? []
      : [`the size: ${formatCount(sizeAfter)} bytes instead of ${formatCount(rightSize)}`]),
  ]
  if (parts.length === 0) return undefined
  const limit = complete ? '' : ' Long runs of zeros were not compared with what is there.'
  return `From what MS-VHDX asks for, headers aside, these differ: ${parts.join(', and ')}.${limit}`
}
