/** A stream of bytes in parts: what is put together of files that are there, without a copy. */
import { type ByteRange, type Run, readInto } from '../bytes/byte-source.ts'
import type { Layers } from '../disk/map-chain.ts'
import { MIB } from '../format/layout.ts'

/** Parts lie one behind the other; their lengths are bytes, above 0. */
export type Part = { readonly length: number } & (
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** As it is in the source of a layer of the disk. */
  | { readonly kind: 'slice'; readonly layer: number; readonly at: number }
  | { readonly kind: 'zeros' }
  /** Nobody can say what is there; zeros in its place. `reason` is a sentence. */
  | { readonly kind: 'unreadable'; readonly reason: string }
)

/** Both as one part, where that can be. */
export function joined(a: Part, b: Part): Part | undefined {
  const length = a.length + b.length
  if (a.kind === 'zeros' && b.kind === 'zeros') return { kind: 'zeros', length }
  if (a.kind === 'slice' && b.kind === 'slice') {
    return a.layer === b.layer && a.at + a.length === b.at ? { ...a, length } : undefined
  }
  const isUnreadable = a.kind === 'unreadable' && b.kind === 'unreadable' && a.reason === b.reason
  return isUnreadable ? { ...a, length } : undefined
}

/** Bytes at a place of the stream. */
export interface Piece {
  readonly offset: number
  /** Not to be kept: the next piece is in the same memory. */
  readonly bytes: Uint8Array
}

/** Read at once: see `PIECE` of `disk/disk-pieces.ts`. In bytes. */
export const PIECE = MIB

/**
 * The parts in pieces of one size, the last one shorter; pieces in which nothing but zeros is are left out. Whoever
 * asks for the parts of many files gives `memory` of `PIECE` bytes, which is used for all of them.
 */
export async function* piecesOf(
  layers: Layers,
  parts: AsyncIterable<Part> | Iterable<Part>,
  run?: Run,
  memory: Uint8Array = new Uint8Array(PIECE),
): AsyncGenerator<Piece> {
  let at = 0
  /** Up to where the piece has its bytes; 0 as long as it has nothing but zeros. */
  let filled = 0
  const fillTo = (end: number): Uint8Array => {
    memory.fill(0, filled, end)
    return memory.subarray(0, end)
  }
  for await (const part of parts) {
    for (let done = 0; done < part.length; ) {
      const start = at % PIECE
      const length = Math.min(part.length - done, PIECE - start)
      if (part.kind === 'bytes' || part.kind === 'slice') {
        fillTo(start)
        filled = start + length
        await copyPart(layers, part, { offset: done, length }, memory.subarray(start, filled))
      }
      done += length
      at += length
      if (at % PIECE === 0) {
        if (filled > 0) yield { offset: at - PIECE, bytes: fillTo(PIECE) }
        filled = 0
        run?.signal?.throwIfAborted()
      }
      if (filled > 0 || part.kind === 'bytes' || part.kind === 'slice') continue
      // Over what is all zero nothing is to be done, however long it is.
      const whole = Math.floor((part.length - done) / PIECE) * PIECE
      done += whole
      at += whole
    }
  }
  const rest = at % PIECE
  if (filled > 0) yield { offset: at - rest, bytes: fillTo(rest) }
}

async function copyPart(
  layers: Layers,
  part: Extract<Part, { kind: 'bytes' | 'slice' }>,
  { offset, length }: ByteRange,
  target: Uint8Array,
): Promise<void> {
  if (part.kind === 'bytes') target.set(part.bytes.subarray(offset, offset + length))
  else {
    const source = layers[part.layer]?.source
    if (source) await readInto(source, part.at + offset, target)
  }
}
