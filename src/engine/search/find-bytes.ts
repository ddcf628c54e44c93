/** Looks for byte patterns in ranges of a source. */
import { type ByteRange, type ByteSource, type Run, readInto } from '../bytes/byte-source.ts'
import { heldPieces } from '../bytes/held.ts'
import { takeTurn } from '../bytes/pace.ts'
import { endOf, firstEndingAfter, joinRanges, overlaps, totalLength } from '../bytes/ranges.ts'
import type { BytePattern } from './pattern.ts'

/** A search that finds more is too wide to be of use, and ends. */
export const MAX_MATCHES = 100_000
/** Bytes read at once. */
const CHUNK = 1024 * 1024

export interface Match extends ByteRange {
  /** Index of the pattern that matched. */
  readonly pattern: number
}

export interface SearchResult {
  readonly count: number
  /** Bytes of the ranges that were searched. */
  readonly searchedBytes: number
  /** Bytes of the ranges that the source does not hold (a skeleton's). */
  readonly absentBytes: number
  /** Whether the search ended at the limit. */
  readonly isCut: boolean
}

export interface SearchOptions {
  /** In order of offset, disjoint. Matches that share a byte with one of them count. */
  readonly ranges: readonly ByteRange[]
  readonly patterns: readonly BytePattern[]
  /** Receives matches in order of offset, some at a time. */
  readonly onFound: (matches: readonly Match[]) => void
  readonly run?: Run | undefined
  readonly most?: number
}

/** Progress in bytes. Throws the signal's reason, and errors of the source. */
export async function findBytes(
  source: ByteSource,
  { ranges, patterns, onFound, run, most = MAX_MATCHES }: SearchOptions,
): Promise<SearchResult> {
  const searchers = patterns.map((pattern, index) => new Searcher(pattern, index))
  const longest = Math.max(...patterns.map(({ bytes }) => bytes.length))
  const memory = new Uint8Array(CHUNK + longest - 1)
  const places = widened(ranges, longest - 1, source.size)
  const total = totalLength(places)
  let [count, searchedBytes, absentBytes] = [0, 0, 0]
  for (const { offset, length, isHeld, end } of chunksOf(places, source.held)) {
    await takeTurn(run)
    if (isHeld) {
      const bytes = memory.subarray(0, Math.min(length + longest - 1, end - offset))
      await readInto(source, offset, bytes)
      const found = searchers
        .flatMap((searcher) => searcher.matches(bytes, length, offset))
        .filter((match) => touches(ranges, match))
        .sort((a, b) => a.offset - b.offset || a.pattern - b.pattern)
        .slice(0, most - count)
      count += found.length
      searchedBytes += length
      if (found.length > 0) onFound(found)
      if (count === most) return { count, searchedBytes, absentBytes, isCut: true }
    } else absentBytes += length
    run?.onProgress?.(searchedBytes + absentBytes, total)
  }
  return { count, searchedBytes, absentBytes, isCut: false }
}

interface Chunk extends ByteRange {
  readonly isHeld: boolean
  /** Where the bytes end that can be read in one piece with these. */
  readonly end: number
}

function* chunksOf(
  places: readonly ByteRange[],
  held: readonly ByteRange[] | undefined,
): Generator<Chunk> {
  for (const place of places) {
    for (const { isHeld, ...piece } of heldPieces(held, place)) {
      const [end, step] = [endOf(piece), isHeld ? CHUNK : piece.length]
      for (let offset = piece.offset; offset < end; offset += step) {
        yield { offset, length: Math.min(step, end - offset), isHeld, end }
      }
    }
  }
}

/** The ranges with `by` more bytes on both sides, as far as there are any. */
const widened = (ranges: readonly ByteRange[], by: number, size: number): readonly ByteRange[] =>
  joinRanges(
    ranges
      .filter(({ length }) => length > 0)
      .map((range) => {
        const offset = Math.max(0, range.offset - by)
        return { offset, length: Math.min(size, endOf(range) + by) - offset }
      }),
  )

function touches(ranges: readonly ByteRange[], match: ByteRange): boolean {
  const range = ranges[firstEndingAfter(ranges, match.offset)]
  return range !== undefined && overlaps(range, match)
}

/** One pattern: `indexOf` finds its rarest byte, then the other bytes are compared. */
class Searcher {
  readonly #pattern: BytePattern
  readonly #index: number
  /** Index of a byte without wildcards; -1 if every byte has one. */
  readonly #anchor: number

  constructor(pattern: BytePattern, index: number) {
    this.#pattern = pattern
    this.#index = index
    this.#anchor = anchorOf(pattern)
  }

  /** Those that begin in the first `length` bytes; `at` is the offset of the first byte. */
  matches(bytes: Uint8Array, length: number, at: number): Match[] {
    const { bytes: wanted, alignment } = this.#pattern
    const found: Match[] = []
    const last = Math.min(length, bytes.length - wanted.length + 1)
    for (let from = this.#next(bytes, 0); from < last; from = this.#next(bytes, from + 1)) {
      const offset = at + from
      if (offset % alignment !== 0 || !this.#isAt(bytes, from)) continue
      found.push({ offset, length: wanted.length, pattern: this.#index })
    }
    return found
  }

  /** The first place from `from` on where the anchor fits. */
  #next(bytes: Uint8Array, from: number): number {
    if (this.#anchor < 0) return from
    const found = bytes.indexOf(this.#pattern.bytes[this.#anchor] ?? 0, from + this.#anchor)
    return found < 0 ? bytes.length : found - this.#anchor
  }

  #isAt(bytes: Uint8Array, from: number): boolean {
    const { bytes: wanted, mask } = this.#pattern
    for (let i = 0; i < wanted.length; i++) {
      if (((bytes[from + i] ?? 0) & (mask[i] ?? 0)) !== wanted[i]) return false
    }
    return true
  }
}

/** Zeros and ones stand everywhere in a disk, so other bytes are better. */
function anchorOf({ bytes, mask }: BytePattern): number {
  const whole = [...bytes.keys()].filter((i) => mask[i] === 0xff)
  return whole.find((i) => bytes[i] !== 0 && bytes[i] !== 0xff) ?? whole[0] ?? -1
}
