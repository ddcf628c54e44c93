/** The search for the active sequence in pages: its tails and its steps. */
import type { Guid } from '../bytes/guid.ts'
import type { Inspected } from '../inspect/inspect.ts'
import { clipWindow, type Page, type RowWindow } from '../inspect/page.ts'
import type { LogEntry } from '../log/log.ts'
import { type SearchTrace, type TailVerdict, type TracedTail, traceSearch } from './trace.ts'
import { stepAtSlot, type TraceStep, traceStep } from './trace-steps.ts'

export interface TraceTailRow {
  /** Among the tails. */
  readonly index: number
  readonly position: number
  /** How many tails, 4 KiB apart, it stands for. */
  readonly sectors: number
  /** How many entries the current sequence got. */
  readonly count: number
  readonly verdict: TailVerdict
  /**
   * Why an entry that begins there is not taken: it carries another LogGuid, or does not verify.
   * `undefined` where none begins, or it is taken.
   */
  readonly refused: 'log-guid' | 'invalid' | undefined
  /** The number of the last entry of the sequence. */
  readonly last: bigint | undefined
  readonly firstStep: number
}

export class TraceRows {
  readonly trace: SearchTrace
  readonly #fileSize: number

  private constructor(trace: SearchTrace, fileSize: number) {
    this.trace = trace
    this.#fileSize = fileSize
  }

  /** With the LogGuid of the current header, or another one in its place; `undefined` where there is no log. */
  static open({ scan, before }: Inspected, guid?: Guid): TraceRows | undefined {
    return scan && new TraceRows(traceSearch(scan, guid ?? scan.guid), before.source.size)
  }

  steps(window: RowWindow): Page<TraceStep> {
    const { start, count } = clipWindow(window, this.trace.steps)
    const rows = Array.from({ length: count }, (_, i) =>
      traceStep(this.trace, start + i, this.#fileSize),
    )
    return { rows, total: this.trace.steps }
  }

  tails(window: RowWindow): Page<TraceTailRow> {
    const { tails, runAt, entryAt } = this.trace
    const { start, count } = clipWindow(window, tails.length)
    const rows = tails.slice(start, start + count).map((tail, i) => ({
      index: start + i,
      position: tail.position,
      sectors: tail.sectors,
      count: tail.count,
      verdict: tail.verdict,
      refused: refusedAs(entryAt.get(tail.position), tail),
      last: runAt.get(tail.position)?.run.head.header.sequenceNumber,
      firstStep: tail.firstStep,
    }))
    return { rows, total: tails.length }
  }

  /** The first step that looks at a slot of the ring, or at the place before it. */
  stepAtSlot(slot: number): number {
    return stepAtSlot(this.trace, slot)
  }
}

function refusedAs(entry: LogEntry | undefined, { count }: TracedTail): TraceTailRow['refused'] {
  if (!entry || count > 0) return undefined
  return entry.reasons.length > 0 ? 'invalid' : 'log-guid'
}
