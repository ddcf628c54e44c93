/** The steps of the search, one by one, made when they are looked at: there may be billions of them. */
import { LOG_SECTOR_SIZE } from '../format/layout.ts'
import type { LogEntry } from '../log/log.ts'
import { advance } from '../log/ring.ts'
import { foundSequence, type SearchTrace, type TracedTail } from './trace.ts'
import {
  breakWords,
  endWords,
  extendWords,
  judgeWords,
  rejectWords,
  skipWords,
  startWords,
} from './trace-words.ts'

/**
 * start: step 1. skip: steps 2 to 7 at tails where no entry begins. reject: the same where what begins
 * is not valid. extend: step 3, an entry more. break: step 3, the sequence ends. judge: steps 4 to 7.
 * end: what the search has found.
 */
export type TraceStepKind = 'start' | 'skip' | 'reject' | 'extend' | 'break' | 'judge' | 'end'

export interface TraceSequence {
  readonly entries: number
  readonly first: bigint
  readonly last: bigint
}

export interface TraceStep {
  readonly index: number
  readonly kind: TraceStepKind
  /** Which steps of §2.3.3 these are: "2, 3". */
  readonly section: string
  /** Which tail it belongs to, as a place in the trace's list. */
  readonly tail: number | undefined
  /** What is looked at, in bytes from the start of the log. */
  readonly place: { readonly position: number; readonly length: number } | undefined
  /** Whether an entry begins there. */
  readonly isEntry: boolean
  readonly title: string
  /** Sentences. Text from the file is in them as it is. */
  readonly text: readonly string[]
  /** After the step. */
  readonly current: TraceSequence | undefined
  readonly candidate: TraceSequence | undefined
}

/** `index` is below `trace.steps`. `fileSize` is what the result is judged by. */
export function traceStep(trace: SearchTrace, index: number, fileSize: number): TraceStep {
  const { tails, guid } = trace
  const nothing = { place: undefined, isEntry: false, current: undefined, tail: undefined }
  if (index <= 0) {
    const words = startWords(guid)
    return { ...nothing, ...words, index: 0, kind: 'start', section: '1', candidate: undefined }
  }
  const candidate = sequenceAt(trace, trace.candidate)
  if (index >= trace.steps - 1) {
    const sequence = foundSequence(trace)
    const [first, head] = [sequence[0], sequence.at(-1)]
    const place = first && head && placeOf(trace, first, head)
    const words = endWords(sequence, fileSize)
    const last = { index: trace.steps - 1, kind: 'end', section: '7' } as const
    return { ...nothing, ...words, ...last, place, candidate }
  }
  const place = tailOfStep(tails, index)
  const tail = tails[place]
  if (!tail) throw new RangeError(`there is no step ${index}`)
  return { ...stepOfTail(trace, tail, index - tail.firstStep), index, tail: place }
}

/** The first step that looks at a slot of the ring, or at the place before it from which the search goes on. */
export function stepAtSlot({ tails, runAt }: SearchTrace, slot: number): number {
  const position = slot * LOG_SECTOR_SIZE
  // No tail comes before the one before it.
  let [low, high] = [0, tails.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((tails[middle]?.position ?? 0) <= position) low = middle + 1
    else high = middle
  }
  const tail = tails[low - 1]
  const found = tail && runAt.get(tail.position)
  if (!tail || !found) return tail?.firstStep ?? 0
  const taken = found.run.entries.findLastIndex(
    (entry, i) => i >= found.at && entry.position <= position && entry.position >= tail.position,
  )
  return tail.firstStep + Math.max(0, taken - found.at)
}

/** The tail that a step belongs to: the last one that begins no later. */
function tailOfStep(tails: readonly TracedTail[], step: number): number {
  let [low, high] = [0, tails.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((tails[middle]?.firstStep ?? 0) <= step) low = middle + 1
    else high = middle
  }
  return low - 1
}

type Step = Omit<TraceStep, 'index' | 'tail'>

function stepOfTail(trace: SearchTrace, tail: TracedTail, step: number): Step {
  const { region, entryAt, guid, runAt } = trace
  const candidate = sequenceAt(trace, tail.candidateBefore)
  const entry = entryAt.get(tail.position)
  const here = { position: tail.position, length: LOG_SECTOR_SIZE }
  const found = runAt.get(tail.position)
  if (!found) {
    const length = entry?.length ?? tail.sectors * LOG_SECTOR_SIZE
    const place = { ...here, length }
    const words = entry ? rejectWords(entry, guid, tail) : skipWords(tail)
    const kind = entry ? 'reject' : 'skip'
    const isEntry = entry !== undefined
    return { kind, section: '2 to 7', place, isEntry, ...words, current: undefined, candidate }
  }
  const { run, at } = found
  const first = run.entries[at] ?? run.head
  if (step < tail.count) {
    const added = run.entries[at + step] ?? run.head
    return {
      kind: 'extend',
      section: step === 0 ? '2, 3' : '3',
      place: added,
      isEntry: true,
      ...extendWords(added, step),
      current: sequence(first, added, step + 1),
      candidate,
    }
  }
  const { head } = run
  const current = sequence(first, head, tail.count)
  const behind = advance(region, head.position, head.length)
  if (step === tail.count) {
    const there = entryAt.get(behind)
    const place = there ?? { position: behind, length: LOG_SECTOR_SIZE }
    const words = breakWords(behind, there, head, guid)
    return { kind: 'break', section: '3', place, isEntry: !!there, ...words, current, candidate }
  }
  return {
    kind: 'judge',
    section: '4 to 7',
    place: placeOf(trace, first, head),
    isEntry: false,
    ...judgeWords(tail, head, candidate),
    current,
    candidate: tail.verdict === 'candidate' ? current : candidate,
  }
}

const sequence = (first: LogEntry, last: LogEntry, entries: number): TraceSequence => ({
  entries,
  first: first.header.sequenceNumber,
  last: last.header.sequenceNumber,
})

function sequenceAt(trace: SearchTrace, place: number | undefined): TraceSequence | undefined {
  const tail = place === undefined ? undefined : trace.tails[place]
  const found = tail && trace.runAt.get(tail.position)
  const first = found?.run.entries[found.at]
  return found && first && sequence(first, found.run.head, tail.count)
}

/** From the start of one entry to the end of another, forward. */
function placeOf(
  { region }: SearchTrace,
  first: LogEntry,
  last: LogEntry,
): { readonly position: number; readonly length: number } {
  const forward = (last.position - first.position + region.length) % region.length
  return { position: first.position, length: forward + last.length }
}
