/** Long work in memory that lets others have their turn: nothing is read in it, so no cancel would be seen. */
import type { Run } from './byte-source.ts'

/** Bytes that are compared for what else is a piece. */
export const PIECE_BYTES = 256

/** How many pieces are done between two turns: a few milliseconds of them. */
const SHARE = 4096

/** `if (pace.isDue()) await pace.rest()`: a promise for each of millions of pieces would cost more than they do. */
export class Pace {
  readonly #run: Run | undefined
  #left = SHARE

  constructor(run: Run | undefined) {
    this.#run = run
  }

  /** Counts pieces, each about as much work as a descriptor; whether others are to have their turn. */
  isDue(pieces = 1): boolean {
    this.#left -= pieces
    return this.#left <= 0
  }

  /** Throws the signal's reason. */
  rest(): Promise<void> {
    this.#left = SHARE
    return takeTurn(this.#run)
  }
}

/** Between pieces that are long themselves. Throws the signal's reason. */
export async function takeTurn(run: Run | undefined): Promise<void> {
  await run?.pause?.()
  run?.signal?.throwIfAborted()
}
