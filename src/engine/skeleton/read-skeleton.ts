/** A skeleton as a byte source: what it has can be read, what it has not throws. The file may be a hostile one. */
import {
  type ByteRange,
  type ByteSource,
  checkRange,
  type DataLook,
  type Run,
} from '../bytes/byte-source.ts'
import { isHeld, lookAt, requireHeld } from '../bytes/held.ts'
import { takeTurn } from '../bytes/pace.ts'
import { clipRange, endOf, firstEndingAfter, joinRanges, subtractRanges } from '../bytes/ranges.ts'
import { type Refused, refused } from '../bytes/refused.ts'
import { MIB } from '../format/layout.ts'
import { FACTS_END, readFacts } from './gzip-frame.ts'
import type { SkeletonFacts } from './skeleton-facts.ts'
import {
  CHUNK_HEADER_SIZE,
  type ChunkHeader,
  decodeChunkHeader,
  decodeSparseHeader,
  SPARSE_HEADER_SIZE,
  type SparseHeader,
} from './sparse-format.ts'

/** How much a skeleton holds. */
export interface SkeletonLimits {
  /** Bytes of blocks that are not of one pattern: what is kept in memory. */
  readonly content: number
  readonly chunks: number
}

/** The table of blocks of the greatest disk has 512 MiB. */
export const LIMITS: SkeletonLimits = { content: 640 * MIB, chunks: 2 ** 18 }

/** Takes pieces of a gzip member and gives those of what is in it. Rejects where it is none. */
export type Inflate = (pieces: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>

export type OpenedSkeleton =
  | { readonly ok: true; readonly source: ByteSource; readonly facts: SkeletonFacts }
  | Refused

/** Read at once. */
const PIECE = MIB

/**
 * Unpacks a skeleton into memory: as much as is really in it, within the limits. Passes on the file’s errors and
 * the abort. Progress in bytes of the file.
 */
export async function openSkeleton(
  file: ByteSource,
  inflate: Inflate,
  run?: Run,
  limits = LIMITS,
): Promise<OpenedSkeleton> {
  const decoded = readFacts(await file.read(0, Math.min(FACTS_END, file.size)))
  if (!decoded.ok) return decoded
  const { facts } = decoded
  let failed: { readonly error: unknown } | undefined
  async function* compressed(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for (let at = 0; at < file.size; at += PIECE) {
        await takeTurn(run)
        yield await file.read(at, Math.min(PIECE, file.size - at))
        run?.onProgress?.(Math.min(at + PIECE, file.size), file.size)
      }
    } catch (error) {
      failed = { error }
      throw error
    }
  }
  const unpacking = new Unpacking(facts, limits)
  try {
    for await (const piece of inflate(compressed())) {
      unpacking.take(piece)
      if (unpacking.refusal) break
    }
  } catch {
    if (failed) throw failed.error
    run?.signal?.throwIfAborted()
    return DAMAGED
  }
  return unpacking.finish()
}

const DAMAGED = refused('This skeleton is damaged: not all of it can be unpacked.')
const WRONG = refused(
  'This skeleton is damaged: its parts do not add up to the file that it tells of.',
)
const TOO_LARGE = refused('This skeleton holds more than the structures of any VHDX.')

/** Bytes of the file from one chunk, or a part of one. */
interface Held extends ByteRange {
  readonly content: Uint8Array | Pattern
}

/** Four bytes, again and again, from a multiple of four on. */
type Pattern = readonly [number, number, number, number]

/** Takes the unpacked container in pieces of any size. */
class Unpacking {
  readonly #facts: SkeletonFacts
  readonly #limits: SkeletonLimits
  readonly #held: Held[] = []
  /** Of a header, or a pattern, that is not whole yet. */
  #open = new Uint8Array()
  #header: SparseHeader | undefined
  #chunk: ChunkHeader | undefined
  /** Bytes of the chunk that are still to come. */
  #left = 0
  #page: { readonly bytes: Uint8Array; filled: number } | undefined
  #chunks = 0
  #blocks = 0
  #content = 0
  refusal: Refused | undefined

  constructor(facts: SkeletonFacts, limits: SkeletonLimits) {
    this.#facts = facts
    this.#limits = limits
  }

  take(piece: Uint8Array): void {
    for (let at = 0; at < piece.length && !this.refusal; ) {
      at += this.#chunk?.kind === 'raw' ? this.#fill(piece.subarray(at)) : this.#gather(piece, at)
    }
  }

  /** Gathers the next header or pattern; gives how many bytes it has taken. */
  #gather(piece: Uint8Array, at: number): number {
    const wanted = this.#wanted
    const part = piece.subarray(at, at + wanted - this.#open.length)
    const joined = new Uint8Array(this.#open.length + part.length)
    joined.set(this.#open)
    joined.set(part, this.#open.length)
    this.#open = joined
    if (joined.length === wanted) {
      this.#open = new Uint8Array()
      this.#next(joined)
    }
    return part.length
  }

  get #wanted(): number {
    if (!this.#header) return SPARSE_HEADER_SIZE
    return this.#chunk?.kind === 'fill' ? 4 : CHUNK_HEADER_SIZE
  }

  #next(bytes: Uint8Array): void {
    if (!this.#header) this.#begin(bytes)
    else if (this.#chunk?.kind === 'fill') {
      const [a = 0, b = 0, c = 0, d = 0] = bytes
      this.#hold(this.#chunk.blocks * this.#header.blockSize, [a, b, c, d])
      this.#endChunk(this.#chunk)
    } else this.#beginChunk(bytes, this.#header)
  }

  #begin(bytes: Uint8Array): void {
    const header = decodeSparseHeader(bytes)
    const size = header && header.blocks * header.blockSize
    const fits = size !== undefined && size >= this.#facts.size
    if (!header || !fits || size - this.#facts.size >= header.blockSize) this.refusal = WRONG
    else if (header.chunks > this.#limits.chunks) this.refusal = TOO_LARGE
    this.#header = header
  }

  #beginChunk(bytes: Uint8Array, { blockSize, blocks, chunks }: SparseHeader): void {
    const chunk = decodeChunkHeader(bytes, blockSize)
    if (!chunk || ++this.#chunks > chunks || this.#blocks + chunk.blocks > blocks) {
      this.refusal = WRONG
      return
    }
    if (chunk.kind === 'absent') this.#blocks += chunk.blocks
    else this.#chunk = chunk
    if (chunk.kind !== 'raw') return
    this.#content += chunk.length
    if (this.#content > this.#limits.content) this.refusal = TOO_LARGE
    this.#left = chunk.length
  }

  /** Takes memory for what has come, and not for what is announced. */
  #fill(piece: Uint8Array): number {
    this.#page ??= { bytes: new Uint8Array(Math.min(PIECE, this.#left)), filled: 0 }
    const { bytes, filled } = this.#page
    const part = piece.subarray(0, bytes.length - filled)
    bytes.set(part, filled)
    this.#page.filled += part.length
    if (this.#page.filled === bytes.length) {
      this.#page = undefined
      this.#left -= bytes.length
      this.#hold(bytes.length, bytes)
      if (this.#left === 0 && this.#chunk) this.#endChunk(this.#chunk)
    }
    return part.length
  }

  #hold(length: number, content: Held['content']): void {
    const last = this.#held.at(-1)
    const start = this.#blocks * (this.#header?.blockSize ?? 0)
    const offset = Math.max(start, last ? endOf(last) : 0)
    this.#held.push({ offset, length, content })
  }

  #endChunk({ blocks }: ChunkHeader): void {
    this.#blocks += blocks
    this.#chunk = undefined
  }

  finish(): OpenedSkeleton {
    if (this.refusal) return this.refusal
    const { blocks, chunks } = this.#header ?? { blocks: -1, chunks: -1 }
    if (this.#blocks !== blocks || this.#chunks !== chunks || this.#open.length > 0) return DAMAGED
    const facts = this.#facts
    const all = { offset: 0, length: facts.size }
    const there = joinRanges(
      this.#held.map((held) => clipRange(held, all)).filter(({ length }) => length > 0),
    )
    const held = there.flatMap((range) => subtractRanges(range, facts.masked))
    return { ok: true, facts, source: sourceOf(this.#held, held, facts) }
  }
}

function sourceOf(
  contents: readonly Held[],
  held: readonly ByteRange[],
  { size, looks }: SkeletonFacts,
): ByteSource {
  const noted = new Map<string, DataLook>(looks.map((each) => [keyOf(each), each.look]))
  const readInto = async (offset: number, target: Uint8Array): Promise<void> => {
    const range = { offset, length: target.length }
    checkRange(size, offset, target.length)
    requireHeld(held, range)
    for (let i = firstEndingAfter(contents, offset); i < contents.length; i++) {
      const each = contents[i]
      if (each === undefined || each.offset >= endOf(range)) return
      const { offset: from, length } = clipRange(each, range)
      const part = target.subarray(from - offset, from - offset + length)
      const at = from - each.offset
      if (each.content instanceof Uint8Array) part.set(each.content.subarray(at, at + length))
      else fill(part, each.content, at)
    }
  }
  const read = async (offset: number, length: number): Promise<Uint8Array> => {
    // Before memory is taken.
    checkRange(size, offset, length)
    requireHeld(held, { offset, length })
    const bytes = new Uint8Array(length)
    await readInto(offset, bytes)
    return bytes
  }
  return {
    size,
    held,
    read,
    readInto,
    async lookOf(range) {
      if (!isHeld({ held }, range)) return noted.get(keyOf(range))
      return lookAt(await read(range.offset, range.length))
    },
  }
}

const keyOf = ({ offset, length }: ByteRange): string => `${offset}+${length}`

function fill(target: Uint8Array, pattern: Pattern, from: number): void {
  const [first] = pattern
  if (pattern.every((byte) => byte === first)) target.fill(first)
  else for (let i = 0; i < target.length; i++) target[i] = pattern[(from + i) % 4] ?? 0
}
