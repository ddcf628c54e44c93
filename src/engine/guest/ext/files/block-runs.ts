/** Blocks of a content that lie one behind the other: where they are in the volume, or why they are nowhere. */
import type { ExtVolume } from './ext-volume.ts'

/** Numbers of blocks: `first` in the content, `place` in the volume. */
export type BlockRun = { readonly first: number; readonly count: number } & (
  | { readonly from: 'volume'; readonly place: number }
  /** Reserved, and never written: zeros, whatever is there. */
  | { readonly from: 'unwritten'; readonly place: number }
  | { readonly from: 'hole' }
  | { readonly from: 'unreadable'; readonly reason: string }
)

/** What is asked of the map of a content. */
export interface Walk {
  /** Blocks of the content, `end` is the first that is not asked for. */
  readonly from: number
  readonly end: number
  /** Is told each block of the volume that the map itself is in, and whether its checksum is right. */
  readonly onNode?: (block: number, isRight: boolean) => void
}

/** Contents have no block behind these. */
export const MAX_BLOCKS = 2 ** 32

const OUTSIDE = 'It lies outside of the file system.'

/** Runs of a walk: cut to what is asked for, joined, and cut at the end of the volume. */
export class RunList {
  readonly #ext: ExtVolume
  readonly #walk: Walk
  #runs: BlockRun[] = []

  constructor(ext: ExtVolume, walk: Walk) {
    this.#ext = ext
    this.#walk = walk
  }

  /** Takes all runs so far away. */
  take(): readonly BlockRun[] {
    const runs = this.#runs
    this.#runs = []
    return runs
  }

  add(run: BlockRun): void {
    const first = Math.max(run.first, this.#walk.from)
    const count = Math.min(run.first + run.count, this.#walk.end) - first
    if (count <= 0) return
    if (run.from === 'hole' || run.from === 'unreadable') {
      this.#push({ ...run, first, count })
      return
    }
    const { layout, endBlock } = this.#ext
    const place = run.place + first - run.first
    // Whatever is in front is boot code or a superblock. Each block counts by itself, wherever the walk began.
    const before = Math.max(0, Math.min(layout.firstBlock + 1 - place, count))
    const inside = Math.max(0, Math.min(endBlock - place, count) - before)
    this.#lose(first, before)
    if (inside > 0) {
      this.#push({ from: run.from, first: first + before, count: inside, place: place + before })
    }
    this.#lose(first + before + inside, count - before - inside)
  }

  #lose(first: number, count: number): void {
    if (count > 0) this.#push({ from: 'unreadable', first, count, reason: OUTSIDE })
  }

  #push(run: BlockRun): void {
    const last = this.#runs.at(-1)
    if (last && goesOn(last, run)) {
      this.#runs[this.#runs.length - 1] = { ...last, count: last.count + run.count }
    } else this.#runs.push(run)
  }
}

function goesOn(last: BlockRun, run: BlockRun): boolean {
  if (last.from !== run.from || last.first + last.count !== run.first) return false
  if (run.from === 'unreadable') return last.from === run.from && last.reason === run.reason
  return run.from === 'hole' || ('place' in last && last.place + last.count === run.place)
}

/** Block `block` of the volume, as a part of a map; `undefined` where it cannot be one. */
export async function readNode(ext: ExtVolume, block: number): Promise<Uint8Array | undefined> {
  const { blockSize, firstBlock } = ext.layout
  if (block <= firstBlock || block >= ext.endBlock) return undefined
  return ext.structures.read(block * blockSize, blockSize)
}
