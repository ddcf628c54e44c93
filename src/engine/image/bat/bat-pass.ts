/** One pass over the entries of a BAT: counts their states and finds what is wrong with any of them. */
import { MAX_PER_RULE } from '../../findings/finding.ts'
import {
  batFileOffsetMB,
  batReserved,
  batState,
  FULLY_PRESENT,
  PARTIALLY_PRESENT,
  PAYLOAD_STATES,
  SB_BLOCK_PRESENT,
  SECTOR_BITMAP_STATES,
} from '../../format/bat-entry.ts'
import { blockOfIndex } from '../../format/bat-index.ts'
import { MIB, SECTOR_BITMAP_BLOCK_SIZE } from '../../format/layout.ts'
import type { Bat, BatCensus } from './bat.ts'
import type { Places, Report } from './block-places.ts'
import { endOfBlocks, endOfRun, entryWords } from './entry-words.ts'
import { type BatWindow, type ChunkEntries, visitChunks } from './visit-bat.ts'

const NOT_PRESENT = 0
const ZERO = 2
const UNMAPPED = 3
const RESERVED_4 = 4

/** Takes windows by `visit`, all of them and in order; then `finish`. */
export class BatPass {
  readonly #bat: Bat
  readonly #places: Places
  readonly #report: Report
  readonly #isDifferencing: boolean
  readonly #blockUnits: number
  readonly #payload = new Float64Array(PAYLOAD_STATES.length)
  readonly #bitmaps = new Float64Array(SECTOR_BITMAP_STATES.length)
  /** Partial blocks of the chunk at hand: its sector bitmap comes behind them. */
  #partial: number[] = []
  #partialCount = 0
  /** Entries with a FileOffsetMB that says nothing. */
  #unused = { blocks: 0, index: 0, offset: 0 }

  constructor(bat: Bat, places: Places, report: Report) {
    this.#bat = bat
    this.#places = places
    this.#report = report
    this.#isDifferencing = bat.geometry.kind === 'differencing'
    this.#blockUnits = bat.geometry.blockSize / MIB
  }

  visit(window: BatWindow): void {
    const words = entryWords(window.view)
    const { first, end } = window
    visitChunks(window, this.#bat.geometry, (chunk) => {
      this.#visitPayload(words, first, chunk)
      const { to, bitmap = end } = chunk
      this.#visitBeyond(words, first, Math.max(to, first), bitmap)
      if (chunk.bitmap !== undefined) this.#visitBitmap(words, first, chunk.bitmap)
    })
  }

  /** Entries [first, end) of the region, which the disk does not need. */
  visitSlack({ view, first, end }: BatWindow): void {
    this.#visitBeyond(entryWords(view), first, first, end)
  }

  /** After all windows. */
  finish(): BatCensus {
    const { blocks, index, offset } = this.#unused
    if (blocks > 0) this.#report('bat.offset-unused', index, () => ({ blocks, offset }))
    return {
      payload: named(PAYLOAD_STATES, this.#payload),
      sectorBitmap: named(SECTOR_BITMAP_STATES, this.#bitmaps),
    }
  }

  #visitPayload(words: Uint32Array, first: number, { from, to }: ChunkEntries): void {
    const counts = this.#payload
    const places = this.#places
    const end = to - first
    let fullyPresent = 0
    for (let entry = from - first; entry < end; ) {
      const low = words[2 * entry] ?? 0
      const high = words[2 * entry + 1] ?? 0
      if (low <= UNMAPPED && high === 0) {
        const next = endOfRun(words, entry, end, low)
        counts[low] = (counts[low] ?? 0) + next - entry
        entry = next
        continue
      }
      const next = endOfBlocks(words, entry, end, this.#blockUnits)
      const count = next - entry
      if (count > 0 && places.placePlain(batFileOffsetMB(low, high), count, first + entry)) {
        fullyPresent += count
        entry = next
        continue
      }
      // All of the run: to look for the next one from each of them would not be linear.
      const stop = Math.max(next, entry + 1)
      for (; entry < stop; entry++) {
        this.#visitOther(first + entry, words[2 * entry] ?? 0, words[2 * entry + 1] ?? 0)
      }
    }
    counts[FULLY_PRESENT] = (counts[FULLY_PRESENT] ?? 0) + fullyPresent
  }

  /** Any payload entry: one with an offset, mostly, that is not fully present or in a bad place. */
  #visitOther(index: number, low: number, high: number): void {
    const state = batState(low)
    const unit = batFileOffsetMB(low, high)
    this.#payload[state] = (this.#payload[state] ?? 0) + 1
    this.#checkReserved(index, low)
    if (state < FULLY_PRESENT) {
      if (state >= RESERVED_4) this.#report('bat.state-reserved', index, () => ({ state }))
      // Of these the field is reserved; the others may keep their place, and what was there (§2.5.1.1).
      if (state === NOT_PRESENT || state === ZERO) this.#noteUnused(index, unit)
      else this.#places.remember(unit, this.#blockUnits, index)
      return
    }
    if (state === PARTIALLY_PRESENT) this.#notePartial(index)
    const { geometry } = this.#bat
    const { blockSize, virtualDiskSize } = geometry
    const left = virtualDiskSize - blockOfIndex(geometry, index) * blockSize
    const needed = Math.min(blockSize, left)
    this.#places.place({ index, isPayload: true, unit, units: this.#blockUnits, needed })
  }

  #visitBitmap(words: Uint32Array, first: number, index: number): void {
    const low = words[2 * (index - first)] ?? 0
    const unit = batFileOffsetMB(low, words[2 * (index - first) + 1] ?? 0)
    const state = batState(low)
    this.#bitmaps[state] = (this.#bitmaps[state] ?? 0) + 1
    if (low > 0 || unit > 0) this.#checkReserved(index, low)
    if (state === NOT_PRESENT) this.#noteUnused(index, unit)
    else if (state === SB_BLOCK_PRESENT) {
      if (!this.#isDifferencing) this.#report('bat.bitmap-without-parent', index, () => ({}))
      const needed = SECTOR_BITMAP_BLOCK_SIZE
      this.#places.place({ index, isPayload: false, unit, units: needed / MIB, needed })
    } else {
      this.#report('bat.bitmap-state', index, () => ({ state }))
      this.#places.remember(unit, SECTOR_BITMAP_BLOCK_SIZE / MIB, index)
    }
    if (state !== SB_BLOCK_PRESENT) this.#reportPartial(index)
    this.#partial = []
    this.#partialCount = 0
  }

  /** Entries [from, to) have no block of the disk to stand for. */
  #visitBeyond(words: Uint32Array, first: number, from: number, to: number): void {
    const end = to - first
    for (let entry = from - first; entry < end; entry++) {
      entry = endOfRun(words, entry, end, 0)
      if (entry >= end) return
      const [low = 0, high = 0] = words.subarray(2 * entry, 2 * entry + 2)
      this.#report('bat.entry-beyond-disk', first + entry, () => ({
        value: (BigInt(high) << 32n) | BigInt(low),
      }))
      this.#places.remember(batFileOffsetMB(low, high), this.#blockUnits, first + entry)
    }
  }

  #checkReserved(index: number, low: number): void {
    const value = batReserved(low)
    if (value !== 0) this.#report('bat.reserved-nonzero', index, () => ({ value }))
  }

  #noteUnused(index: number, offset: number): void {
    if (offset === 0) return
    if (this.#unused.blocks === 0) this.#unused = { blocks: 0, index, offset }
    this.#unused.blocks++
  }

  #notePartial(index: number): void {
    if (!this.#isDifferencing) this.#report('bat.partial-without-parent', index, () => ({}))
    else if (++this.#partialCount <= MAX_PER_RULE) this.#partial.push(index)
  }

  #reportPartial(bitmap: number): void {
    for (let i = 0; i < this.#partialCount; i++) {
      // Those that are not in the list are counted, and no more.
      this.#report('bat.partial-without-bitmap', this.#partial[i] ?? 0, () => ({ bitmap }))
    }
  }
}

function named<S extends string>(
  states: readonly S[],
  counts: Float64Array,
): Partial<Record<S, number>> {
  const named: Partial<Record<S, number>> = {}
  states.forEach((state, i) => {
    const count = counts[i] ?? 0
    if (count > 0 || !state.startsWith('reserved')) named[state] = count
  })
  return named
}
