/** The log of a journal as a ring of blocks, and where each of them lies in the volume. */
import { firstIndex } from '../../../bytes/bisect.ts'
import type { ByteSource } from '../../../bytes/byte-source.ts'
import { cached } from '../../../bytes/cached-source.ts'
import { type Refused, refused } from '../../../bytes/refused.ts'
import { KIB } from '../../../format/layout.ts'
import type { BlockRun } from '../files/block-runs.ts'
import { blockRuns } from '../files/content.ts'
import type { ExtVolume } from '../files/ext-volume.ts'
import type { Inode } from '../files/inode.ts'

/** A journal in more pieces than these was made to be one. */
const MOST_RUNS = 100_000
/** A log is read from its beginning to its end. */
const CACHE = { blockSize: 256 * KIB, capacity: 8 }

export interface JournalLog {
  readonly ok: true
  /** Blocks of the journal's content. */
  readonly blocks: number
  readonly blockSize: number
  /** Where block `index` of the journal is in the volume, in bytes; `undefined` where it is nowhere. */
  placeOf(index: number): number | undefined
  /** `undefined` where it is nowhere. */
  read(index: number): Promise<Uint8Array | undefined>
}

/** `inode` is that of the journal. */
export async function openLog(ext: ExtVolume, inode: Inode): Promise<JournalLog | Refused> {
  const { blockSize } = ext.layout
  const blocks = Number(inode.size / BigInt(blockSize))
  const runs: BlockRun[] = []
  for await (const some of blockRuns(ext, inode, { from: 0, end: Math.min(blocks, 2 ** 32) })) {
    runs.push(...some)
    if (runs.length > MOST_RUNS) return refused('Its journal is in more pieces than any is.')
  }
  const source: ByteSource = cached(ext.volume, CACHE)
  const placeOf = (index: number): number | undefined => {
    const next = firstIndex(runs.length, (i) => (runs[i]?.first ?? 0) > index)
    const run = runs[next - 1]
    const isThere = run?.from === 'volume' && index < run.first + run.count
    return isThere ? (run.place + index - run.first) * blockSize : undefined
  }
  return {
    ok: true,
    blocks,
    blockSize,
    placeOf,
    async read(index) {
      const at = placeOf(index)
      return at === undefined ? undefined : source.read(at, blockSize)
    },
  }
}
