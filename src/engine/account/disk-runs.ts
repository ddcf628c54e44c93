/** In how many pieces the disk lies in the file: its fragmentation. */

/** A run is a piece of the disk that is one piece of the file, too. Lengths in bytes, 0 where there is none. */
export interface DiskRuns {
  readonly count: number
  readonly longest: number
  /** Half of the runs are no longer than this. */
  readonly median: number
}

/**
 * Takes pieces in the order of the disk. Keeps how many runs have which length: blocks are so many that runs of
 * different lengths cannot be more than some ten thousand.
 */
export class RunTally {
  readonly #lengths = new Map<number, number>()
  #length = 0
  #diskEnd = 0
  #fileEnd = 0

  add(onDisk: number, inFile: number, length: number): void {
    if (this.#length === 0 || onDisk !== this.#diskEnd || inFile !== this.#fileEnd) this.#end()
    this.#length += length
    this.#diskEnd = onDisk + length
    this.#fileEnd = inFile + length
  }

  #end(): void {
    if (this.#length === 0) return
    this.#lengths.set(this.#length, (this.#lengths.get(this.#length) ?? 0) + 1)
    this.#length = 0
  }

  /** After the last piece. */
  finish(): DiskRuns {
    this.#end()
    const lengths = [...this.#lengths].sort(([a], [b]) => a - b)
    const count = lengths.reduce((sum, [, times]) => sum + times, 0)
    let [seen, median] = [0, 0]
    for (const [length, times] of lengths) {
      if (seen * 2 >= count) break
      seen += times
      median = length
    }
    return { count, longest: lengths.at(-1)?.[0] ?? 0, median }
  }
}
