/** One open file: what is known of it, and what a save needs, prepared while nobody waits for it. */

import type { ByteRange, ByteSource, Run } from '../../engine/bytes/byte-source.ts'
import { cached } from '../../engine/bytes/cached-source.ts'
import type { Looks } from '../../engine/diagnosis/looks.ts'
import type { Verdict } from '../../engine/diagnosis/verdict.ts'
import type { ChainReport } from '../../engine/disk/chain/chain-report.ts'
import type { Layers } from '../../engine/disk/map-chain.ts'
import { BAT_ENTRY_SIZE, MIB } from '../../engine/format/layout.ts'
import { type Inspected, inspect, type Replay, type Viewed } from '../../engine/inspect/inspect.ts'
import { isSurveyed } from '../../engine/inspect/is-surveyed.ts'
import { surveyBlocks } from '../../engine/inspect/survey.ts'
import { watchedRanges } from '../../engine/inspect/watched-ranges.ts'
import type { JournalIds } from '../../engine/journal/plan-journal.ts'
import { stepsUpTo } from '../../engine/log/replay.ts'
import type { SalvagePlan } from '../../engine/salvage/plan-salvage.ts'
import type { SalvageReport } from '../../engine/salvage/salvaged.ts'
import { beginsAsSkeleton } from '../../engine/skeleton/signature.ts'
import type { SkeletonFacts } from '../../engine/skeleton/skeleton-facts.ts'
import { needsData } from '../../engine/skeleton/skeleton-words.ts'
import { type Preview, preview } from '../../engine/update/preview.ts'
import { CallError } from '../client.ts'
import { SOURCE } from '../errors.ts'
import type { Opened, Reading } from '../protocol/file.ts'
import type { CopyPart } from '../save/copy-parts.ts'
import { randomIds } from '../workbench/random-ids.ts'
import { CACHE } from './cache.ts'
import { Coverage, covering } from './coverage.ts'
import { blobSource, readBlob } from './files.ts'
import { requireUnchanged, type Watch, watch } from './watch.ts'

/** BAT entries that are read at once (1 MiB): that takes no longer than a blink. */
const READ_AT_ONCE = MIB / BAT_ENTRY_SIZE
/** And those that are read without being asked for (16 MiB). */
const READ_UNASKED = (16 * MIB) / BAT_ENTRY_SIZE
/** A copy with more bytes of patches than this is prepared only when it is wanted. */
const MAX_PREPARED = 16 * MIB

/** Few files are skeletons. */
const unpack = async (file: Blob, run: Run) =>
  (await import('./open-packed.ts')).openPacked(blobSource(file, SOURCE), SOURCE, run)

const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

/** Comes with the calls that save: nobody waits for it who opens a file. */
const partsOf = async (...given: Parameters<typeof import('../save/copy-parts.ts').copyParts>) =>
  (await import('../save/copy-parts.ts')).copyParts(...given)

/** Throws a `CallError` where nothing can be replayed. */
export function replayOf({ update }: Inspected): Replay {
  if (!update) throw new CallError('cannot-replay', 'This file has no log that can be replayed.')
  return update
}

const entriesOf = ({ before, update }: Inspected): number =>
  Math.max(before.bat?.count ?? 0, update?.after.bat?.count ?? 0)

/** A salvage that is viewed, and may be saved. */
export interface Salvage {
  readonly plan: SalvagePlan
  readonly report: SalvageReport
  readonly viewed: Viewed
}

interface KnownVerdict {
  readonly of: Inspected
  readonly chain: ChainReport | undefined
  readonly looks: Looks | undefined
  readonly verdict: Promise<Verdict>
}

interface KnownLooks {
  /** Whether all blocks had been looked at before. */
  readonly surveyed: boolean
  readonly parents: Layers | undefined
  readonly looks: Looks
}

export class OpenFile {
  /** As it was given: of a skeleton what is packed. */
  readonly file: Blob
  readonly source: ByteSource
  /** What a skeleton says of its file. */
  readonly skeleton: SkeletonFacts | undefined
  /** Of the change that is previewed, and may be made. */
  readonly ids: JournalIds
  /** What has been looked at; what the browser copies by itself for a save has not. */
  readonly coverage: Coverage
  #inspected: Inspected
  /** Chosen by the user: what the state "after" is then. */
  #salvage: Salvage | undefined
  #verdict: KnownVerdict | undefined
  /** `undefined` until parents have been looked for. */
  chain: ChainReport | undefined
  #looks: KnownLooks | undefined
  #amend: ((inspected: Inspected) => Inspected) | undefined
  #watch: Promise<Watch>
  /** Ends when there is nothing more to prepare; never fails. */
  #prepared: Promise<void>
  #parts: readonly CopyPart[] | undefined
  #partial: { readonly count: number; readonly result: Preview } | undefined

  private constructor(
    {
      file,
      source,
      skeleton,
      ids,
      coverage,
    }: Pick<OpenFile, 'file' | 'source' | 'skeleton' | 'ids' | 'coverage'>,
    inspected: Inspected,
  ) {
    this.file = file
    this.source = source
    this.skeleton = skeleton
    this.ids = ids
    this.coverage = coverage
    this.#inspected = inspected
    // The answer is on its way before the reading for it begins.
    this.#watch = nextTask().then(() => this.#startWatch())
    this.#prepared = this.#prepare()
  }

  /** Reads as little as the answer needs. Throws a `CallError`, or the signal's reason. */
  static async open(file: Blob, run: Run): Promise<OpenFile> {
    // Chromium gives a file that has gone by now no bytes, and reads a slice of it without an error.
    if (file.size === 0) await readBlob(file, SOURCE, false)
    const coverage = new Coverage()
    const given = cached(covering(blobSource(file, SOURCE), coverage), CACHE)
    const unpacked = (await beginsAsSkeleton(given)) ? await unpack(file, run) : undefined
    const { skeleton } = unpacked ?? {}
    const source = unpacked ? covering(unpacked.source, coverage) : given
    const ids = randomIds()
    const inspected = await inspect(source, ids, run)
    const isSmall = entriesOf(inspected) <= READ_AT_ONCE
    const whole = isSmall ? await surveyBlocks(inspected, run) : inspected
    return new OpenFile({ file, source, skeleton, ids, coverage }, whole)
  }

  /** The file by itself, whatever is chosen to be made of it. */
  get inspected(): Inspected {
    return this.#inspected
  }

  /** The file before and after its replay, or the salvage that was chosen. */
  get viewed(): Viewed {
    return this.#salvage?.viewed ?? this.#inspected
  }

  get salvage(): Salvage | undefined {
    return this.#salvage
  }

  /** From here on "after" is `salvage`, or the replay again. What it would write over is watched, too. */
  async choose(salvage: Salvage | undefined, run: Run): Promise<void> {
    await this.requireUnchanged(run)
    this.#salvage = salvage
    this.#parts = undefined
    this.#watch = this.#startWatch()
    this.#prepared = this.#prepare()
  }

  /** The answer with the verdict on it, by what is known now; `chain` where parents were looked for. */
  async opened(run?: Run): Promise<Opened> {
    const inspected = this.#inspected
    const { chain } = this
    const { signal } = run ?? {}
    const { diagnose } = await import('../../engine/diagnosis/diagnose.ts')
    const known = this.#verdict
    const looks = this.#looks?.looks
    if (known?.of !== inspected || known.chain !== chain || known.looks !== looks) {
      const verdict = diagnose(inspected, { chain, looks }, { signal, pause: run?.pause })
      this.#verdict = { of: inspected, chain, looks, verdict }
      verdict.catch(() => {
        // Whoever asks is told, and may ask again.
        this.#verdict = undefined
      })
    }
    const verdict = await (this.#verdict as KnownVerdict).verdict
    const { skeleton } = this
    return {
      ...this.viewed.inspection,
      verdict,
      salvage: this.#salvage?.report,
      skeleton: skeleton && { name: skeleton.name, pathsBlanked: skeleton.pathsBlanked },
    }
  }

  /** Throws a `CallError` where nothing can be replayed. */
  get replay(): Replay {
    return replayOf(this.#inspected)
  }

  /** Whether the blocks are few enough to be looked at without being asked for. */
  get hasFewBlocks(): boolean {
    return entriesOf(this.#inspected) <= READ_UNASKED
  }

  /** Looks at all blocks. */
  async survey(run: Run): Promise<void> {
    if (isSurveyed(this.#inspected.inspection)) return
    const surveyed = await surveyBlocks(this.#inspected, run)
    this.#inspected = this.#amend?.(surveyed) ?? surveyed
  }

  /** Looks at what the verdict so far asks for; again where blocks or parents have been read since. */
  async lookFurther({ signal, pause }: Run, parents?: Layers): Promise<void> {
    const inspected = this.#inspected
    const { chain } = this
    const surveyed = isSurveyed(inspected.inspection)
    if (this.#looks?.surveyed === surveyed && this.#looks.parents === parents) return
    const { lookFurther } = await import('../../engine/looks/look-further.ts')
    // Whoever reads blocks meets the error again, and is told.
    const forgives = (error: unknown): boolean => error instanceof CallError
    const looks = await lookFurther({ inspected, chain, parents, forgives }, { signal, pause })
    this.#looks = { surveyed, parents, looks }
  }

  /** Adds to what is known, now and to what a survey makes of it. */
  amend(change: (inspected: Inspected) => Inspected): void {
    this.#amend = change
    this.#inspected = change(this.#inspected)
  }

  /** Counts bytes as looked at that were read without `source`, as far as the file has them. */
  readHere({ offset, length }: ByteRange): void {
    const end = Math.min(offset + length, this.source.size)
    if (end > offset) this.coverage.add({ offset, length: end - offset })
  }

  /** How the file read when it was opened. Throws a `CallError` where it could not be read even then. */
  watch(): Promise<Watch> {
    return this.#watch
  }

  /** Throws a `CallError` where a skeleton is open; `what` is what the data of the disk are needed for. */
  requireData(what: string): void {
    if (this.skeleton) throw new CallError('not-in-skeleton', needsData(what), { about: 'source' })
  }

  /** Throws a `CallError` where the file is no longer what it was when it was opened. */
  async requireUnchanged({ signal }: Run): Promise<void> {
    await requireUnchanged(await this.#watch, { signal })
  }

  /** What would be saved. Throws a `CallError` where there is nothing. */
  get update(): NonNullable<Viewed['update']> {
    return this.viewed.update ?? replayOf(this.#inspected)
  }

  async parts(run?: Run): Promise<readonly CopyPart[]> {
    this.requireData('a copy')
    const { result } = this.update
    await this.#prepared
    this.#parts ??= await partsOf(this.file, result, run)
    return this.#parts
  }

  /** The file as it is, as it would be, or on the way from the one to the other. */
  read({ state, upTo }: Reading): ByteSource {
    const { update } = this.viewed
    if (state === 'before' || !update) return this.source
    return upTo === undefined ? update.result : this.partial(upTo)
  }

  /** The replay stopped after `count` entries. Keeps the latest: a view reads it many times. */
  partial(count: number): Preview {
    if (this.#partial?.count !== count) {
      this.#partial = { count, result: preview(this.source, stepsUpTo(this.replay.plan, count)) }
    }
    return this.#partial.result
  }

  async #startWatch(): Promise<Watch> {
    // A skeleton is in memory: nobody changes it.
    const watched = this.skeleton ? [] : watchedRanges(this.viewed)
    const started = await watch(this.file, watched)
    for (const { ranges } of started.batches) for (const range of ranges) this.coverage.add(range)
    return started
  }

  async #prepare(): Promise<void> {
    try {
      await this.#watch
      const { update } = this.viewed
      if (!update || this.skeleton || update.report.bytesWritten > MAX_PREPARED) return
      const parts = await partsOf(this.file, update.result)
      // Another salvage may have been chosen by now.
      if (update === this.viewed.update) this.#parts = parts
    } catch {
      // Whoever needs the watch or the parts meets the same error again, and can tell somebody.
    }
  }
}
