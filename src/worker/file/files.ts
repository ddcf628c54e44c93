/** Browser files as byte sources for the engine. */
import { type ByteRange, type ByteSource, checkRange } from '../../engine/bytes/byte-source.ts'
import { heldPieces } from '../../engine/bytes/held.ts'
import { MIB } from '../../engine/format/layout.ts'
import { fileChanged, readError, type Subject } from '../errors.ts'
import { type BytePage, MAX_PAGE_BYTES } from '../protocol/file.ts'

/** Larger reads are slower and cost memory in the browser's process. */
const MAX_READ = 16 * MIB

const isHandle = (input: Blob | FileSystemFileHandle): input is FileSystemFileHandle =>
  'getFile' in input

/** The file behind a handle as it is now. Throws a `CallError`. */
export async function fileOf(input: Blob | FileSystemFileHandle, subject: Subject): Promise<Blob> {
  if (!isHandle(input)) return input
  try {
    return await input.getFile()
  } catch (error) {
    throw readError(error, subject, false)
  }
}

/**
 * All bytes of `blob`, which is not large, or a `CallError`. `readBefore`: whether a read of the same
 * file has succeeded already.
 */
export async function readBlob(
  blob: Blob,
  subject: Subject,
  readBefore: boolean,
): Promise<Uint8Array> {
  let buffer: ArrayBuffer
  try {
    buffer = await blob.arrayBuffer()
  } catch (error) {
    throw readError(error, subject, readBefore)
  }
  // Firefox reads on to the new end of a file that has become shorter.
  if (buffer.byteLength !== blob.size) throw fileChanged(subject)
  return new Uint8Array(buffer)
}

/**
 * A file, or any Blob, as a byte source. Its reads throw a `CallError`. `known`: whether the same file
 * has been read already.
 */
export function blobSource(blob: Blob, subject: Subject, known = false): ByteSource {
  let readBefore = known
  return {
    size: blob.size,
    async read(offset, length) {
      checkRange(blob.size, offset, length)
      const bytes = length > MAX_READ ? new Uint8Array(length) : undefined
      for (let at = 0; bytes && at < length; at += MAX_READ) {
        const start = offset + at
        const piece = blob.slice(start, Math.min(start + MAX_READ, offset + length))
        bytes.set(await readBlob(piece, subject, readBefore), at)
        readBefore = true
      }
      if (bytes) return bytes
      const read = await readBlob(blob.slice(offset, offset + length), subject, readBefore)
      readBefore = true
      return read
    },
  }
}

/** Up to `MAX_PAGE_BYTES` of a range, as far as the source reaches. */
export async function readPage(source: ByteSource, range: ByteRange): Promise<Uint8Array> {
  const { offset, length } = pageOf(source, range)
  return source.read(offset, length)
}

const pageOf = ({ size }: ByteSource, { offset, length }: ByteRange): ByteRange => {
  const start = Math.min(offset, size)
  return { offset: start, length: Math.min(length, MAX_PAGE_BYTES, size - start) }
}

/** The same of a source of which parts may have been left out. */
export async function readBytePage(source: ByteSource, range: ByteRange): Promise<BytePage> {
  const { held } = source
  if (!held) return { bytes: await readPage(source, range), absent: [] }
  const page = pageOf(source, range)
  const bytes = new Uint8Array(page.length)
  const absent: ByteRange[] = []
  for (const { isHeld, offset, length } of heldPieces(held, page)) {
    if (isHeld) bytes.set(await source.read(offset, length), offset - page.offset)
    else absent.push({ offset, length })
  }
  return { bytes, absent }
}
