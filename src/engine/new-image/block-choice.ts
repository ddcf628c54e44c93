/** What is made of each block of a new dynamic image: a byte a block, so 64 MiB for the largest disk. */
import type { ByteRange } from '../bytes/byte-source.ts'
import { endOf } from '../bytes/ranges.ts'

/**
 * data: it is written. dropped: it is in the source, and in space that the guest's file systems call free.
 * zero: something says zeros, or what is in the source is nothing but zeros. unmapped: the guest has given
 * all of it back. undefined: nothing of it was ever written.
 */
export const BLOCK_FATES = ['data', 'dropped', 'zero', 'unmapped', 'undefined'] as const
export type BlockFate = (typeof BLOCK_FATES)[number]

/** What was found in a block. None of them: it is undefined from its first byte to its last. */
const UNDEFINED = 1
const UNMAPPED = 2
const ZEROS = 4
const STORED = 8
const DATA = 16
const DROPPED = 32

/** A part of a disk, cut into the blocks of the new image. */
export interface Cut {
  /** On the disk of the source. */
  readonly range: ByteRange
  /** Bytes. */
  readonly blockSize: number
}

/** Where block `block` is on the source's disk; the last one may be shorter. */
export function rangeOfBlock({ range, blockSize }: Cut, block: number): ByteRange {
  const offset = range.offset + block * blockSize
  return { offset, length: Math.min(blockSize, endOf(range) - offset) }
}

export class BlockChoice implements Cut {
  readonly range: ByteRange
  readonly blockSize: number
  readonly #found: Uint8Array

  constructor({ range, blockSize }: Cut) {
    this.range = range
    this.blockSize = blockSize
    this.#found = new Uint8Array(Math.ceil(range.length / blockSize))
  }

  /** How many blocks there are. */
  get count(): number {
    return this.#found.length
  }

  /** Notes what the source has at `extent`, of which nothing has to be read. */
  note(extent: ByteRange, what: 'undefined' | 'unmapped' | 'zero'): void {
    const bit = what === 'undefined' ? UNDEFINED : what === 'unmapped' ? UNMAPPED : ZEROS
    const start = (extent.offset - this.range.offset) / this.blockSize
    const isLast = endOf(extent) === endOf(this.range)
    const end = isLast ? this.count : start + extent.length / this.blockSize
    const [firstWhole, endWhole] = [Math.ceil(start), Math.floor(end)]
    // Whole blocks are of this extent alone; they are as good as undefined already.
    if (bit !== UNDEFINED && firstWhole < endWhole) this.#found.fill(bit, firstWhole, endWhole)
    if (start < firstWhole) this.#mark(firstWhole - 1, bit)
    if (endWhole < end && endWhole >= firstWhole) this.#mark(endWhole, bit)
  }

  /** Some of it is in a file of the source, data or not. */
  noteStored(block: number): void {
    this.#mark(block, STORED)
  }

  noteData(block: number): void {
    this.#mark(block, DATA)
  }

  noteDropped(block: number): void {
    this.#mark(block, DROPPED)
  }

  fateOf(block: number): BlockFate {
    const found = this.#found[block] ?? 0
    if (found & DROPPED) return 'dropped'
    if (found & DATA) return 'data'
    if (found & (ZEROS | STORED)) return 'zero'
    return found === UNMAPPED ? 'unmapped' : 'undefined'
  }

  isData(block: number): boolean {
    return ((this.#found[block] ?? 0) & (DATA | DROPPED)) === DATA
  }

  /** Whether the source has a place for it, or for some of it. */
  isStored(block: number): boolean {
    return ((this.#found[block] ?? 0) & STORED) !== 0
  }

  /** The first block from `from` on, before `to`, of which something is known; `to` where there is none. */
  firstKnown(from: number, to: number): number {
    let block = from
    while (block < to && this.#found[block] === 0) block++
    return block
  }

  /** How many blocks have each fate. */
  counts(): Readonly<Record<BlockFate, number>> {
    const counts = { data: 0, dropped: 0, zero: 0, unmapped: 0, undefined: 0 }
    for (let block = 0; block < this.count; block++) counts[this.fateOf(block)]++
    return counts
  }

  /** The blocks of one fate as runs on the source's disk, in order. */
  *runsOf(fate: BlockFate): Generator<ByteRange> {
    for (let block = 0; block < this.count; ) {
      const first = block
      while (block < this.count && this.fateOf(block) === fate) block++
      if (block > first) {
        const { offset } = rangeOfBlock(this, first)
        yield { offset, length: endOf(rangeOfBlock(this, block - 1)) - offset }
      } else block++
    }
  }

  #mark(block: number, bit: number): void {
    const found = this.#found[block]
    if (found !== undefined) this.#found[block] = found | bit
  }
}
