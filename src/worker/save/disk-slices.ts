/** What is on the virtual disk as pieces of a new file: slices of the open file, bytes of parents, runs of zeros. */
import type { ByteRange, Run } from '../../engine/bytes/byte-source.ts'
import { endOf } from '../../engine/bytes/ranges.ts'
import type { Layers } from '../../engine/disk/map-chain.ts'
import { walkDisk } from '../../engine/disk/walk-disk.ts'
import type { Part } from '../../engine/extract/part.ts'
import { KIB, MIB } from '../../engine/format/layout.ts'
import type { State } from '../../engine/inspect/inspection.ts'
import { offsetInRaw } from '../../engine/new-image/raw-disk.ts'
import type { OpenFile } from '../file/open-file.ts'
import { copyParts } from './copy-parts.ts'
import type { Piece } from './join-pieces.ts'

/** Bytes of a parent that are in memory at once. */
const PARENT_PIECE = 8 * MIB

/** Bytes that are made for it and are worth a write of their own. */
const LARGE = 64 * KIB

type Slice = Extract<Part, { kind: 'slice' }>

/** The disk that is cut. */
export interface CutDisk {
  readonly open: OpenFile
  readonly layers: Layers
  readonly state: State
  /** The open file is a raw disk, and the first layer is made up for it. */
  readonly isRaw?: boolean | undefined
  /** Is told which bytes of the open file are in the pieces. */
  readonly onOwn?: ((range: ByteRange) => void) | undefined
  /** Is told of bytes that nobody can read, and are zeros: of parts, which say so. */
  readonly onUnreadable?: ((length: number) => void) | undefined
}

/** Those of a range of the disk, in order and without gaps. */
export async function* diskSlices(
  disk: CutDisk,
  range: ByteRange,
  run: Run,
): AsyncGenerator<Piece> {
  for await (const extent of walkDisk(disk.layers, range, { signal: run.signal })) {
    const { length } = extent
    if (extent.from !== 'file') yield { kind: 'zeros', length }
    else {
      const { layer, fileOffset: at } = extent
      yield* slicePieces(disk, { kind: 'slice', length, layer, at }, run)
    }
  }
}

/** Of parts that lie one behind the other, as those of a guest's file. */
export async function* partPieces(
  disk: CutDisk,
  parts: AsyncIterable<Part>,
  run: Run,
): AsyncGenerator<Piece> {
  for await (const part of parts) {
    const { length } = part
    if (part.kind === 'slice') yield* slicePieces(disk, part, run)
    else if (part.kind === 'bytes') {
      yield { kind: 'bytes', blob: blobOf(part.bytes), isHeld: length >= LARGE }
    } else {
      if (part.kind === 'unreadable') disk.onUnreadable?.(length)
      yield { kind: 'zeros', length }
    }
  }
}

async function* slicePieces(disk: CutDisk, slice: Slice, run: Run): AsyncGenerator<Piece> {
  if (slice.layer > 0) {
    yield* parentPieces(disk, slice)
    return
  }
  const at = { offset: placeOf(disk, slice), length: slice.length }
  disk.onOwn?.(at)
  yield* await ownPieces(disk, at, run)
}

async function* parentPieces(
  { layers }: CutDisk,
  { layer, at: start, length }: Slice,
): AsyncGenerator<Piece> {
  const source = layers[layer]?.source
  for (let at = 0; source && at < length; at += PARENT_PIECE) {
    const bytes = await source.read(start + at, Math.min(PARENT_PIECE, length - at))
    yield { kind: 'bytes', blob: blobOf(bytes), isHeld: true }
  }
}

/** In the open file. */
function placeOf({ layers, isRaw }: CutDisk, { at }: Slice): number {
  const [image] = layers
  return isRaw && image ? offsetInRaw(image, at) : at
}

/** Of the file in the state that is cut, no more than the range has. */
async function ownPieces(
  { open: { file, viewed }, state }: CutDisk,
  range: ByteRange,
  run: Run,
): Promise<readonly Piece[]> {
  if (state === 'before' || !viewed.update) {
    const own = [{ at: 0, length: range.length, from: range.offset }]
    return [{ kind: 'bytes', blob: file.slice(range.offset, endOf(range)), own, isHeld: false }]
  }
  const parts = await copyParts(file, viewed.update.result, { signal: run.signal }, range)
  return parts.map((part) => (part.kind === 'zeros' ? part : { ...part, isHeld: false }))
}

export const blobOf = (bytes: Uint8Array): Blob => new Blob([bytes as Uint8Array<ArrayBuffer>])
