/** Sources of which parts were left out: what is there, what is not, and what is known of that all the same. */
import type { ByteRange, ByteSource, DataLook } from './byte-source.ts'
import { formatBytes, formatHex } from './format.ts'
import { isZero } from './is-zero.ts'
import { looksRandom } from './looks-random.ts'
import { endOf, firstEndingAfter } from './ranges.ts'

/** A read of bytes that were left out. They are never given as zeros. */
export class AbsentBytes extends Error {
  readonly range: ByteRange

  constructor(range: ByteRange) {
    super(`${formatBytes(range.length)} at ${formatHex(range.offset)} are not in this skeleton.`)
    this.range = range
  }
}

/** A part of a range, all of which is there, or nothing. */
export interface HeldPiece extends ByteRange {
  readonly isHeld: boolean
}

/** The pieces of `range` in order, without gaps; `held` is disjoint and in order, `undefined` stands for everything. */
export function* heldPieces(
  held: readonly ByteRange[] | undefined,
  range: ByteRange,
): Generator<HeldPiece> {
  const end = endOf(range)
  if (held === undefined) {
    if (range.length > 0) yield { ...range, isHeld: true }
    return
  }
  let next = firstEndingAfter(held, range.offset)
  for (let at = range.offset; at < end; ) {
    const piece = held[next]
    const isHeld = piece !== undefined && piece.offset <= at
    const to = Math.min(end, piece === undefined ? end : isHeld ? endOf(piece) : piece.offset)
    yield { offset: at, length: to - at, isHeld }
    if (isHeld) next++
    at = to
  }
}

/** Whether all of a range can be read. */
export function isHeld({ held }: Pick<ByteSource, 'held'>, { offset, length }: ByteRange): boolean {
  if (held === undefined || length === 0) return true
  const piece = held[firstEndingAfter(held, offset)]
  return piece !== undefined && piece.offset <= offset && endOf(piece) >= offset + length
}

/** Throws an `AbsentBytes` where not all of a range is there. */
export function requireHeld(held: readonly ByteRange[], range: ByteRange): void {
  for (const { isHeld: isThere, ...piece } of heldPieces(held, range)) {
    if (!isThere) throw new AbsentBytes(piece)
  }
}

/** For `catch`: `otherwise` where bytes were left out; every other error goes on. */
export const whereAbsent =
  <T>(otherwise: T) =>
  (error: unknown): T => {
    if (error instanceof AbsentBytes) return otherwise
    throw error
  }

/** Of bytes that were read. */
export function lookAt(bytes: Uint8Array): DataLook {
  if (isZero(bytes)) return 'zeros'
  return looksRandom(bytes) ? 'random' : 'other'
}

/**
 * For whoever asks what bytes are like and not which they are. `undefined` where they were left out and
 * nobody has noted it.
 */
export async function lookOf(source: ByteSource, range: ByteRange): Promise<DataLook | undefined> {
  if (source.lookOf) return source.lookOf(range)
  return isHeld(source, range) ? lookAt(await source.read(range.offset, range.length)) : undefined
}

/** As `lookOf`, for who asks only whether all of them are zero, which is known sooner. */
export async function holdsZeros(
  source: ByteSource,
  range: ByteRange,
): Promise<boolean | undefined> {
  if (source.held || source.lookOf) {
    const look = await lookOf(source, range)
    return look && look === 'zeros'
  }
  return isZero(await source.read(range.offset, range.length))
}
