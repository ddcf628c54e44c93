/** Why a part of a disk cannot be had. */
import { formatBytes } from '../bytes/format.ts'

export const partitionPastEnd = (number: number): string =>
  `Partition ${number} reaches past the end of the disk.`

export const rangePastEnd = (size: number): string =>
  `The range reaches past the end of the disk, which has ${formatBytes(size)}.`
