/** Random access to bytes: the interfaces that every file, cache, overlay and test double speaks. */

/** What long work checks between reads. Every `AbortSignal` is one. */
export interface Cancellation {
  readonly aborted: boolean
  throwIfAborted(): void
}

/** How a long operation reports and how it is stopped. `done` and `total` share one unit, bytes unless stated. */
export interface Run {
  readonly signal?: Cancellation | undefined
  readonly onProgress?: ((done: number, total: number) => void) | undefined
  /** Lets whatever else waits have its turn, a cancel above all: work in memory is without a pause. */
  readonly pause?: (() => Promise<void>) | undefined
}

/** Bytes [offset, offset + length) of a file. Both are integers from 0 to 2^53-1. */
export interface ByteRange {
  readonly offset: number
  readonly length: number
}

/** What bytes are like that nobody has to see: all zero, as random ones, or something else. */
export type DataLook = 'zeros' | 'random' | 'other'

/**
 * Random access to bytes of known size. `read` gives exactly `length` fresh bytes, which the caller
 * then owns, and throws a `RangeError` when the range is not inside the source; it is never short.
 */
export interface ByteSource {
  readonly size: number
  read(offset: number, length: number): Promise<Uint8Array>
  /** As `read`, where there is one: fills all of `target` and takes no memory. Keeps none of it. */
  readInto?(offset: number, target: Uint8Array): Promise<void>
  /**
   * Where not all bytes are there, those that are: disjoint, in order, none next to another. A read of any
   * other throws an `AbsentBytes` (see `held.ts`), whatever stands between the source and its reader.
   */
  readonly held?: readonly ByteRange[] | undefined
  /** What bytes are like, where that is known without them, or noted for who will not have them (see `lookOf`). */
  lookOf?(range: ByteRange): Promise<DataLook | undefined>
}

/** Fills all of `target`: whoever reads much, once, uses the same memory again and again. */
export async function readInto(
  source: ByteSource,
  offset: number,
  target: Uint8Array,
): Promise<void> {
  if (source.readInto) await source.readInto(offset, target)
  else target.set(await source.read(offset, target.length))
}

/** Offsets and sizes that no file can have (negative, fractions, above 2^53-1) are a `RangeError`. */
export interface ByteSink {
  /** Writes all bytes at `offset`; a write past the end extends the file, a gap reads as zero. */
  write(offset: number, bytes: Uint8Array): Promise<void>
  /** Sets the size: bytes beyond are dropped, new ones read as zero. */
  resize(size: number): Promise<void>
  /** Everything written before is stable when this resolves. */
  flush(): Promise<void>
}

export interface ByteFile extends ByteSource, ByteSink {}

/** A 64-bit value from the disk as a place in a file; `undefined` above 2^53-1, where no file can reach. */
export function position(value: bigint): number | undefined {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : undefined
}

/** Throws the `RangeError` that every byte source owes a read outside of it. */
export function checkRange(size: number, offset: number, length: number): void {
  const whole = Number.isSafeInteger(offset) && Number.isSafeInteger(length)
  if (!whole || offset < 0 || length < 0 || offset + length > size) {
    throw new RangeError(`cannot read [${offset}, ${offset + length}) of ${size} bytes`)
  }
}

/** Throws the `RangeError` that every sink owes a place or a size that no file can have. */
export function checkPlace(offset: number, length = 0): void {
  if (!Number.isSafeInteger(offset) || offset < 0 || !Number.isSafeInteger(offset + length)) {
    throw new RangeError(`no file has bytes [${offset}, ${offset + length})`)
  }
}
