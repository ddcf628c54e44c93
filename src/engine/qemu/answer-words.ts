/** QEMU’s answer in words, for screen, command line and report: each shows these, and words nothing again. */
import { formatBytes, formatCount, formatHex, plural } from '../bytes/format.ts'
import { logPosition } from '../format/log-words.ts'
import type { Outcome } from '../inspect/inspection.ts'
import type { QemuDifference, QemuReport, QemuWrite } from './qemu-answer.ts'

/** Of which the prediction is. */
export const QEMU_VERSIONS = '1.7 to 2025, tested with 7.2'

/** To whoever has a file of which QEMU makes something else. */
export const KEEP_AWAY = 'Do not run “qemu-img check -r all” on this file.'

/** Before what it says. */
export const SAYS = 'qemu-img says:'

export interface Advice {
  readonly sign: 'ok' | 'warning' | 'neutral'
  readonly words: string
}

/** How bad it is, and what to do, before anything else. */
export function adviceOn(
  { answer, diverges }: Pick<QemuReport, 'answer' | 'diverges'>,
  outcome: Outcome,
): Advice {
  if (diverges) return { sign: 'warning', words: KEEP_AWAY }
  const opens = answer === 'opens' || answer === 'replays'
  if (opens && outcome !== 'clean' && outcome !== 'replayable') {
    return { sign: 'warning', words: 'Do not trust what QEMU shows of this file.' }
  }
  switch (answer) {
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

/** Lines of a list, and how many more there are than are told. */
export interface Lines {
  readonly lines: readonly string[]
  readonly more: number
}

export const entryLines = ({ entries, entryCount }: QemuReport): Lines => ({
  lines: entries.map(
    ({ position, sequenceNumber, whole }) =>
      `${logPosition(position)}, sequence number ${sequenceNumber}${whole ? '' : ': it stops here'}`,
  ),
  more: entryCount - entries.length,
})

const KINDS: Readonly<Record<QemuWrite['kind'], (length: number) => string>> = {
  data: (length) => formatBytes(length),
  zero: (length) => `${formatBytes(length)} of zeros`,
  extend: () => 'the file is extended to here',
  cut: () => 'the file is cut here',
}

export const writeLines = ({ changesHeaders, writes, writeCount }: QemuReport): Lines => ({
  lines: [
    ...(changesHeaders ? ['Both headers: a new FileWriteGuid, and two new DataWriteGuids'] : []),
    ...writes.map(
      ({ offset, length, kind, entry }) =>
        `${formatHex(offset)}: ${KINDS[kind](length)}, by ${logPosition(entry)}`,
    ),
  ],
  more: writeCount - writes.length,
})

/** How far it is from the right result; `undefined` where it is not. */
export function distanceWords({
  differingSectors,
  sizeAfter,
  rightSize,
  complete,
}: Pick<QemuReport, 'differingSectors' | 'sizeAfter' | 'rightSize' | 'complete'>):
  | string
  | undefined {
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

export interface DifferenceWords {
  /** "0x300000, 4 KiB: BAT[0–511]". */
  readonly place: string
  /** Whose bytes they are by MS-VHDX, and whose by QEMU. */
  readonly ours: string
  readonly theirs: string
  /** "reason 2": which of the reasons explains it. */
  readonly why: string
}

const originWords = (entry: number | undefined): string =>
  entry === undefined ? 'as on disk' : `from ${logPosition(entry)}`

export const differenceWords = (
  { offset, length, what, ours, theirs, reason }: QemuDifference,
  { reasons }: Pick<QemuReport, 'reasons'>,
): DifferenceWords => ({
  place: `${formatHex(offset)}, ${formatBytes(length)}: ${what}`,
  ours: originWords(ours),
  theirs: originWords(theirs),
  why: `reason ${1 + reasons.findIndex(({ code }) => code === reason)}`,
})

/** What is wrong with the BAT that it leaves; `undefined` where nothing is. */
export const batErrorWords = (errors = 0): string | undefined =>
  errors > 0
    ? `Its check then tells of ${plural(errors, 'error')} in the BAT, for which its other commands refuse the image.`
    : undefined
