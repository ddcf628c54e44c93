/** Small pieces of a new file joined into parts that are worth a write. */
import type { CopyPart, OwnSlice } from './copy-parts.ts'

/** What comes next in a new file. */
export type Piece =
  | {
      readonly kind: 'bytes'
      readonly blob: Blob
      readonly own?: readonly OwnSlice[] | undefined
      /** It is in memory until it is written: nothing is gained by waiting for more. */
      readonly isHeld: boolean
    }
  | { readonly kind: 'zeros'; readonly length: number }

/** A slice that is given to the browser at once has no more pieces than these. */
const MAX_PIECES = 256

/** Parts lie one behind the other, from offset 0 on. */
export async function* joinPieces(pieces: AsyncIterable<Piece>): AsyncGenerator<CopyPart> {
  let blobs: Blob[] = []
  let own: OwnSlice[] = []
  let start = 0
  let at = 0
  const take = (): CopyPart => {
    const part: CopyPart = { kind: 'bytes', offset: start, blob: new Blob(blobs), own }
    blobs = []
    own = []
    start = at
    return part
  }
  for await (const piece of pieces) {
    if (piece.kind === 'zeros') {
      if (blobs.length > 0) yield take()
      yield { kind: 'zeros', offset: at, length: piece.length }
      at += piece.length
      start = at
      continue
    }
    blobs.push(piece.blob)
    for (const slice of piece.own ?? []) own.push({ ...slice, at: slice.at + at - start })
    at += piece.blob.size
    if (piece.isHeld || blobs.length >= MAX_PIECES) yield take()
  }
  if (blobs.length > 0) yield take()
}
