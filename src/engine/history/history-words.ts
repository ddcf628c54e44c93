/** What a step of the log's history changed, in words: for the screen, the command line and the report. */
import { formatCount, plural } from '../bytes/format.ts'
import type { NotCompared, SectorChange } from './history-pages.ts'

/** Whoever shows them makes text of the file visible. */
export interface ChangeWords {
  /** What differs, as far as it is told. */
  readonly lines: readonly string[]
  /** How many lines are not. */
  readonly more: number
  /** What else there is to say, small letters first; never empty where there are no lines. */
  readonly said: string
}

/** Where nothing could be compared. */
const ALONE: Readonly<Record<NotCompared, string>> = {
  first: 'the first content that the log knows of',
  'long-zeros': 'not compared: the log wrote a long run of zeros there',
  'many-writes': 'only its first writes were compared',
  absent: 'not compared: what the file has there is not in this skeleton',
}

/** Where something else was. */
const BESIDE: Readonly<Record<NotCompared, string>> = {
  first: 'of other sectors the log knows no earlier content',
  'long-zeros': 'a long run of zeros was not compared',
  'many-writes': ALONE['many-writes'],
  absent: 'what is not in this skeleton was not compared',
}

/** `value` is what one entry of the BAT says now, where only that is looked at. */
export function changeWords(change: SectorChange, value?: string): ChangeWords {
  const { lines, lineCount, changedBytes, notCompared } = change
  const reasons = notCompared.map((reason) => {
    if (changedBytes !== undefined) return BESIDE[reason]
    return reason === 'first' && value !== undefined ? `${ALONE.first}: ${value}` : ALONE[reason]
  })
  const more = lineCount - lines.length
  if (lines.length > 0 || changedBytes === undefined) {
    return { lines, more, said: reasons.join('; ') }
  }
  const same = value === undefined ? 'the same bytes again' : `still ${value}`
  const what = changedBytes === 0 ? same : plural(changedBytes, 'byte')
  return { lines, more, said: [what, ...reasons].join('; ') }
}

/** With at most `told` of the lines: "BAT[3]: ZERO → UNMAPPED, and 5 more". */
export function inOneLine({ lines, more, said }: ChangeWords, told: number): string {
  const shown = lines.slice(0, told)
  const left = lines.length - shown.length + more
  const rest = left > 0 ? `, and ${formatCount(left)} more` : ''
  return [
    ...(shown.length > 0 ? [`${shown.join('; ')}${rest}`] : []),
    ...(said ? [said] : []),
  ].join('; ')
}

/** Who left a place as a step of its history has it. */
export const STATE_WORDS = { disk: 'on disk now', 'after-replay': 'after the replay' } as const

export const writerWords = (session: number, sequenceNumber: bigint | string | null): string =>
  `session ${session + 1}, entry ${sequenceNumber}`

interface Orphans {
  readonly count: number
  readonly zero: number
  readonly same: readonly string[]
  /** Where it is known how many are the same. */
  readonly sameCount?: number
}

/** What data sectors without an entry hold: their 4084 bytes beside those of the file. */
export function orphanContent({ count, zero, same, sameCount }: Orphans): string {
  const how = sameCount === undefined ? '' : `${formatCount(sameCount)} `
  const parts = [
    ...(zero > 0 ? [zero === count ? 'all zero' : `${formatCount(zero)} all zero`] : []),
    ...(same.length > 0 ? [`${how}as in ${same.join(', ')} on disk`] : []),
  ]
  return parts.join('; ') || 'nothing that the BAT or the metadata hold now'
}

/** Behind “their number is”: of a session by its place in the order, from 0. */
export const orphanOrigin = (near: number | undefined): string =>
  near === undefined
    ? 'near to no session: of a use of the log of which no entry is left'
    : `near to those of session ${near + 1}`
