/**
 * The replayed copy as slices of the source, patches and runs of zeros: of any size, in no memory
 * (docs/decisions/0015).
 */
import type { ByteRange, Run } from '../../engine/bytes/byte-source.ts'
import { endOf, firstEndingAfter } from '../../engine/bytes/ranges.ts'
import { LOG_SECTOR_SIZE, MIB, TIB } from '../../engine/format/layout.ts'
import type { Preview } from '../../engine/update/preview.ts'
import { CallError } from '../client.ts'
import { joinNear } from '../file/batches.ts'
import { zeroPieces } from './zero-pieces.ts'

/** Parts lie one behind the other and make the whole copy. */
export type CopyPart =
  | {
      readonly kind: 'bytes'
      readonly offset: number
      readonly blob: Blob
      /** What of it is the open file's, in order; of the rest nobody else has the bytes. */
      readonly own?: readonly OwnSlice[]
    }
  | { readonly kind: 'zeros'; readonly offset: number; readonly length: number }

/** `length` bytes at `at` of a part that are the open file's from `from` on. */
export interface OwnSlice {
  readonly at: number
  readonly length: number
  readonly from: number
}

/** A shorter run of zeros is a piece of the bytes around it: to cut the copy there would cost more. */
const MIN_ZEROS = MIB
/** Zeros up to this size may be read as bytes with what is beside them, as a data sector would be. */
const MAX_READ_ZEROS = LOG_SECTOR_SIZE
/** Patches near each other are one patch, up to this size. */
const MAX_PATCH = 4 * MIB
/** Patches are given to the browser, which may put them on the disk, before they are more than this. */
const MAX_HELD = 16 * MIB

/**
 * The parts of `range` of the copy, by default all of it. Reads what is patched there, which progress
 * counts. Throws a `CallError` of the source.
 */
export async function copyParts(
  file: Blob,
  result: Preview,
  run?: Run,
  range: ByteRange = { offset: 0, length: result.size },
): Promise<readonly CopyPart[]> {
  const builder = new PartsBuilder(file, range.offset)
  const patches = patchesOf(result, range)
  const total = patches.reduce((sum, { zeros, length }) => sum + (zeros ? 0 : length), 0)
  let done = 0
  for (const patch of patches) {
    run?.signal?.throwIfAborted()
    builder.keepUpTo(patch.offset)
    if (patch.zeros) {
      builder.addZeros(patch.length)
      continue
    }
    builder.addBytes(await result.read(patch.offset, patch.length))
    done += patch.length
    run?.onProgress?.(done, total)
  }
  builder.keepUpTo(endOf(range))
  return builder.finish()
}

interface Patch extends ByteRange {
  readonly zeros: boolean
}

/** Runs of zeros, and between them what is to be written as bytes. */
function patchesOf({ extents }: Preview, range: ByteRange): readonly Patch[] {
  const patches: Patch[] = []
  let near: ByteRange[] = []
  const join = (): void => {
    for (const joined of joinNear(near, MAX_PATCH)) patches.push({ ...joined, zeros: false })
    near = []
  }
  for (let i = firstEndingAfter(extents, range.offset); i < extents.length; i++) {
    const extent = extents[i]
    if (extent === undefined || extent.offset >= endOf(range)) break
    const offset = Math.max(extent.offset, range.offset)
    const length = Math.min(endOf(extent), endOf(range)) - offset
    if (extent.step.content.kind === 'zeros' && length > MAX_READ_ZEROS) {
      join()
      patches.push({ offset, length, zeros: true })
    } else near.push({ offset, length })
  }
  join()
  return patches
}

class PartsBuilder {
  readonly #file: Blob
  readonly #parts: CopyPart[] = []
  #open: (Blob | Uint8Array<ArrayBuffer>)[] = []
  #own: OwnSlice[] = []
  #openOffset: number
  #offset: number
  #held = 0

  constructor(file: Blob, start: number) {
    this.#file = file
    this.#openOffset = start
    this.#offset = start
  }

  /** What is not patched: the file, and zeros behind its end. */
  keepUpTo(end: number): void {
    const fileEnd = Math.min(end, this.#file.size)
    if (fileEnd > this.#offset) {
      this.#open.push(this.#file.slice(this.#offset, fileEnd))
      const [from, at] = [this.#offset, this.#offset - this.#openOffset]
      this.#own.push({ at, length: fileEnd - from, from })
      this.#offset = fileEnd
    }
    if (end > this.#offset) this.addZeros(end - this.#offset)
  }

  addBytes(bytes: Uint8Array): void {
    this.#open.push(bytes as Uint8Array<ArrayBuffer>)
    this.#offset += bytes.length
    this.#held += bytes.length
    if (this.#held >= MAX_HELD) this.#hold()
  }

  addZeros(length: number): void {
    if (length < MIN_ZEROS) {
      this.#open.push(...zeroPieces(length))
      this.#offset += length
      return
    }
    this.#close()
    this.#parts.push({ kind: 'zeros', offset: this.#offset, length })
    this.#offset += length
    this.#openOffset = this.#offset
  }

  finish(): readonly CopyPart[] {
    this.#close()
    return this.#parts
  }

  /** Turns the patches so far into a Blob, which is the browser's to keep. */
  #hold(): void {
    this.#open = [new Blob(this.#open)]
    this.#held = 0
  }

  #close(): void {
    if (this.#open.length === 0) return
    const blob = new Blob(this.#open)
    this.#parts.push({ kind: 'bytes', offset: this.#openOffset, blob, own: this.#own })
    this.#open = []
    this.#own = []
    this.#held = 0
  }
}

/** More would be too many pieces for the browser, and for any download. */
export const MAX_ZEROS_IN_BLOB = 16 * TIB

/** The parts as one Blob. Throws a `CallError` where there are too many zeros for that. */
export function blobOfParts(parts: readonly CopyPart[]): Blob {
  const zeros = parts.reduce((sum, part) => sum + (part.kind === 'zeros' ? part.length : 0), 0)
  if (zeros > MAX_ZEROS_IN_BLOB) {
    throw new CallError('no-space', 'The copy is too large for a download. Save it into a folder.')
  }
  return new Blob(
    parts.flatMap((part) => (part.kind === 'bytes' ? [part.blob] : zeroPieces(part.length))),
  )
}
