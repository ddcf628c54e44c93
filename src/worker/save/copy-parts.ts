/**
 * The replayed copy as slices of the source, patches and runs of zeros: of any size, in no memory
 * (docs/decisions/0015).
 */
import type { ByteRange, Run } from '../../engine/bytes/byte-source.ts'
import { MIB, TIB } from '../../engine/format/layout.ts'
import type { Preview, PreviewExtent } from '../../engine/update/preview.ts'
import { CallError } from '../client.ts'
import { joinNear } from '../file/batches.ts'

/** Parts lie one behind the other and make the whole copy. */
export type CopyPart =
  | { readonly kind: 'bytes'; readonly offset: number; readonly blob: Blob }
  | { readonly kind: 'zeros'; readonly offset: number; readonly length: number }

/** A shorter run of zeros is written as bytes. */
const MIN_ZEROS = MIB
/** Patches near each other are one patch, up to this size. */
const MAX_PATCH = 4 * MIB
/** Patches are given to the browser, which may put them on the disk, before they are more than this. */
const MAX_HELD = 16 * MIB

/** Reads what is patched; progress counts these bytes. Throws a `CallError` of the source. */
export async function copyParts(
  file: Blob,
  result: Preview,
  run?: Run,
): Promise<readonly CopyPart[]> {
  const builder = new PartsBuilder(file)
  const patches = patchesOf(result)
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
  builder.keepUpTo(result.size)
  return builder.finish()
}

interface Patch extends ByteRange {
  readonly zeros: boolean
}

/** Long runs of zeros, and between them what is to be written as bytes. */
function patchesOf({ extents }: Preview): readonly Patch[] {
  const patches: Patch[] = []
  let near: PreviewExtent[] = []
  const join = (): void => {
    for (const range of joinNear(near, MAX_PATCH)) patches.push({ ...range, zeros: false })
    near = []
  }
  for (const extent of extents) {
    if (extent.step.content.kind === 'zeros' && extent.length >= MIN_ZEROS) {
      join()
      patches.push({ offset: extent.offset, length: extent.length, zeros: true })
    } else near.push(extent)
  }
  join()
  return patches
}

class PartsBuilder {
  readonly #file: Blob
  readonly #parts: CopyPart[] = []
  #open: (Blob | Uint8Array<ArrayBuffer>)[] = []
  #openOffset = 0
  #offset = 0
  #held = 0

  constructor(file: Blob) {
    this.#file = file
  }

  /** What is not patched: the file, and zeros behind its end. */
  keepUpTo(end: number): void {
    const fileEnd = Math.min(end, this.#file.size)
    if (fileEnd > this.#offset) {
      this.#open.push(this.#file.slice(this.#offset, fileEnd))
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
    this.#parts.push({ kind: 'bytes', offset: this.#openOffset, blob: new Blob(this.#open) })
    this.#open = []
    this.#held = 0
  }
}

/** Zeros of a Blob are made of blocks of this size, which take memory once. */
const ZERO_BLOCK = 64 * MIB
/** More would be too many blocks for the browser, and for any download. */
export const MAX_ZEROS_IN_BLOB = 16 * TIB

/** The parts as one Blob. Throws a `CallError` where there are too many zeros for that. */
export function blobOfParts(parts: readonly CopyPart[]): Blob {
  const longest = parts.reduce(
    (most, part) => (part.kind === 'zeros' ? Math.max(most, part.length) : most),
    0,
  )
  const zeros = parts.reduce((sum, part) => sum + (part.kind === 'zeros' ? part.length : 0), 0)
  if (zeros > MAX_ZEROS_IN_BLOB) {
    throw new CallError('no-space', 'The copy is too large for a download. Save it into a folder.')
  }
  const block = new Blob([new Uint8Array(Math.min(longest, ZERO_BLOCK))])
  return new Blob(
    parts.flatMap((part) => {
      if (part.kind === 'bytes') return [part.blob]
      const whole = Math.floor(part.length / ZERO_BLOCK)
      const blocks = Array.from({ length: whole }, () => block)
      return [...blocks, block.slice(0, part.length - whole * ZERO_BLOCK)]
    }),
  )
}
