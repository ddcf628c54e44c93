/** A byte source that keeps account of what is read from it. */
import type { ByteRange, ByteSource } from '../engine/bytes/byte-source.ts'

export interface CountingSource extends ByteSource {
  /** Every read so far, in the order in which they were asked for. */
  readonly reads: readonly ByteRange[]
  /** How many bytes they have together. */
  readonly bytesRead: number
}

export function counting(source: ByteSource): CountingSource {
  const reads: ByteRange[] = []
  return {
    reads,
    get size() {
      return source.size
    },
    get bytesRead() {
      return reads.reduce((sum, { length }) => sum + length, 0)
    },
    read(offset, length) {
      reads.push({ offset, length })
      return source.read(offset, length)
    },
  }
}
