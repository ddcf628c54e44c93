/** Where a part of a content is, in words behind its size. */
import { formatBytes, formatHex } from '../../../../engine/bytes/format.ts'
import { totalLength } from '../../../../engine/bytes/ranges.ts'
import type { ContentPlace } from '../../../../engine/files/content-places.ts'

export function placeWords(place: ContentPlace): string {
  switch (place.from) {
    case 'zeros':
      return 'zero: a hole'
    case 'record':
      return 'in the record of the file'
    case 'compressed':
      return `made of ${formatBytes(totalLength(place.at))}, compressed`
    case 'unreadable':
      return `not readable, shown as zero: ${place.reason}`
    default:
      return diskWords(place.place)
  }
}

function diskWords(extent: Extract<ContentPlace, { from: 'disk' }>['place']): string {
  switch (extent.from) {
    case 'file':
      return extent.layer === 0
        ? `at ${formatHex(extent.fileOffset)} of this file`
        : `at ${formatHex(extent.fileOffset)} of parent ${extent.layer}`
    case 'zero':
      return 'zero, in no file'
    case 'unmapped':
      return 'zero, unmapped: the guest has given it back'
    case 'missing':
      return 'in a parent that is not open: shown as zero'
    case 'absent':
      return 'not in this skeleton'
    case 'unreadable':
      return 'in a block that cannot be read: shown as zero'
  }
}
