/**
 * Writes a copy into a new file, in the browser's way: into a swap file that takes the target's place
 * when it is closed, so that a copy is there as a whole or not at all (docs/decisions/0015).
 */

import type { HashStream } from '../../engine/bytes/hash/hash-stream.ts'
import { endOf } from '../../engine/bytes/ranges.ts'
import { MIB } from '../../engine/format/layout.ts'
import { SOURCE, writeError } from '../errors.ts'
import { blobSource } from '../file/files.ts'
import type { CopyPart } from './copy-parts.ts'

/**
 * How much is given to the browser at once. It copies slices of a file by itself, never through our
 * memory. Larger pieces are faster, by a third from 16 to 64 MiB and a fifth to 256, but a write
 * cannot be followed or stopped in between: so each should take about half a second.
 */
const FIRST_PIECE = 64 * MIB
const MIN_PIECE = 16 * MIB
const MAX_PIECE = 256 * MIB
/** Milliseconds. */
const TOO_SHORT = 400
const TOO_LONG = 1000

function nextPiece(piece: number, took: number): number {
  if (took < TOO_SHORT) return Math.min(piece * 2, MAX_PIECE)
  return took > TOO_LONG ? Math.max(piece / 2, MIN_PIECE) : piece
}

export interface WriteRun {
  /** Of the copy, in bytes. */
  readonly size: number
  readonly signal: AbortSignal
  /** Is given all that is written, from the same slices and while the browser copies them. */
  readonly hash?: HashStream | undefined
  onProgress(done: number, total: number): void
  /** Called once when all is written and nothing is final yet; what it throws stops the save. */
  beforeClose(): Promise<void>
  onFinish(): void
}

/** Throws a `CallError`, or the signal's reason; `target` is then as it was. */
export async function writeParts(
  target: FileSystemFileHandle,
  parts: Iterable<CopyPart> | AsyncIterable<CopyPart>,
  { size, signal, hash, onProgress, beforeClose, onFinish }: WriteRun,
): Promise<void> {
  const writable = await openWritable(target)
  try {
    for await (const part of parts) {
      await writePart(writable, part, { signal, hash, onDone: (done) => onProgress(done, size) })
    }
    await beforeClose()
    signal.throwIfAborted()
    onFinish()
    await closeWritable(writable)
  } catch (error) {
    await writable.abort().catch(() => {})
    throw error
  }
  signal.throwIfAborted()
}

/** Browsers that know no modes ignore them. */
const EXCLUSIVE = { mode: 'exclusive' } as FileSystemCreateWritableOptions

async function openWritable(target: FileSystemFileHandle): Promise<FileSystemWritableFileStream> {
  try {
    return await target.createWritable(EXCLUSIVE)
  } catch (error) {
    throw writeError(error)
  }
}

async function writePart(
  writable: FileSystemWritableFileStream,
  part: CopyPart,
  { signal, hash, onDone }: Pick<WriteRun, 'signal' | 'hash'> & { onDone(done: number): void },
): Promise<void> {
  try {
    if (part.kind === 'zeros') {
      signal.throwIfAborted()
      // A new file is zero where nothing is written, and most file systems keep no bytes for that.
      await writable.truncate(endOf(part))
      onDone(endOf(part))
      await hash?.addZeros(part.length)
      return
    }
    for (let start = 0, piece = FIRST_PIECE; start < part.blob.size; ) {
      signal.throwIfAborted()
      const end = Math.min(start + piece, part.blob.size)
      const data = part.blob.slice(start, end)
      const began = performance.now()
      await Promise.all([
        writable.write({ type: 'write', position: part.offset + start, data }),
        hash?.addSource(blobSource(data, SOURCE, true)),
      ])
      piece = nextPiece(piece, performance.now() - began)
      start = end
      onDone(part.offset + end)
    }
  } catch (error) {
    signal.throwIfAborted()
    throw writeError(error)
  }
}

async function closeWritable(writable: FileSystemWritableFileStream): Promise<void> {
  try {
    await writable.close()
  } catch (error) {
    throw writeError(error)
  }
}
