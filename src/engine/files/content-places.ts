/** Where the content of a guest's file is: on its disk, and in the files that the disk is made of. */
import type { ByteRange, Run } from '../bytes/byte-source.ts'
import { type ChainExtent, type Layers, mapChain } from '../disk/map-chain.ts'
import { walkDisk } from '../disk/walk-disk.ts'
import type { FileExtent, NodeId } from '../guest/guest-files.ts'
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

export interface ContentWish {
  readonly node: NodeId
  readonly stream?: string | undefined
  /** Where to begin, in the content. */
  readonly from: number
}

/**
 * The places of a content one by one, in memory that does not grow with it: what goes on in one place is one. In order,
 * without gaps, to the end of the content.
 */
export async function* walkPlaces(
  layers: Layers,
  { volume, files }: Pick<VolumeFiles, 'volume' | 'files'>,
  { node, stream, from }: ContentWish,
  run?: Run,
): AsyncGenerator<ContentPlace> {
  for await (const extents of files.extents(node, stream)) {
    run?.signal?.throwIfAborted()
    for (const extent of extents) {
      const skipped = Math.max(0, from - extent.offset)
      if (skipped >= extent.length) continue
      if (extent.from !== 'volume') {
        yield extent
        continue
      }
      const start = volume.at.offset + extent.at
      const range = { offset: start + skipped, length: extent.length - skipped }
      for await (const place of walkDisk(layers, range, run && { signal: run.signal })) {
        yield {
          offset: extent.offset + place.offset - start,
          length: place.length,
          from: 'disk',
          diskOffset: place.offset,
          place,
        }
      }
    }
  }
}

/** Whether these bytes can be had: nothing is in a lost block, a parent that is not open, or damaged. */
export const canBeRead = (place: ContentPlace): boolean =>
  place.from === 'disk'
    ? !['missing', 'unreadable', 'absent'].includes(place.place.from)
    : place.from !== 'unreadable'
