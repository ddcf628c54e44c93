/** The whole entries of a log without a complete sequence, §2.3.3: of the run that comes closest to one. */
import { plural } from '../bytes/format.ts'
import { refusal } from '../findings/finding.ts'
import { LOG_SECTOR_SIZE } from '../format/layout.ts'
import { isDirty } from '../inspect/inspect.ts'
import type { ActiveSequence, LogScan } from '../log/log.ts'
import { planApplication, withHeaderUpdates } from '../log/replay.ts'
import { distance } from '../log/ring.ts'
import type { Step } from '../update/step.ts'
import type { SalvageWay } from './way.ts'

/**
 * Entries of one run follow each other in place and in number, so that their order is certain; what is
 * missing is before the first of them, as far back as the Tail of the last one says.
 */
export const logUpTo: SalvageWay = async ({ inspected, ids, run }) => {
  const { before, scan } = inspected
  const { current } = before.headers
  if (!current?.values || !isDirty(before) || !scan) {
    return { why: 'The file names no log that would have to be applied.' }
  }
  if (scan.active) return { why: 'The log has a complete sequence.' }
  const best = bestOf(scan)
  if (!best) return { why: 'No run of whole entries of the log is later than all others.' }
  const { steps, findings } = await planApplication(before.source, scan.region, best, run)
  if (refusal(findings)) {
    return { why: 'The whole entries of the log ask for something that no log may do.' }
  }
  if (steps.some((step) => isBehind(step, before.source.size))) {
    return { why: 'The log goes on behind the end of the file.' }
  }
  const missing = distance(scan.region, Number(best.head.header.tail), best.tail.position)
  const first = best.tail.header.sequenceNumber
  const last = best.head.header.sequenceNumber
  return {
    steps: withHeaderUpdates(steps, { copy: current.copy, values: current.values }, ids),
    losses: [
      {
        sentence: `Entries ${first} to ${last} of the log are applied. What came before them in ${plural(missing / LOG_SECTOR_SIZE, 'sector')} of the log is not whole: what it wrote is lost, unless it had reached its place or is written again.`,
      },
    ],
  }
}

/** `undefined` where there is none, or where two of them end with the same number. */
function bestOf({ sequences, region }: LogScan): ActiveSequence | undefined {
  const heads = sequences.flatMap(({ entries }) => {
    const [tail, head] = [entries[0], entries.at(-1)]
    return tail && head ? [{ entries, tail, head }] : []
  })
  const last = heads.reduce<bigint>(
    (most, { head }) => (head.header.sequenceNumber > most ? head.header.sequenceNumber : most),
    -1n,
  )
  const [best, ...others] = heads.filter(({ head }) => head.header.sequenceNumber === last)
  return others.length === 0 && best && best.head.header.tail < region.length ? best : undefined
}

/** A source of hostile bytes may hold an entry that the end of the file has cut. */
const isBehind = (step: Step, size: number): boolean =>
  step.kind === 'write' &&
  step.content.kind === 'sector' &&
  step.content.at + LOG_SECTOR_SIZE > size
