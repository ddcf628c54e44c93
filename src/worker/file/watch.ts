/** Notices when bytes of a file are no longer what they were. */

import type { ByteRange, ByteSource, Run } from '../../engine/bytes/byte-source.ts'
import { crc32c } from '../../engine/bytes/hash/crc32c.ts'
import { MIB } from '../../engine/format/layout.ts'
import { CallError } from '../client.ts'
import { fileChanged, SOURCE } from '../errors.ts'
import { type Batch, batchesOf, forEachParallel, joinNear } from './batches.ts'
import { readBlob } from './files.ts'

/** What lies between is watched, too: the copy takes it from the file at another time than the rest. */
const MAX_JOINED = 4 * MIB

/** A batch and the CRC-32C that it had: it tells accidents from no change, not forgery. */
interface WatchedBatch extends Batch {
  readonly checksum: number
}

export interface Watch {
  /** Kept, since to put them together again would cost more than to read them. */
  readonly batches: readonly WatchedBatch[]
}

/** Remembers how the ranges read now. Throws a `CallError`. */
export async function watch(file: Blob, ranges: readonly ByteRange[]): Promise<Watch> {
  const sorted = joinNear(
    ranges.toSorted((a, b) => a.offset - b.offset),
    MAX_JOINED,
  )
  const batches: WatchedBatch[] = []
  // The headers by themselves: they are looked at more often than the rest.
  const all = [...batchesOf(file, sorted.slice(0, 1)), ...batchesOf(file, sorted.slice(1))]
  await forEachParallel(all, async (batch, i) => {
    batches[i] = { ...batch, checksum: crc32c(await readBlob(batch.blob, SOURCE, true)) }
  })
  return { batches }
}

/** Only the beginning of the file: the headers, which change whenever it is opened for writing (§2.2.2). */
export const headOf = ({ batches }: Watch): Watch => ({ batches: batches.slice(0, 1) })

type ReadBatch = (batch: Batch) => Promise<Uint8Array>

const readAgain: ReadBatch = ({ blob }) => readBlob(blob, SOURCE, true)

/** Reads batches from another source than the file that they were made of, at least as long. */
export const readFrom =
  (source: ByteSource): ReadBatch =>
  async ({ ranges, blob }) => {
    const bytes = new Uint8Array(blob.size)
    let at = 0
    for (const { offset, length } of ranges) {
      bytes.set(await source.read(offset, length), at)
      at += length
    }
    return bytes
  }

/** Whether any of them reads otherwise now. Progress in bytes. Throws a `CallError`. */
export async function hasChanged(
  { batches }: Watch,
  run?: Run,
  read: ReadBatch = readAgain,
): Promise<boolean> {
  const total = batches.reduce((sum, { blob }) => sum + blob.size, 0)
  let done = 0
  let changed = false
  try {
    await forEachParallel(batches, async (batch) => {
      run?.signal?.throwIfAborted()
      if (changed) return
      if (crc32c(await read(batch)) !== batch.checksum) changed = true
      done += batch.blob.size
      run?.onProgress?.(done, total)
    })
  } catch (error) {
    // Chromium does not read a file on that is not the one that was opened.
    if (error instanceof CallError && error.info.code === 'file-changed') return true
    throw error
  }
  return changed
}

/** Throws a `CallError` where `hasChanged`. */
export async function requireUnchanged(watch: Watch, run?: Run, read?: ReadBatch): Promise<void> {
  if (await hasChanged(watch, run, read)) throw fileChanged(SOURCE)
}
