/** Headers that cloud-hypervisor has written with rubbish behind their fields, made whole (§2.2.2). */
import { HEADER_SIZE } from '../format/layout.ts'
import { repairHeaders } from '../producers/header-repair.ts'
import { type SalvageWay, writeBytes } from './way.ts'

/** The fields are as they were: which header is current, and whether a log has to be replayed, is still said. */
export const headersRepaired: SalvageWay = async ({ inspected: { before } }) => {
  const found = repairHeaders(before.headers, before.source.size)
  if (!found) return { why: 'The headers do not have the fault of cloud-hypervisor.' }
  const { bytes, places } = found
  if (!bytes) return { why: 'Nothing would say which of the headers is current.' }
  return {
    steps: places.flatMap(({ offset }, i) =>
      writeBytes(offset, bytes.slice(i * HEADER_SIZE, (i + 1) * HEADER_SIZE)),
    ),
    losses: [],
  }
}
