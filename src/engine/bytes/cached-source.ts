/** A cache of aligned blocks in front of a slow byte source. */
import { type ByteSource, checkRange, readInto } from './byte-source.ts'

export interface CacheOptions {
  /** Bytes, a positive integer. */
  readonly blockSize: number
  /** How many blocks are kept: the least recently used one goes first. */
  readonly capacity: number
  /** A read of more blocks goes past the cache, which it would only empty. Default: `capacity`. */
  readonly longest?: number
}

/**
 * Reads through a cache. Missing blocks that lie side by side are fetched in one read; reads of a
 * block that is on its way wait for it; a failed fetch is forgotten, so that the next read tries
 * again. A long read, or one into memory of the caller's, goes straight to the source.
 * The source must not change while it is cached. One of which parts were left out is given back as it is:
 * what is beside the bytes that are asked for may not be there.
 */
export function cached(
  source: ByteSource,
  { blockSize, capacity, longest = capacity }: CacheOptions,
): ByteSource {
  if (source.held) return source
  /** In order of use, the latest last. */
  const blocks = new Map<number, Promise<Uint8Array>>()

  function use(index: number, block: Promise<Uint8Array>): void {
    blocks.delete(index)
    blocks.set(index, block)
  }

  /** Fetches blocks [first, end), none of which is here. */
  function fetchRun(first: number, end: number): void {
    const offset = first * blockSize
    const run = source.read(offset, Math.min(end * blockSize, source.size) - offset)
    for (let index = first; index < end; index++) {
      const at = (index - first) * blockSize
      // Copies: a view would keep the whole run in memory for as long as one of its blocks.
      const block = run.then((bytes) => bytes.slice(at, at + blockSize))
      use(index, block)
      block.catch(() => {
        if (blocks.get(index) === block) blocks.delete(index)
      })
    }
  }

  function need(first: number, last: number): Promise<Uint8Array>[] {
    let missing: number | undefined
    for (let index = first; index <= last; index++) {
      const block = blocks.get(index)
      if (block === undefined) {
        missing ??= index
      } else {
        if (missing !== undefined) fetchRun(missing, index)
        missing = undefined
        use(index, block)
      }
    }
    if (missing !== undefined) fetchRun(missing, last + 1)
    const needed: Promise<Uint8Array>[] = []
    for (let index = first; index <= last; index++) {
      const block = blocks.get(index)
      if (block !== undefined) needed.push(block)
    }
    return needed
  }

  function evict(): void {
    for (const index of blocks.keys()) {
      if (blocks.size <= capacity) return
      blocks.delete(index)
    }
  }

  return {
    get size() {
      return source.size
    },
    readInto: (offset, target) => readInto(source, offset, target),
    async read(offset, length) {
      checkRange(source.size, offset, length)
      if (length === 0) return new Uint8Array()
      const first = Math.floor(offset / blockSize)
      const last = Math.floor((offset + length - 1) / blockSize)
      if (last - first >= Math.min(longest, capacity)) return source.read(offset, length)
      const needed = need(first, last)
      evict()
      const result = new Uint8Array(length)
      let at = first * blockSize - offset
      for (const block of await Promise.all(needed)) {
        const from = Math.max(0, -at)
        result.set(block.subarray(from, from + length - Math.max(0, at)), Math.max(0, at))
        at += block.length
      }
      return result
    },
  }
}
