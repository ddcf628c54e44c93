/** The steps of a journal as they come together: what is in the log, and what has been applied. */
import type { ByteSource } from '../bytes/byte-source.ts'
import type { Guid } from '../bytes/guid.ts'
import { refusal } from '../findings/finding.ts'
import { LOG_SECTOR_SIZE, STRUCTURE_ALIGNMENT } from '../format/layout.ts'
import type { ActiveSequence, LogRegion } from '../log/log.ts'
import { CannotReplayError, planApplication } from '../log/replay.ts'
import { scanLog } from '../log/scan.ts'
import {
  type CurrentHeader,
  type HeaderChanges,
  planHeaderUpdate,
} from '../update/header-update.ts'
import { type Preview, preview } from '../update/preview.ts'
import type { Step, WriteStep } from '../update/step.ts'
import { type JournalEntry, RingWriter } from './ring-writer.ts'
import type { Round } from './rounds.ts'

export interface SessionParams {
  /** The file as it is before the first step. */
  readonly source: ByteSource
  readonly header: CurrentHeader
  readonly region: LogRegion
  readonly logGuid: Guid
  /** Of the first entry. */
  readonly position: number
  readonly sequenceNumber: bigint
  /** In bytes: a size that everything fits into. */
  readonly lastSize: number
}

const MIB = BigInt(STRUCTURE_ALIGNMENT)
const roundDown = (size: number): bigint => (BigInt(size) / MIB) * MIB
const roundUp = (size: number): bigint => ((BigInt(size) + MIB - 1n) / MIB) * MIB

export class JournalSession {
  readonly steps: Step[] = []
  readonly entries: JournalEntry[] = []
  readonly #params: SessionParams
  readonly #writer: RingWriter
  #header: CurrentHeader

  constructor(params: SessionParams) {
    const { region, logGuid, position, sequenceNumber, header } = params
    this.#params = params
    this.#writer = new RingWriter(region, logGuid, position, sequenceNumber)
    this.#header = header
  }

  flush(): void {
    this.steps.push({ kind: 'flush' })
  }

  /** Both headers, each stable before the next (§2.2.2.1). */
  updateHeaders(changes: HeaderChanges): void {
    const { steps, current } = planHeaderUpdate(this.#header, changes)
    this.steps.push(...steps)
    this.#header = current
  }

  /** Entries that stand or fall by themselves; the first of them is the tail of all. */
  write(round: Round): void {
    const tail = this.#writer.position
    const offsets = {
      // What is stable now: all that was written before has been flushed.
      flushedFileOffset: roundDown(this.#view().size),
      lastFileOffset: roundUp(this.#params.lastSize),
    }
    for (const updates of round) {
      const { entry, steps } = this.#writer.write(updates, tail, offsets)
      this.entries.push(entry)
      this.steps.push(...steps)
    }
    this.flush()
  }

  /**
   * Moves the tail past all that has been applied, so that the ring may be written over: an entry
   * that says nothing but where the sequence begins from now on. As Windows begins each log.
   */
  checkpoint(): void {
    this.write([[]])
  }

  /**
   * The replayer's own reading of what is in the log now, put in place. Throws where that is not
   * what has just been written: a LogGuid that is not new makes older entries count.
   */
  async apply(): Promise<void> {
    const { region, logGuid } = this.#params
    const view = this.#view()
    const { active } = await scanLog(view, region, logGuid)
    if (active === undefined || !this.#isWritten(active)) {
      throw new Error('the journal cannot be read back')
    }
    const { steps, findings } = await planApplication(view, region, active)
    const reason = refusal(findings)
    if (reason !== undefined) throw new CannotReplayError(reason)
    const result = preview(view, steps)
    for (const step of steps) {
      this.steps.push(step.kind === 'write' ? await inFull(step, result) : step)
    }
    this.flush()
  }

  #isWritten({ tail, head }: ActiveSequence): boolean {
    const last = this.entries.at(-1)
    return head.position === last?.position && tail.position === last.tail
  }

  /** The file with all steps done. */
  #view(): Preview {
    return preview(this.#params.source, this.steps)
  }
}

/** With the sector itself: a plan is read against the old file, where the log does not hold it yet. */
async function inFull(step: WriteStep, result: Preview): Promise<WriteStep> {
  if (step.content.kind !== 'sector') return step
  const bytes = await result.read(step.offset, LOG_SECTOR_SIZE)
  return { ...step, content: { kind: 'bytes', bytes } }
}
