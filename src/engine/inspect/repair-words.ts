/** Which repair a finding offers, where it belongs, and the commands that put it there. */
import type { ByteRange } from '../bytes/byte-source.ts'
import { formatBytes, formatHex } from '../bytes/format.ts'
import type { Finding } from '../findings/finding.ts'
import { HEADER_OFFSETS, HEADER_SIZE, LOG_SECTOR_SIZE } from '../format/layout.ts'

export interface RepairOffer {
  readonly part: 'headers' | 'BAT'
  /** The file that is saved. */
  readonly name: string
}

/** `undefined` where a finding offers none: it is about something else, or nothing is proven. */
export function repairOffer({ rule, values }: Finding): RepairOffer | undefined {
  if (rule === 'producer.cloud-hypervisor-headers' && values['repairable'] === 1) {
    return { part: 'headers', name: 'repaired-headers' }
  }
  if (rule === 'producer.qemu-shifted-bat' && Number(values['changes'] ?? 0) > 0) {
    return { part: 'BAT', name: 'repaired-bat' }
  }
  return undefined
}

export const HEADER_PLACES: readonly ByteRange[] = HEADER_OFFSETS.map((offset) => ({
  offset,
  length: HEADER_SIZE,
}))

/** Where the repaired table belongs. */
export const tablePlace = ({ values }: Finding): ByteRange => ({
  offset: Number(values['tableOffset']),
  length: Number(values['tableLength']),
})

/** One sentence: the first so many bytes belong at an offset, the next at another. */
export const placeWords = (places: readonly ByteRange[]): string =>
  places
    .map(({ offset, length }) => `${formatBytes(length)} at ${formatHex(offset)}`)
    .join(', then ')

/** One line of a POSIX shell for each place, in whole sectors. COPY is for the user to name. */
export function placeCommands(file: string, places: readonly ByteRange[]): readonly string[] {
  let skip = 0
  return places.map(({ offset, length }) => {
    const count = length / LOG_SECTOR_SIZE
    const from = places.length > 1 ? ` skip=${skip} count=${count}` : ''
    skip += count
    return `dd if=${file} of=COPY bs=${LOG_SECTOR_SIZE}${from} seek=${offset / LOG_SECTOR_SIZE} conv=notrunc`
  })
}
