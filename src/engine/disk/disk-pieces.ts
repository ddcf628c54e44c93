/** A part of a disk in pieces of one size, without those that are in no file: what whoever copies it reads. */
import { type ByteRange, type Run, readInto } from '../bytes/byte-source.ts'
import { clipRange, endOf } from '../bytes/ranges.ts'
import { MIB } from '../format/layout.ts'
import type { ChainExtent, Layers } from './map-chain.ts'
import { walkDisk } from './walk-disk.ts'

/**
 * Read at once, into the same memory: so much stays in the processor's cache until it is written, and
 * is given to the system without a thread between. Larger pieces take twice as long and more.
 */
export const PIECE = MIB

type FileExtent = Extract<ChainExtent, { from: 'file' }>

/** Offsets count from the beginning of the part, and are multiples of `PIECE`; the last piece may be shorter. */
export interface DiskPiece extends ByteRange {
  /** Those of it that are in files, at least one, in order. By their places on the disk. */
  readonly extents: readonly FileExtent[]
}

/** In order; between them there is nothing to read. */
export async function* diskPieces(
  layers: Layers,
  range: ByteRange,
  run?: Run,
): AsyncGenerator<DiskPiece> {
  let extents: FileExtent[] = []
  let index = 0
  const piece = (): DiskPiece => {
    const offset = index * PIECE
    return { offset, length: Math.min(PIECE, range.length - offset), extents }
  }
  for await (const extent of walkDisk(layers, range, { signal: run?.signal })) {
    if (extent.from !== 'file') continue
    const [start, end] = [extent.offset - range.offset, endOf(extent) - range.offset]
    for (let at = Math.floor(start / PIECE); at * PIECE < end; at++) {
      if (at !== index && extents.length > 0) {
        yield piece()
        run?.signal?.throwIfAborted()
        extents = []
      }
      index = at
      extents.push(clipped(extent, { offset: range.offset + at * PIECE, length: PIECE }))
    }
  }
  if (extents.length > 0) yield piece()
}

function clipped(extent: FileExtent, to: ByteRange): FileExtent {
  const range = clipRange(extent, to)
  return { ...extent, ...range, fileOffset: extent.fileOffset + range.offset - extent.offset }
}

/**
 * Reads a piece of `range` into `memory`, of at least `PIECE` bytes, and gives that of it which is filled. What of the
 * piece is in no file is zero. Throws what the sources throw.
 */
export async function readPiece(
  layers: Layers,
  { offset: start }: ByteRange,
  { offset, length, extents }: DiskPiece,
  memory: Uint8Array,
): Promise<Uint8Array> {
  const bytes = memory.subarray(0, length)
  if (extents.length > 1 || extents[0]?.length !== length) bytes.fill(0)
  for (const extent of extents) {
    const at = extent.offset - start - offset
    const target = bytes.subarray(at, at + extent.length)
    const source = layers[extent.layer]?.source
    if (source) await readInto(source, extent.fileOffset, target)
  }
  return bytes
}
