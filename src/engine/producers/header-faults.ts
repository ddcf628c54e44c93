/** What known faults of programs leave in the headers, §2.2.2. */
import { fieldRange } from '../bytes/struct.ts'
import { type Finding, finding } from '../findings/finding.ts'
import { HEADER_SIGNATURE, header } from '../format/header.ts'
import { countNonZero } from '../image/count-non-zero.ts'
import type { HeaderCopy, Headers } from '../image/headers/headers.ts'
import type { Image } from '../image/image.ts'
import { isOfDisk2vhd, isOfQemu } from './creator.ts'
import { repairHeaders } from './header-repair.ts'

/** `image` is the file as it is on disk: no replay reads a header that is not valid. */
export function headerFaults(
  image: Pick<Image, 'identity' | 'headers' | 'source'>,
): readonly Finding[] {
  const { identity, headers } = image
  return [
    ...cloudHypervisorDamage(image),
    ...inactiveWithoutSignature(headers),
    ...(isOfQemu(identity) ? headers.copies.flatMap(junkOf) : []),
    ...(isOfDisk2vhd(identity) ? twins(image) : []),
  ]
}

function cloudHypervisorDamage(image: Pick<Image, 'headers' | 'source'>): readonly Finding[] {
  const { headers, source } = image
  const repair = repairHeaders(headers, source.size)
  if (repair === undefined) return []
  const [first, second] = headers.copies
  const reserved = fieldRange(header, 'reserved', first.at.offset)
  const counts = [first, second].map(({ values }) =>
    countNonZero(values?.reserved ?? new Uint8Array()),
  )
  return [
    finding('producer.cloud-hypervisor-headers', reserved, {
      first: counts[0] ?? 0,
      second: counts[1] ?? 0,
      repairable: repair.bytes === undefined ? 0 : 1,
    }),
  ]
}

/** Only whoever wrote the header so can have made a checksum that matches it. */
function inactiveWithoutSignature({ copies, current }: Headers): readonly Finding[] {
  const other = copies.find((copy) => copy !== current)
  const [values, greater] = [other?.values, current?.values?.sequenceNumber]
  if (other === undefined || values === undefined || greater === undefined) return []
  const { sequenceNumber, signature } = values
  const { checksum, copy, at } = other
  if (signature === HEADER_SIGNATURE || checksum?.stored !== checksum?.computed) return []
  if (sequenceNumber + 1n !== greater) return []
  const where = fieldRange(header, 'signature', at.offset)
  return [finding('producer.qemu-inactive-header', where, { copy, sequenceNumber })]
}

function junkOf({ copy, at, valid, values }: HeaderCopy): readonly Finding[] {
  const count = valid && values !== undefined ? countNonZero(values.reserved) : 0
  const where = fieldRange(header, 'reserved', at.offset)
  return count > 0 ? [finding('producer.qemu-header-junk', where, { copy, count })] : []
}

function twins({ identity, headers }: Pick<Image, 'identity' | 'headers'>): readonly Finding[] {
  const sequenceNumber = headers.current?.values?.sequenceNumber
  if (headers.choice !== 'identical' || sequenceNumber === undefined) return []
  const creator = identity.values?.creator ?? ''
  return [finding('producer.disk2vhd-twin-headers', identity.at, { creator, sequenceNumber })]
}
