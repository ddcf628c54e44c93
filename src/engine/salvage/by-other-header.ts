/** The other header counts, §2.2.2: where the current one leads nowhere, or a newer one is damaged. */
import { NIL_GUID } from '../bytes/guid.ts'
import { FORMAT_VERSION, type Header, LOG_VERSION } from '../format/header.ts'
import type { HeaderCopy } from '../image/headers/headers.ts'
import { findLogRegion } from '../image/log-region.ts'
import { planHeaderUpdate } from '../update/header-update.ts'
import { isClosedOff, type SalvageWay } from './way.ts'

export const byOtherHeader: SalvageWay = async ({ inspected, ids }) => {
  const { current, copies } = inspected.before.headers
  const other = copies.find(({ copy }) => copy !== current?.copy)
  if (!current?.values) return { why: 'Neither header is current.' }
  const { values: now } = current
  const values = other && believable(other, inspected.inspection.size)
  if (!other || !values) return { why: 'Of the other header too little is left.' }
  if (isSame(values, now)) return { why: 'Both headers say the same.' }
  if (other.valid && !isClosedOff(inspected)) {
    return { why: 'The current header leads to an image that can be opened.' }
  }
  if (!other.valid && values.sequenceNumber <= now.sequenceNumber) {
    return { why: 'The other header is damaged, and older than the current one.' }
  }
  // Greater than both, so that it is current when it is written.
  const sequenceNumber =
    values.sequenceNumber > now.sequenceNumber ? values.sequenceNumber : now.sequenceNumber
  const { steps } = planHeaderUpdate(
    { copy: other.copy, values: { ...values, sequenceNumber } },
    { fileWriteGuid: ids.fileWriteGuid },
  )
  return { steps, losses: lossesOf(other, values, now) }
}

/** What a header says that is whole, or of which only the checksum is wrong; `size` is that of the file. */
export function believable(copy: HeaderCopy, size: number): Header | undefined {
  const { values, signature } = copy
  if (!values || !signature) return undefined
  if (values.version !== FORMAT_VERSION || values.logVersion !== LOG_VERSION) return undefined
  return findLogRegion(copy, size).region ? values : undefined
}

const isSame = (a: Header, b: Header): boolean =>
  a.logGuid === b.logGuid &&
  a.logOffset === b.logOffset &&
  a.logLength === b.logLength &&
  a.dataWriteGuid === b.dataWriteGuid

function lossesOf(other: HeaderCopy, values: Header, now: Header) {
  const name = `Header ${other.copy}`
  const sentences = [
    other.valid
      ? `${name} is older than the current one: what was done after it was written is lost or torn.`
      : `The checksum of header ${other.copy} is wrong: what it says may be wrong as well.`,
    values.logGuid === NIL_GUID && now.logGuid !== NIL_GUID
      ? `${name} names no log: what only the log has is lost.`
      : undefined,
    values.dataWriteGuid === now.dataWriteGuid
      ? undefined
      : `Children of the disk know it by another DataWriteGuid than that of header ${other.copy}.`,
  ]
  return sentences.flatMap((sentence) => (sentence ? [{ sentence }] : []))
}
