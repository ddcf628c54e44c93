/** An update carried out in place: every step in order, with a barrier where the plan has one. */
import {
  type ByteFile,
  type ByteRange,
  type ByteSource,
  endOf,
  type Run,
} from '../bytes/byte-source.ts'
import { LOG_SECTOR_SIZE, MIB } from '../format/layout.ts'
import { restoreSector } from '../format/log-entry.ts'
import { type Content, type Step, type WriteStep, writeRange } from './step.ts'

/** How many zeros are written at once. */
const ZERO_PIECE = MIB

/**
 * Does to `file` what the steps say. An abort or an I/O error leaves it in the middle of the update:
 * a plan with barriers is made so that the next replay mends that. Progress is in bytes written,
 * those of zero runs included.
 */
export async function applyTo(file: ByteFile, steps: readonly Step[], run?: Run): Promise<void> {
  const total = steps.reduce((sum, step) => sum + bytesOf(step), 0)
  let done = 0
  for (const step of steps) {
    run?.signal?.throwIfAborted()
    switch (step.kind) {
      case 'write':
        await write(file, step, run)
        break
      case 'extend':
        if (step.size > file.size) await file.resize(step.size)
        break
      case 'flush':
        await file.flush()
        break
    }
    done += bytesOf(step)
    run?.onProgress?.(done, total)
  }
}

const bytesOf = (step: Step): number => (step.kind === 'write' ? writeRange(step).length : 0)

async function write(file: ByteFile, step: WriteStep, run: Run | undefined): Promise<void> {
  const { offset, content } = step
  if (content.kind === 'zeros') await writeZeros(file, writeRange(step), run)
  else await file.write(offset, await bytesToWrite(file, content))
}

async function bytesToWrite(
  source: ByteSource,
  content: Exclude<Content, { kind: 'zeros' }>,
): Promise<Uint8Array> {
  if (content.kind === 'bytes') return content.bytes
  return restoreSector(await source.read(content.at, LOG_SECTOR_SIZE), content)
}

/** What lies behind the end comes into being as zeros when the file is extended, however much it is. */
async function writeZeros(file: ByteFile, range: ByteRange, run: Run | undefined): Promise<void> {
  const end = endOf(range)
  const inside = Math.min(end, file.size)
  for (let at = range.offset; at < inside; at += ZERO_PIECE) {
    run?.signal?.throwIfAborted()
    await file.write(at, new Uint8Array(Math.min(ZERO_PIECE, inside - at)))
  }
  if (range.length > 0 && end > file.size) await file.resize(end)
}
