/** All that a failing power can leave of an update: its moments, and what may be lost in each of them. */
import type { ByteSource } from '../engine/bytes/byte-source.ts'
import { isZero } from '../engine/bytes/is-zero.ts'
import { MemoryFile } from '../engine/bytes/memory-file.ts'
import { endOf } from '../engine/bytes/ranges.ts'
import { type Preview, preview } from '../engine/update/preview.ts'
import type { Step, WriteStep } from '../engine/update/step.ts'

/** Between two barriers of an update, when all that has been written since the first may be lost. */
export interface Moment {
  /** How many steps are stable. */
  readonly done: number
  /** The file with these steps. */
  readonly stable: MemoryFile
  /** What is written since and changes something, in pieces that are kept or lost each by itself. */
  readonly pieces: readonly WriteStep[]
  /** What the file grows to. */
  readonly size: number
}

/**
 * The moments of an update. `pieceSize` divides 4 KiB: what a disk writes as one. A crash behind a step
 * that is not followed by a barrier leaves what a crash at the barrier can leave too, since all the
 * pieces behind the step may be lost.
 */
export async function momentsOf(
  source: ByteSource,
  steps: readonly Step[],
  pieceSize: number,
): Promise<readonly Moment[]> {
  const moments: Moment[] = []
  let stable = await copyOf(source)
  let done = 0
  while (done < steps.length) {
    const barrier = steps.findIndex(({ kind }, i) => i >= done && kind === 'flush')
    const end = barrier < 0 ? steps.length : barrier
    const view = preview(stable, steps.slice(done, end))
    const pieces = await piecesOf(stable, view, pieceSize)
    moments.push({ done, stable, pieces, size: view.size })
    stable = await copyOf(view)
    done = barrier < 0 ? steps.length : barrier + 1
  }
  return [...moments, { done, stable, pieces: [], size: stable.size }]
}

const copyOf = async (source: ByteSource): Promise<MemoryFile> =>
  new MemoryFile(await source.read(0, source.size))

async function piecesOf(
  stable: MemoryFile,
  view: Preview,
  pieceSize: number,
): Promise<readonly WriteStep[]> {
  const pieces: WriteStep[] = []
  for (const extent of view.extents) {
    for (let at = extent.offset; at < endOf(extent); ) {
      const end = Math.min(endOf(extent), at - (at % pieceSize) + pieceSize)
      const bytes = await view.read(at, end - at)
      const old = at < stable.size ? await stable.read(at, Math.min(end, stable.size) - at) : []
      const isNew =
        old.length < bytes.length ? !isZero(bytes) : Buffer.compare(bytes, Buffer.from(old)) !== 0
      if (isNew) pieces.push(writeOf(at, bytes))
      at = end
    }
  }
  return pieces
}

const writeOf = (offset: number, bytes: Uint8Array): WriteStep => ({
  kind: 'write',
  offset,
  content: { kind: 'bytes', bytes },
  cause: { kind: 'edit' },
})

/** The file as it is found. With `keepsSize` it has grown even where the bytes are lost. */
export const survivorOf = (
  { stable, pieces, size }: Moment,
  kept: readonly boolean[],
  keepsSize: boolean,
): Preview =>
  preview(stable, [
    ...pieces.filter((_, i) => kept[i]),
    ...(keepsSize ? [{ kind: 'extend', size, cause: { kind: 'edit' } } as const] : []),
  ])

/**
 * Which of `count` pieces are kept: every subset where there are at most `all`, else `samples` of
 * them: none, all, and those where one is lost, one is kept, a first part is kept or each by chance.
 */
export function subsetsOf(
  count: number,
  all: number,
  samples: number,
): readonly (readonly boolean[])[] {
  if (2 ** count <= all) {
    return Array.from({ length: 2 ** count }, (_, set) =>
      Array.from({ length: count }, (_, i) => ((set >> i) & 1) === 1),
    )
  }
  const random = randomOf(count)
  const piece = (): number => Math.floor(random() * count)
  const make = (choose: (i: number) => boolean): readonly boolean[] =>
    Array.from({ length: count }, (_, i) => choose(i))
  return Array.from({ length: samples }, (_, sample) => {
    const [one, part] = [piece(), random()]
    if (sample === 0) return make(() => false)
    if (sample === 1) return make(() => true)
    if (sample % 4 === 0) return make((i) => i === one)
    if (sample % 4 === 1) return make((i) => i !== one)
    if (sample % 4 === 2) return make((i) => i < one)
    return make(() => random() < part)
  })
}

/** Numbers from 0 to 1 that look random and are the same each time: a failure can be seen again. */
export function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
