/** What a bench says: a number, and the bar that it has to keep. */
import { expect, test } from '@playwright/test'

/** The type of the annotations by which measures reach the reporter. */
export const MEASURE = 'measure'

export interface Measure {
  /** "scan of a 64 MiB log, to a bare CRC-32C of it". */
  readonly what: string
  readonly value: number
  /** "×", "MiB". */
  readonly unit: string
  /** The value must be at most, or at least, this much. */
  readonly bar: number
  readonly direction: 'at most' | 'at least'
  /** The absolute numbers behind it, for a reader who wonders. */
  readonly detail: string
}

export const keepsBar = ({ value, bar, direction }: Measure): boolean =>
  direction === 'at most' ? value <= bar : value >= bar

/** Puts the measure into the table; the bench fails at its end if the bar is missed. */
export function record(measure: Measure): void {
  test.info().annotations.push({ type: MEASURE, description: JSON.stringify(measure) })
  expect.soft(keepsBar(measure), `${measure.what} keeps its bar`).toBe(true)
}

/** Does something and says how many milliseconds it took. */
export type Timed = () => Promise<number>

export const timed =
  (work: () => unknown): Timed =>
  async () => {
    const started = performance.now()
    await work()
    return performance.now() - started
  }

export interface Compared {
  /** Milliseconds, the least of all runs: what disturbs a run only ever makes it longer. */
  readonly subject: number
  readonly reference: number
}

/** Runs both in turn, `runs` times after one run that does not count. */
export async function compare(runs: number, subject: Timed, reference: Timed): Promise<Compared> {
  await subject()
  await reference()
  let least: Compared = { subject: Number.POSITIVE_INFINITY, reference: Number.POSITIVE_INFINITY }
  for (let run = 0; run < runs; run++) {
    least = {
      subject: Math.min(least.subject, await subject()),
      reference: Math.min(least.reference, await reference()),
    }
  }
  return least
}

export const inMs = (ms: number): string => `${ms.toFixed(ms < 10 ? 2 : 0)} ms`
