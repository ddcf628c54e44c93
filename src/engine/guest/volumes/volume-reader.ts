/** What a reader of a file system may read of it: a little, and nothing outside of the volume and the disk. */
import type { ByteRange, ByteSource } from '../../bytes/byte-source.ts'
import { endOf } from '../../bytes/ranges.ts'
import { Head } from './head.ts'

/** The longest that anybody has to read at once is the head of a volume. In bytes. */
const MAX_READ = 128 * 1024

export interface VolumeReader {
  /** Bytes from the beginning of the volume; `undefined` where it does not have them all. */
  read(at: number, length: number): Promise<Head | undefined>
}

export const volumeReader = (disk: ByteSource, volume: ByteRange): VolumeReader => ({
  async read(at, length) {
    const offset = volume.offset + at
    const end = Math.min(disk.size, endOf(volume))
    if (!Number.isSafeInteger(offset) || length > MAX_READ || offset + length > end)
      return undefined
    return new Head(await disk.read(offset, length))
  },
})
