/** A byte source that remembers what was read of it. */
import type { ByteRange, ByteSource } from '../../src/engine/bytes/byte-source.ts'

export interface CountingSource extends ByteSource {
  readonly reads: readonly ByteRange[]
  readonly bytesRead: number
}

export function counting(source: ByteSource): CountingSource {
  const reads: ByteRange[] = []
  return {
    size: source.size,
    reads,
    get bytesRead() {
      return reads.reduce((sum, { length }) => sum + length, 0)
    },
    read: (offset, length) => {
      reads.push({ offset, length })
      return source.read(offset, length)
    },
  }
}
