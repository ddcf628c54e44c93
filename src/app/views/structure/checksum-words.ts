/** A checksum in words. */
import { formatHex } from '../../../engine/bytes/format.ts'
import type { Checksum } from '../../../engine/format/checksum.ts'

export function checksumWords(checksum: Checksum | undefined): string {
  if (!checksum) return 'not read'
  return checksum.stored === checksum.computed
    ? 'checksum matches'
    : `checksum is ${formatHex(checksum.stored, 8)}, must be ${formatHex(checksum.computed, 8)}`
}
