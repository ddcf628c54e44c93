/** Whether each block lies where it may: in the file, behind the header section, on nothing else, §2.5.1. */
import type { ByteRange } from '../../bytes/byte-source.ts'
import { lastWriters } from '../../bytes/extent-map.ts'
import { endOf, firstEndingAfter, overlaps } from '../../bytes/ranges.ts'
import type { FindingValues } from '../../findings/finding.ts'
import type { RuleId } from '../../findings/rules.ts'
import { MIB } from '../../format/layout.ts'
import type { Structure } from '../structure-map.ts'
import { UnitMap } from './unit-map.ts'

/** A block that has a place, by its entry in the BAT. */
export interface Placed {
  readonly index: number
  readonly isPayload: boolean
  /** FileOffsetMB. */
  readonly unit: number
  /** In the file, whole MiB. */
  readonly units: number
  /** How many bytes of it the disk has: of its last block perhaps not all. */
  readonly needed: number
}

/** Makes the values only of findings that are listed. */
export type Report = (rule: RuleId, index: number, values: () => FindingValues) => void

/** Takes what the entries of a BAT say of places, in their order. */
export interface Places {
  /**
   * `count` payload blocks, one behind the other, from entry `index` on. False: not taken, each of
   * them comes by `place`.
   */
  placePlain(unit: number, count: number, index: number): boolean
  place(block: Placed): void
  /** Entry `index` has no block, and a FileOffsetMB nevertheless. */
  remember(unit: number, units: number, index: number): void
}

/** What is known of a file before its blocks are placed; sizes in bytes. */
interface OwnedFile {
  readonly fileSize: number
  readonly blockSize: number
  readonly structures: readonly Structure[]
  /** What the replay writes, disjoint and in order. */
  readonly targets: readonly ByteRange[]
}

/** Remembers where blocks lie, in their order in the BAT: of two in one place, the later is to blame. */
export class BlockPlaces implements Places {
  readonly #fileSize: number
  readonly #report: Report
  readonly #log: ByteRange | undefined
  /** Disjoint and in order, each with its name. */
  readonly #structures: readonly (ByteRange & { readonly name: string })[]
  /** What the replay writes, disjoint and in order. */
  readonly #targets: readonly ByteRange[]
  readonly #owned: UnitMap
  /** Where blocks begin; needed only where they have more units than one. */
  readonly #starts: UnitMap | undefined
  /** What entries remember that have no block there. */
  #remembered: UnitMap | undefined
  readonly #blockUnits: number
  /** Blocks in units [#plainFrom, #plainEnd) have nothing to fear but what is in `#owned`. */
  readonly #plainFrom: number
  readonly #plainEnd: number

  constructor({ fileSize, blockSize, structures, targets }: OwnedFile, report: Report) {
    this.#fileSize = fileSize
    this.#blockUnits = blockSize / MIB
    this.#report = report
    this.#targets = targets
    this.#log = structures.find(({ kind }) => kind === 'log')?.at
    // Of several in one place the first has the name, and the last writer its way.
    const others = structures.filter(({ kind }) => kind !== 'log').reverse()
    this.#structures = lastWriters(others.map(({ at }) => at)).map(
      ({ offset, length, writer }) => ({
        offset,
        length,
        name: others[writer]?.name ?? '',
      }),
    )
    this.#owned = new UnitMap(fileSize)
    this.#starts = this.#blockUnits > 1 ? new UnitMap(fileSize) : undefined
    for (const { at } of structures) {
      const start = Math.floor(at.offset / MIB)
      this.#owned.take(start, Math.ceil(endOf(at) / MIB) - start)
    }
    const lastTarget = targets.at(-1)
    this.#plainFrom = Math.max(1, lastTarget ? Math.ceil(endOf(lastTarget) / MIB) : 0)
    this.#plainEnd = Math.min(Math.floor(fileSize / MIB), this.#owned.count)
  }

  /**
   * Places `count` payload blocks, one behind the other, if nothing can be wrong with any of them.
   * Otherwise none, and says so: then each has to be looked at (see `place`).
   */
  placePlain(unit: number, count: number): boolean {
    const units = count * this.#blockUnits
    if (unit < this.#plainFrom || unit + units > this.#plainEnd) return false
    if (!this.#owned.takeFree(unit, units)) return false
    if (this.#starts === undefined) return true
    for (let start = unit; start < unit + units; start += this.#blockUnits) {
      this.#starts.take(start, 1)
    }
    return true
  }

  /** Places any block, and reports what is wrong with that. */
  place({ index, isPayload, unit, units, needed }: Placed): void {
    if (unit === 0) {
      this.#report('bat.offset-zero', index, () => ({}))
      return
    }
    // Exact in the file; the places of hostile entries far behind it need not be.
    const offset = unit * MIB
    if (offset >= this.#fileSize) {
      this.#report('bat.block-beyond-end', index, () => ({
        blockOffset: BigInt(unit) * BigInt(MIB),
        size: this.#fileSize,
      }))
      return
    }
    const missing = offset + needed - this.#fileSize
    if (missing > 0) this.#report('bat.block-cut', index, () => ({ blockOffset: offset, missing }))

    const block = { offset, length: units * MIB }
    if (isPayload) this.#checkTargets(index, block)
    const isFree = this.#owned.take(unit, units)
    const isFirst = this.#starts === undefined ? isFree : this.#starts.take(unit, 1)
    const structure = this.#structures[firstEndingAfter(this.#structures, offset)]
    const inLog = this.#log !== undefined && overlaps(this.#log, block)
    const inStructure = structure !== undefined && structure.offset < endOf(block)
    const values = () => ({ blockOffset: offset })
    if (inLog) this.#report('log.overlaps-block', index, values)
    if (inStructure) {
      this.#report('bat.block-in-structure', index, () => ({
        blockOffset: offset,
        structure: structure.name,
      }))
    }
    if (isFree || inLog || inStructure) return
    this.#report(isFirst ? 'bat.block-overlap' : 'bat.block-shared', index, values)
  }

  #checkTargets(index: number, block: ByteRange): void {
    const target = this.#targets[firstEndingAfter(this.#targets, block.offset)]
    if (target === undefined || target.offset >= endOf(block)) return
    const offset = Math.max(target.offset, block.offset)
    this.#report('replay.targets-payload', index, () => ({ offset }))
  }

  /** An entry without a block names a place that may not be taken for space that nobody owns. */
  remember(unit: number, units: number): void {
    if (unit === 0) return
    this.#remembered ??= new UnitMap(this.#fileSize)
    this.#remembered.take(unit, units)
  }

  /** What nobody owns, in order, clipped to the file. */
  *free(): Generator<ByteRange> {
    for (const { start, end } of this.#owned.free(this.#remembered)) {
      const offset = start * MIB
      yield { offset, length: Math.min(end * MIB, this.#fileSize) - offset }
    }
  }
}
