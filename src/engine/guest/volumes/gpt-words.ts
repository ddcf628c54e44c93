/** How a GUID partition table does not fit the disk that it is on. */
import { formatBytes, formatHex } from '../../bytes/format.ts'
import type { TableProblem } from './partition.ts'

/** Places are bytes of the disk. */
export type GptMisfit =
  /** It counts in other sectors than the disk has. */
  | { readonly kind: 'sector-size'; readonly written: number; readonly disk: number }
  /** The second copy is at another place than the last sector of the disk. */
  | { readonly kind: 'second-elsewhere'; readonly second: bigint }
  /** The second copy should be where the disk has ended. */
  | {
      readonly kind: 'second-beyond'
      readonly second: bigint
      /** As large the disk was then. */
      readonly diskSize: bigint
    }

export function misfitWords(misfit: GptMisfit): TableProblem {
  switch (misfit.kind) {
    case 'sector-size':
      return `The GPT is written for sectors of ${formatBytes(misfit.written)}, but the disk has sectors of ${formatBytes(misfit.disk)}: no system will find it.`
    case 'second-elsewhere':
      return 'The second copy of the GPT is not in the last sector of the disk, as if the disk had grown since.'
    case 'second-beyond':
      return `The second copy of the GPT should be at ${formatHex(misfit.second)}, behind the end of the disk, as if the disk had been larger.`
  }
}
