/** The files that make up a disk, as far as they are open. */
import type { Image } from '../image/image.ts'
import type { Layers } from './map-chain.ts'

/** The layers of an image that is open alone: its parent, where it has one, is not there. */
export const layersOf = (image: Image): Layers =>
  image.geometry?.kind === 'differencing' ? [image, undefined] : [image]

/** Bytes; 0 where the first layer has no block allocation table that can be read. */
export const diskSize = (layers: Layers): number => layers[0]?.bat?.geometry.virtualDiskSize ?? 0
