/** A planned skeleton as a stream: the container, and the gzip member around it. */
import type { Run } from '../bytes/byte-source.ts'
import { takeTurn } from '../bytes/pace.ts'
import { MIB } from '../format/layout.ts'
import { withFacts } from './gzip-frame.ts'
import { type Chunk, readBlocks, type SkeletonPlan } from './plan-skeleton.ts'
import { encodeChunkHeader, encodeSparseHeader } from './sparse-format.ts'

/** The platform’s gzip. */
export type Gzip = (pieces: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>

/** All bytes of the file to be written. Reads what is kept once more. Progress in blocks that are kept. */
export const skeletonBytes = (
  plan: SkeletonPlan,
  gzip: Gzip,
  run?: Run,
): AsyncIterable<Uint8Array> => withFacts(gzip(sparseImage(plan, run)), plan.facts)

/** Android’s sparse image, as simg2img restores it. */
export async function* sparseImage(
  plan: SkeletonPlan,
  run?: Run,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { blockSize, blocks, chunks } = plan
  yield encodeSparseHeader({ blockSize, blocks, chunks: chunks.length })
  const all = chunks.reduce((sum, { kind, count }) => sum + (kind === 'absent' ? 0 : count), 0)
  let done = 0
  for (const chunk of chunks) {
    const { kind, count, pattern } = chunk
    const length = kind === 'raw' ? count * blockSize : kind === 'fill' ? 4 : 0
    yield encodeChunkHeader({ kind, blocks: count, length })
    if (kind === 'fill') yield Uint8Array.from([0, 8, 16, 24], (shift) => pattern >>> shift)
    if (kind === 'raw') yield* rawBlocks(plan, chunk, run)
    if (kind !== 'absent') done += count
    run?.onProgress?.(done, all)
  }
}

async function* rawBlocks(
  { source, blockSize, facts }: SkeletonPlan,
  { first, count }: Chunk,
  run?: Run,
): AsyncGenerator<Uint8Array, void, undefined> {
  const step = Math.max(1, Math.floor(MIB / blockSize))
  for (let at = 0; at < count; at += step) {
    await takeTurn(run)
    const { masked } = facts
    yield await readBlocks({ source, blockSize, masked }, first + at, Math.min(step, count - at))
  }
}
