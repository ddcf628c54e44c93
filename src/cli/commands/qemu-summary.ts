/** What QEMU would do with an image, to be read. */
import { formatBytes, formatCount, formatHex, plural } from '../../engine/bytes/format.ts'
import type { QemuDifference, QemuReport } from '../../engine/qemu/qemu-answer.ts'
import { QEMU_VERSIONS } from '../../engine/report/json/qemu-json.ts'
import { printable } from '../printable.ts'

/** Of long lists; the report has more. */
const MAX_LINES = 20

/** Lines to follow a summary: ends with a line break. */
export function summarizeQemu(report: QemuReport): string {
  const { headline, stop, diverges, reasons, notes, batErrors = 0 } = report
  const lines = [
    `As QEMU reads it (${QEMU_VERSIONS}): ${printable(headline)}`,
    ...(diverges ? ['Do not run “qemu-img check -r all” on this file.'] : []),
    ...(stop?.says ? [`It says: ${stop.says}`] : []),
    ...section('Entries', entryLines(report)),
    ...section('Writes', writeLines(report)),
    ...section('Differs', differenceLines(report)),
    ...section(
      'Why',
      reasons.map(({ sentence }) => sentence),
    ),
    ...section('Also', notes),
    ...(batErrors > 0
      ? section('BAT', [
          `${plural(batErrors, 'error')}: “check” tells of ${batErrors === 1 ? 'it' : 'them'}, every other command refuses the image`,
        ])
      : []),
  ]
  return `\n${lines.join('\n')}\n`
}

function section(label: string, lines: readonly string[]): readonly string[] {
  const more = lines.length - MAX_LINES
  const shown = more > 0 ? [...lines.slice(0, MAX_LINES), `… and ${formatCount(more)} more`] : lines
  return shown.map((line, i) => `${(i === 0 ? label : '').padEnd(10)}${line}`)
}

const place = (position: number): string => `log+${formatHex(position)}`

function entryLines({ entries, entryCount }: QemuReport): readonly string[] {
  const more = entryCount - entries.length
  return [
    ...entries.map(
      ({ position, sequenceNumber, whole }) =>
        `${place(position)}, sequence number ${sequenceNumber}${whole ? '' : ': stops here'}`,
    ),
    ...(more > 0 ? [`${formatCount(more)} more`] : []),
  ]
}

const KINDS = {
  data: 'data',
  zero: 'zeros',
  extend: 'the file is extended to here',
  cut: 'cut off',
} as const

function writeLines(report: QemuReport): readonly string[] {
  const { writes, writeCount, changesHeaders, sizeBefore, sizeAfter } = report
  const more = writeCount - writes.length
  return [
    ...(changesHeaders ? ['both headers: a new FileWriteGuid, two new DataWriteGuids'] : []),
    ...writes.map(
      ({ offset, length, kind, entry }) =>
        `${formatHex(offset)}: ${length > 0 ? `${formatBytes(length)}, ` : ''}${KINDS[kind]}, by ${place(entry)}`,
    ),
    ...(more > 0 ? [`${formatCount(more)} more`] : []),
    ...(sizeAfter === sizeBefore
      ? []
      : [
          `the file has ${formatCount(sizeAfter)} bytes afterwards instead of ${formatCount(sizeBefore)}`,
        ]),
  ]
}

const origin = (entry: number | undefined): string =>
  entry === undefined ? 'as on disk' : `from ${place(entry)}`

const differenceLine = ({ offset, length, what, ours, theirs, reason }: QemuDifference): string =>
  `${formatHex(offset)}, ${formatBytes(length)}, ${printable(what)}: ${origin(theirs)} instead of ${origin(ours)} (${reason})`

function differenceLines({ differences, differingSectors, rightSize, sizeAfter }: QemuReport) {
  if (differingSectors === 0 && rightSize === sizeAfter) return []
  return [
    `${plural(differingSectors, 'sector')} of 4 KiB from what MS-VHDX asks for, headers aside${rightSize === sizeAfter ? '' : `; ${formatCount(sizeAfter)} bytes instead of ${formatCount(rightSize)}`}`,
    ...differences.map(differenceLine),
  ]
}
