/** An update carried out in place: what stands between two barriers is written, then made stable. */
import type { ByteFile, ByteRange, Run } from '../bytes/byte-source.ts'
import { isZero } from '../bytes/is-zero.ts'
import { endOf, totalLength } from '../bytes/ranges.ts'
import { MIB } from '../format/layout.ts'
import { type Preview, preview } from './preview.ts'
import type { Step } from './step.ts'

/** How much is written at once. */
const PIECE = MIB

/**
 * Does to `file` what the steps say. Between two barriers no order is promised to the disk, so each
 * byte is written once, with what its last writer says: what a preview shows. Zeros behind the end
 * come into being by extending the file, however many they are.
 * An abort or an I/O error leaves the file in the middle of the update: a plan with barriers is made
 * so that the next replay mends that. Progress is in bytes that are written, zero runs included.
 */
export async function applyTo(file: ByteFile, steps: readonly Step[], run?: Run): Promise<void> {
  const batches = batchesOf(steps).map(({ steps: batch, flush }) => ({
    view: preview(file, batch),
    flush,
  }))
  const total = batches.reduce((sum, { view }) => sum + bytesIn(view), 0)
  let done = 0
  for (const { view, flush } of batches) {
    const start = done
    await write(file, view, {
      signal: run?.signal,
      onProgress: (written) => run?.onProgress?.(start + written, total),
    })
    done += bytesIn(view)
    if (flush) await file.flush()
  }
}

const bytesIn = ({ extents }: Preview): number => totalLength(extents)

interface Batch {
  readonly steps: readonly Step[]
  /** Whether a barrier follows. */
  readonly flush: boolean
}

function batchesOf(steps: readonly Step[]): readonly Batch[] {
  const batches: Batch[] = []
  let open: Step[] = []
  for (const step of steps) {
    if (step.kind !== 'flush') open.push(step)
    else {
      batches.push({ steps: open, flush: true })
      open = []
    }
  }
  return open.length > 0 ? [...batches, { steps: open, flush: false }] : batches
}

async function write(file: ByteFile, view: Preview, run: Run): Promise<void> {
  let done = 0
  for (const { range, isHole } of runsOf(view, file.size)) {
    for (let at = range.offset; !isHole && at < endOf(range); at += PIECE) {
      run.signal?.throwIfAborted()
      const length = Math.min(PIECE, endOf(range) - at)
      const bytes = await view.read(at, length)
      // Zeros written into a hole of a sparse file would take room on the disk.
      const isThere =
        isZero(bytes) && at + length <= file.size && isZero(await file.read(at, length))
      if (!isThere) await file.write(at, bytes)
      run.onProgress?.(done + at + length - range.offset, 0)
    }
    done += range.length
  }
  if (view.size > file.size) await file.resize(view.size)
}

interface WrittenRun {
  readonly range: ByteRange
  /** Zeros behind the end of the file. */
  readonly isHole: boolean
}

/** The extents of an update, neighbours joined, zeros behind `size` apart. */
function* runsOf({ extents }: Preview, size: number): Generator<WrittenRun> {
  let open: ByteRange | undefined
  for (const { offset, length, step } of extents) {
    const inside =
      step.content.kind === 'zeros' ? Math.max(0, Math.min(length, size - offset)) : length
    if (open && endOf(open) !== offset) {
      yield { range: open, isHole: false }
      open = undefined
    }
    if (inside > 0) open = { offset: open?.offset ?? offset, length: (open?.length ?? 0) + inside }
    if (inside === length) continue
    if (open) yield { range: open, isHole: false }
    open = undefined
    yield { range: { offset: offset + inside, length: length - inside }, isHole: true }
  }
  if (open) yield { range: open, isHole: false }
}
