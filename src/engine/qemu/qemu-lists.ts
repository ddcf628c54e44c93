/** Entries, writes and reasons of a prediction, as lists for people. */
import type { LogEntry } from '../log/log.ts'
import { type Cause, writeRange } from '../update/step.ts'
import type { Difference } from './compare-results.ts'
import { DIVERGENCES, type DivergenceCode, sectorsIn } from './divergence.ts'
import type { QemuPrediction } from './predict.ts'
import { MAX_LISTED, type QemuEntry, type QemuReason, type QemuWrite } from './qemu-answer.ts'
import type { QemuFacts } from './qemu-words.ts'

export function entriesOf({ done, stop, scan, search }: QemuPrediction) {
  const stopped = search?.chosen && stop?.values['position']
  const last = scan?.entries.find(({ position }) => position === stopped)
  const entry = (of: LogEntry, whole: boolean): QemuEntry => ({
    position: of.position,
    sequenceNumber: of.header.sequenceNumber,
    whole,
  })
  const entries = [...done.slice(0, MAX_LISTED).map((each) => entry(each, true))]
  if (last) entries.push(entry(last, false))
  return { entries, entryCount: done.length + (last ? 1 : 0) }
}

export function writesOf({ steps }: QemuPrediction) {
  const writes: QemuWrite[] = []
  let writeCount = 0
  for (const step of steps) {
    if (step.kind === 'flush') continue
    const { cause } = step
    if (cause.kind !== 'descriptor' && cause.kind !== 'last-file-offset') continue
    writeCount++
    if (writes.length === MAX_LISTED) continue
    const { entry } = cause
    if (step.kind === 'extend') {
      writes.push({ offset: step.size, length: 0, kind: 'extend', entry })
      continue
    }
    const kind = step.content.kind === 'zeros' ? 'zero' : 'data'
    writes.push({
      ...writeRange(step),
      kind: cause.kind === 'last-file-offset' ? 'cut' : kind,
      entry,
    })
  }
  return { writes, writeCount }
}

export const entryOf = (cause: Cause | undefined): number | undefined =>
  cause && 'entry' in cause ? cause.entry : undefined

/** Those of the differences with how many sectors each explains, the most first; then those of the file. */
export function reasonsOf(
  differences: readonly (Difference & { readonly reason: DivergenceCode })[],
  { prediction, rightSize, outcome }: QemuFacts,
): readonly QemuReason[] {
  const counts = new Map<DivergenceCode, number>()
  for (const each of differences) {
    counts.set(each.reason, (counts.get(each.reason) ?? 0) + sectorsIn(each))
  }
  if (prediction.size !== rightSize && !counts.has('last-file-offset')) {
    const code = outcome === 'replayable' ? whySize(prediction) : 'file-size'
    counts.set(code, counts.get(code) ?? 0)
  }
  return [...counts]
    .map(([code, sectors]) => ({ code, sentence: DIVERGENCES[code], sectors }))
    .sort((a, b) => b.sectors - a.sectors)
}

/** Of a file that must have another size after the replay. */
function whySize({ search, done }: QemuPrediction): DivergenceCode {
  if (search?.chosen === undefined) return 'not-replayed'
  return done.length < search.chosen.entries.length ? 'half-done' : 'last-file-offset'
}
