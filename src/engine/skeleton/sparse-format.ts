/** Android's sparse image format, first revision: what libsparse writes and simg2img restores. */
import { KIB } from '../format/layout.ts'

export const SPARSE_MAGIC = 0xed26ff3a
export const SPARSE_HEADER_SIZE = 28
export const CHUNK_HEADER_SIZE = 12

/** raw: the blocks follow. fill: four bytes follow, of which they are made. absent: nobody says what is there. */
export type ChunkKind = 'raw' | 'fill' | 'absent'

const CHUNK_TYPES: Readonly<Record<ChunkKind, number>> = {
  raw: 0xcac1,
  fill: 0xcac2,
  absent: 0xcac3,
}

/** libsparse’s own choice, and the least that a block has here. */
const LEAST_BLOCK = 4 * KIB
/** Blocks are counted in 32 bits. */
const MAX_BLOCKS = 2 ** 32 - 1

/** Bytes of a block, a power of two, so that a file of `size` bytes has no more of them than can be counted. */
export function blockSizeFor(size: number): number {
  let blockSize = LEAST_BLOCK
  while (Math.ceil(size / blockSize) > MAX_BLOCKS) blockSize *= 2
  return blockSize
}

/** Bytes of blocks in one chunk: its own size has 32 bits, and others read it into memory. */
export const MAX_RAW_CHUNK = 2 ** 26

export interface SparseHeader {
  readonly blockSize: number
  readonly blocks: number
  readonly chunks: number
}

export function encodeSparseHeader({ blockSize, blocks, chunks }: SparseHeader): Uint8Array {
  const bytes = new Uint8Array(SPARSE_HEADER_SIZE)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, SPARSE_MAGIC, true)
  view.setUint16(4, 1, true)
  view.setUint16(8, SPARSE_HEADER_SIZE, true)
  view.setUint16(10, CHUNK_HEADER_SIZE, true)
  view.setUint32(12, blockSize, true)
  view.setUint32(16, blocks, true)
  view.setUint32(20, chunks, true)
  return bytes
}

/** `undefined` where it is another format, another revision of it, or one that no image has. */
export function decodeSparseHeader(bytes: Uint8Array): SparseHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, SPARSE_HEADER_SIZE)
  const isFirstRevision =
    view.getUint32(0, true) === SPARSE_MAGIC &&
    view.getUint16(4, true) === 1 &&
    view.getUint16(8, true) === SPARSE_HEADER_SIZE &&
    view.getUint16(10, true) === CHUNK_HEADER_SIZE
  const blockSize = view.getUint32(12, true)
  if (!isFirstRevision || blockSize === 0 || blockSize % 4 !== 0) return undefined
  return { blockSize, blocks: view.getUint32(16, true), chunks: view.getUint32(20, true) }
}

export interface ChunkHeader {
  readonly kind: ChunkKind
  readonly blocks: number
  /** What follows, in bytes. */
  readonly length: number
}

export function encodeChunkHeader({ kind, blocks, length }: ChunkHeader): Uint8Array {
  const bytes = new Uint8Array(CHUNK_HEADER_SIZE)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, CHUNK_TYPES[kind], true)
  view.setUint32(4, blocks, true)
  view.setUint32(8, CHUNK_HEADER_SIZE + length, true)
  return bytes
}

/** `undefined` where its kind is not known or its length is not that of its blocks. */
export function decodeChunkHeader(bytes: Uint8Array, blockSize: number): ChunkHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, CHUNK_HEADER_SIZE)
  const type = view.getUint16(0, true)
  const kind = (Object.keys(CHUNK_TYPES) as ChunkKind[]).find((each) => CHUNK_TYPES[each] === type)
  const blocks = view.getUint32(4, true)
  const length = view.getUint32(8, true) - CHUNK_HEADER_SIZE
  const lengths = { raw: blocks * blockSize, fill: 4, absent: 0 }
  return kind !== undefined && blocks > 0 && length === lengths[kind]
    ? { kind, blocks, length }
    : undefined
}
