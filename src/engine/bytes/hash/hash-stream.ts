/** The bytes of a file on their way into digests, all in one pass, with zeros that nobody has to read. */
import type { ByteRange, ByteSource, Run } from '../byte-source.ts'
import { endOf } from '../ranges.ts'
import { readAhead } from '../read-ahead.ts'
import { createDigest, type Digest } from './digest.ts'
import { HASH_ALGORITHMS, type Hash, type HashAlgorithm } from './hash-names.ts'

/** Digested in one go, in bytes: a few hundredths of a second. */
const PIECE = 2 * 1024 * 1024
/** Read in one go, in bytes; the next is read while this one is digested. */
const READ = 8 * 1024 * 1024

export interface HashRun extends Run {
  readonly pause: () => Promise<void>
  /** Default: the engine's own digests. */
  readonly digest?: ((algorithm: HashAlgorithm) => Promise<Digest>) | undefined
}

/** Takes bytes in order: each call must have ended before the next. Throws the signal's reason. */
export class HashStream {
  readonly #digests: ReadonlyMap<HashAlgorithm, Digest>
  readonly #total: number
  readonly #run: HashRun
  #zeros: Uint8Array | undefined
  #done = 0

  private constructor(digests: ReadonlyMap<HashAlgorithm, Digest>, total: number, run: HashRun) {
    this.#digests = digests
    this.#total = total
    this.#run = run
  }

  /** `total`: of what is to come, in bytes; progress counts zeros, too, which take as long as others. */
  static async start(
    algorithms: readonly HashAlgorithm[],
    total: number,
    run: HashRun,
  ): Promise<HashStream> {
    const make = run.digest ?? createDigest
    const digests = new Map<HashAlgorithm, Digest>()
    for (const algorithm of HASH_ALGORITHMS) {
      if (algorithms.includes(algorithm)) digests.set(algorithm, await make(algorithm))
    }
    return new HashStream(digests, total, run)
  }

  async add(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; at += PIECE) {
      const piece = bytes.subarray(at, at + PIECE)
      this.#run.signal?.throwIfAborted()
      for (const digest of this.#digests.values()) digest.update(piece)
      this.#done += piece.length
      this.#run.onProgress?.(this.#done, this.#total)
      await this.#run.pause()
    }
  }

  /** As many zeros, of whatever length, from one small buffer. */
  async addZeros(length: number): Promise<void> {
    this.#zeros ??= new Uint8Array(PIECE)
    for (let left = length; left > 0; left -= PIECE) {
      await this.add(left < PIECE ? this.#zeros.subarray(0, left) : this.#zeros)
    }
  }

  /** The whole source, or a range of it. Throws what its reads throw. */
  async addSource(source: ByteSource, range?: ByteRange): Promise<void> {
    const reads = piecesOf(range ?? { offset: 0, length: source.size })
    const read = ({ offset, length }: ByteRange) => source.read(offset, length)
    for await (const bytes of readAhead(reads, 1, read)) await this.add(bytes)
  }

  /** In the order of `HASH_ALGORITHMS`. Nothing can be added any more. */
  finish(): readonly Hash[] {
    return [...this.#digests].map(([algorithm, digest]) => ({ algorithm, hex: digest.hex() }))
  }

  /** Of a stream that was started with one algorithm. */
  finishOne(): Hash {
    const [hash] = this.finish()
    if (!hash) throw new RangeError('no digest was asked for')
    return hash
  }
}

function* piecesOf(range: ByteRange): Generator<ByteRange> {
  for (let offset = range.offset; offset < endOf(range); offset += READ) {
    yield { offset, length: Math.min(READ, endOf(range) - offset) }
  }
}
