/** The space of a file that nobody owns: no structure is there, and no block of the disk. */
import type { ByteRange, Run } from '../bytes/byte-source.ts'
import { endOf } from '../bytes/ranges.ts'
import type { Image } from '../image/image.ts'
import { chartImage } from './chart-file.ts'

export interface UnownedSpace {
  /** False where a part of the BAT or of the log is missing: then some of it may belong to something. */
  readonly isKnown: boolean
  /** In order, and none next to another. As many as there are pieces: a hostile file has one for each other MiB. */
  spaces(): Iterable<ByteRange>
}

/**
 * Where an entry of the BAT names a place and has no block there, nobody owns it either: what the guest has given
 * back. Reads the whole BAT. Progress in entries.
 */
export async function findUnowned(image: Image, run?: Run): Promise<UnownedSpace> {
  const { space, isKnown } = await chartImage(image, run)
  return {
    isKnown: isKnown && space.uncharted === 0,
    *spaces() {
      let last: ByteRange | undefined
      for (const { kind, offset, length } of space.extents(0, space.size)) {
        if (kind !== 'free' && kind !== 'remembered') continue
        if (last && endOf(last) === offset)
          last = { offset: last.offset, length: last.length + length }
        else {
          if (last) yield last
          last = { offset, length }
        }
      }
      if (last) yield last
    },
  }
}
