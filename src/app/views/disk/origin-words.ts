/** Where bytes of the virtual disk are from, and what they belong to, in words. */
import { formatBytes, formatCount, formatHex } from '../../../engine/bytes/format.ts'
import type { ChainExtent } from '../../../engine/disk/map-chain.ts'
import type { DiskShape } from './disk-goto.ts'

/** Behind the size of the bytes: "512 bytes from this file at 0x500000". */
export function originWords(extent: ChainExtent): string {
  switch (extent.from) {
    case 'file': {
      const place = `at ${formatHex(extent.fileOffset)}`
      return extent.layer === 0
        ? `from this file ${place}`
        : `from ${parentName(extent.layer)} ${place}`
    }
    case 'zero':
      return 'zero, in no file'
    case 'unmapped':
      return 'zero, unmapped: the guest has given them back'
    case 'missing':
      return `in ${parentName(extent.layer)}, which is not open: shown as zero`
    case 'absent':
      return extent.layer === 0
        ? 'in the file, but not in this skeleton'
        : `in ${parentName(extent.layer)}, but not in the skeleton of it`
    case 'unreadable':
      return 'cannot be read: the block is where no block can be; shown as zero'
  }
}

const parentName = (layer: number): string => (layer === 1 ? 'the parent' : `parent ${layer}`)

/** "LBA 2,048 · block 1 · partition 1 + 0 bytes". */
export function placeOnDisk(offset: number, disk: DiskShape): string {
  const around = disk.volumes.find(
    ({ partition: { at } }) => offset >= at.offset && offset < at.offset + at.length,
  )?.partition
  return [
    `LBA ${formatCount(Math.floor(offset / disk.sectorSize))}`,
    `block ${formatCount(Math.floor(offset / disk.blockSize))}`,
    ...(around
      ? [`partition ${around.number} + ${formatBytes(offset - around.at.offset)}`]
      : ['in no partition']),
  ].join(' · ')
}
