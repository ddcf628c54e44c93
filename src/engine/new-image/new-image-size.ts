/** How a new VHDX is laid out, and so how large it becomes. */
import { arrange } from '../compose/arrange.ts'
import type { ImageDescription } from '../compose/description.ts'

/** Of the disk of a new VHDX: what decides where things are in the file. */
export type NewGeometry = Pick<
  ImageDescription,
  'virtualDiskSize' | 'blockSize' | 'logicalSectorSize' | 'kind' | 'log'
>

/**
 * Bytes of a VHDX with `blocks` payload blocks: blocks lie one behind the other, without gaps, behind header section,
 * log, metadata and BAT. Throws a `RangeError` where no VHDX can be like that.
 */
export function newImageSize(geometry: NewGeometry, blocks: number): number {
  const { payload, geometry: made } = arrange(geometry)
  return payload + blocks * made.blockSize
}
