/** The virtual disk as its user sees it. */
import { type DiskImage, mapDisk } from './map-disk.ts'

/**
 * Bytes of the virtual disk. What is in no file reads as zeros, as it does in QEMU; so do, here,
 * what is in the parent of a differencing disk and what cannot be read: `mapDisk` tells which. Throws
 * a `RangeError` outside of the disk.
 */
export async function readDisk(
  image: DiskImage,
  offset: number,
  length: number,
): Promise<Uint8Array> {
  const extents = await mapDisk(image, offset, length)
  const bytes = new Uint8Array(length)
  for (const { fileOffset, offset: at, length: part } of extents) {
    if (fileOffset !== undefined) {
      bytes.set(await image.source.read(fileOffset, part), at - offset)
    }
  }
  return bytes
}
