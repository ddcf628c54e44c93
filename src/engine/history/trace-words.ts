/** What a step of the search is, and what decides it, in words with the numbers. */
import { formatBytes, formatHex, plural } from '../bytes/format.ts'
import { type Guid, NIL_GUID } from '../bytes/guid.ts'
import { messageOf } from '../findings/finding-words.ts'
import { rules } from '../findings/rules.ts'
import { entriesWords, logPosition } from '../format/log-words.ts'
import type { LogEntry } from '../log/log.ts'
import type { TracedTail } from './trace.ts'
import type { TraceSequence } from './trace-steps.ts'

export interface StepWords {
  readonly title: string
  readonly text: readonly string[]
}

const goOn = ({ next, position }: TracedTail): string =>
  next <= position
    ? `The current tail would be ${logPosition(next)}, which is not behind ${logPosition(position)}: the ring has been searched once, and the search ends.`
    : `The current tail is now ${logPosition(next)}.`

export const startWords = (guid: Guid): StepWords => ({
  title: 'Begin',
  text: [
    `The candidate for the active sequence is empty, with sequence number 0. The current tail is ${logPosition(0)}.`,
    guid === NIL_GUID
      ? 'The LogGuid that entries have to carry is zero: in a clean file no entry counts.'
      : `Entries have to carry the LogGuid ${guid}.`,
  ],
})

export function skipWords(tail: TracedTail): StepWords {
  const { sectors, position, next } = tail
  const where =
    sectors === 1
      ? logPosition(position)
      : `${plural(sectors, 'sector')} from ${logPosition(position)}`
  const each = sectors === 1 ? '' : ', once for each of them'
  return {
    title: `No entry begins at ${where}`,
    text: [
      sectors === 1
        ? 'The sector does not begin with “loge”: the current sequence stays empty.'
        : 'None of these sectors begins with “loge”: the current sequence stays empty at each.',
      `An empty sequence moves the current tail by 4 KiB${each}. ${goOn({ ...tail, next })}`,
    ],
  }
}

/** Why an entry is not valid for a search: what it breaks, as far as it is listed with numbers. */
export function refusalOf(entry: LogEntry, guid: Guid): readonly string[] {
  const { header, findings, reasons, checksum } = entry
  const listed = new Map(findings.map((found) => [found.rule, messageOf(found)]))
  const lines = reasons.map((rule) => {
    const said = listed.get(rule)
    if (said !== undefined) return said
    return rule === 'log.entry-checksum' && checksum.computed !== undefined
      ? `${rules[rule].title}: stored ${formatHex(checksum.stored, 8)}, computed ${formatHex(checksum.computed, 8)}.`
      : `${rules[rule].title} (§${rules[rule].section}).`
  })
  if (guid === NIL_GUID) return ['No entry counts where LogGuid is zero (§2.2.2).', ...lines]
  if (header.logGuid === guid) return lines
  return [`Its LogGuid is ${header.logGuid}; it has to be ${guid} (§2.3.1.1).`, ...lines]
}

export const rejectWords = (entry: LogEntry, guid: Guid, tail: TracedTail): StepWords => ({
  title: `The entry at ${logPosition(entry.position)} is not valid`,
  text: [
    ...refusalOf(entry, guid),
    `The current sequence stays empty, which moves the current tail by 4 KiB. ${goOn(tail)}`,
  ],
})

export function extendWords({ header, position, length }: LogEntry, before: number): StepWords {
  const number = header.sequenceNumber
  const why =
    before === 0
      ? 'It is valid in every field and its checksum, and the current sequence is empty: any number will do.'
      : `It is valid in every field and its checksum, and its number is one greater than ${number - 1n}.`
  return {
    title: `The entry ${number} at ${logPosition(position)} is taken`,
    text: [
      why,
      `The current sequence has ${plural(before + 1, 'entry', 'entries')}; its head has Tail ${logPosition(header.tail)}. The next one would begin ${formatBytes(length)} further.`,
    ],
  }
}

export function breakWords(
  behind: number,
  entry: LogEntry | undefined,
  head: LogEntry,
  guid: Guid,
): StepWords {
  const wanted = head.header.sequenceNumber + 1n
  const title = `The sequence ends before ${logPosition(behind)}`
  if (!entry)
    return { title, text: ['No entry begins there: the sector does not begin with “loge”.'] }
  const why = refusalOf(entry, guid)
  if (why.length > 0) return { title, text: ['The entry there is not valid.', ...why] }
  const { sequenceNumber } = entry.header
  return {
    title,
    text: [
      `The entry there is valid, but has sequence number ${sequenceNumber} instead of ${wanted}: it was not written as the next of this sequence (§2.3.2).`,
    ],
  }
}

export function judgeWords(
  tail: TracedTail,
  { header }: LogEntry,
  candidate: TraceSequence | undefined,
): StepWords {
  const { sequenceNumber: number, tail: headTail } = header
  const before = candidate
    ? `the candidate’s ${candidate.last}`
    : '0, the number of the empty candidate'
  switch (tail.verdict) {
    case 'candidate':
      return {
        title: 'The sequence becomes the candidate',
        text: [
          `It is valid: the Tail of its head, ${logPosition(headTail)}, is the place of one of its entries.`,
          `Its number ${number} is greater than ${before}.`,
          goOn(tail),
        ],
      }
    case 'older':
      return {
        title: 'The sequence is valid, but does not become the candidate',
        text: [
          `The Tail of its head, ${logPosition(headTail)}, is the place of one of its entries.`,
          `Its number ${number} is not greater than ${before}.`,
          goOn(tail),
        ],
      }
    default:
      return {
        title: 'The sequence is not complete',
        text: [
          `The Tail of its head is ${logPosition(headTail)}, where none of its entries begins: what is needed from there on has been overwritten, or was tried from an earlier tail.`,
          `A sequence that is not valid moves the current tail by 4 KiB only. ${goOn(tail)}`,
        ],
      }
  }
}

export function endWords(sequence: readonly LogEntry[], fileSize: number): StepWords {
  const [first, head] = [sequence[0]?.header, sequence.at(-1)]
  if (!first || !head) {
    return {
      title: 'No sequence is found',
      text: [
        'The candidate is empty: there is no valid and complete sequence. Of a file whose LogGuid is set that means that it is corrupt and must not be opened (§2.3.3).',
      ],
    }
  }
  const { sequenceNumber, tail, flushedFileOffset: flushed } = head.header
  const enough = BigInt(fileSize) >= flushed
  return {
    title: enough ? 'The candidate is the active sequence' : 'The file is truncated',
    text: [
      enough
        ? `FlushedFileOffset of its head is ${formatBytes(flushed)} and the file has ${formatBytes(fileSize)}: it has not been truncated.`
        : `FlushedFileOffset of the candidate’s head is ${flushed} bytes, but the file has ${fileSize}: it must not be opened (§2.3.3).`,
      `A replay goes from the entry at the head’s Tail ${logPosition(tail)} to the head: ${entriesWords(sequence.length, first.sequenceNumber, sequenceNumber)}.`,
    ],
  }
}
