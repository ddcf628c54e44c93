/** Where the content of a guest's file is: on its disk, and in the files that the disk is made of. */
import type { ByteRange } from '../bytes/byte-source.ts'
import { type ChainExtent, type Layers, mapChain } from '../disk/map-chain.ts'
import type { FileExtent } from '../guest/guest-files.ts'
import type { VolumeFiles } from './volume-files.ts'

/** A part of a content, `offset` in it, all of which is in one place. */
export type ContentPlace = ByteRange &
  (
    | {
        /** On the disk, and where the disk has it: in a file, as zeros, or nowhere. */
        readonly from: 'disk'
        readonly diskOffset: number
        readonly place: ChainExtent
      }
    | Exclude<FileExtent, { readonly from: 'volume' }>
  )

/**
 * Extents of a content as `files.extents` gives them, in places: more of them, since blocks of the disk may lie apart.
 * In order, without gaps.
 */
export async function placesOfExtents(
  layers: Layers,
  { volume }: Pick<VolumeFiles, 'volume'>,
  extents: readonly FileExtent[],
): Promise<readonly ContentPlace[]> {
  const places: ContentPlace[] = []
  for (const extent of extents) {
    if (extent.from !== 'volume') {
      places.push(extent)
      continue
    }
    const start = volume.at.offset + extent.at
    for (const place of await mapChain(layers, start, extent.length)) {
      places.push({
        offset: extent.offset + place.offset - start,
        length: place.length,
        from: 'disk',
        diskOffset: place.offset,
        place,
      })
    }
  }
  return places
}

/** Whether these bytes can be had: nothing is in a lost block, a parent that is not open, or damaged. */
export const canBeRead = (place: ContentPlace): boolean =>
  place.from === 'disk'
    ? !['missing', 'unreadable', 'absent'].includes(place.place.from)
    : place.from !== 'unreadable'
