/** The chart of the file that is open: made once, for all who ask, and again for another file. */

import type { Viewed } from '../../engine/inspect/inspect.ts'
import { chartFile, type FileChart } from '../../engine/space/chart-file.ts'
import { FileExtents } from '../../engine/space/file-extents.ts'
import { runOf } from '../calls/call-run.ts'
import type { CallRun } from '../rpc.ts'
import type { CurrentFile } from './current-file.ts'
import { Urgent } from './urgent.ts'

interface Charted {
  readonly chart: FileChart
  readonly extents: FileExtents
}

interface Held extends Pick<Viewed, 'before' | 'update'> {
  readonly charted: Promise<Charted>
}

export class FileCharts {
  readonly #current: CurrentFile
  readonly #urgent: Urgent
  #held: Held | undefined

  /** A chart waits for what is urgent. */
  constructor(current: CurrentFile, urgent: Urgent) {
    this.#current = current
    this.#urgent = urgent
  }

  /** The call that comes first makes the chart; if that is aborted, another one does. */
  async get(run: CallRun): Promise<Charted> {
    for (;;) {
      const { viewed } = this.#current.file
      const { before, update } = viewed
      const known = this.#held
      const isKnown = known?.before === before && known.update === update
      const held = isKnown ? known : { before, update, charted: this.#make(viewed, run) }
      this.#held = held
      try {
        return await held.charted
      } catch (thrown) {
        if (this.#held === held) this.#held = undefined
        if (!isKnown || run.signal.aborted) throw thrown
      }
    }
  }

  async #make(viewed: Viewed, run: CallRun): Promise<Charted> {
    const chart = await chartFile(this.#urgent.yielding(viewed), runOf(run))
    return { chart, extents: new FileExtents(chart) }
  }
}

/** Charts of the open file, and the reads that go before theirs: the same for every call that asks. */
const known = new WeakMap<CurrentFile, { readonly charts: FileCharts; readonly urgent: Urgent }>()

export function chartsOf(current: CurrentFile) {
  const urgent = new Urgent()
  const made = known.get(current) ?? { urgent, charts: new FileCharts(current, urgent) }
  known.set(current, made)
  return made
}
