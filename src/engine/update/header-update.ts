/** An update of both headers as steps, §2.2.2.1. */
import type { Guid } from '../bytes/guid.ts'
import { sealChecksum } from '../format/checksum.ts'
import { HEADER_SIGNATURE, type Header, header } from '../format/header.ts'
import { HEADER_OFFSETS, MAX_SEQUENCE_NUMBER } from '../format/layout.ts'
import type { Step } from './step.ts'

/** The header that is current, by its copy. */
export interface CurrentHeader {
  readonly copy: 1 | 2
  readonly values: Header
}

export interface HeaderChanges {
  readonly fileWriteGuid?: Guid
  readonly dataWriteGuid?: Guid
  readonly logGuid?: Guid
  readonly logVersion?: number
}

export interface HeaderUpdate {
  readonly steps: readonly Step[]
  /** What is current when all steps are done. */
  readonly current: CurrentHeader
}

/** What an update adds to the header's SequenceNumber: one for each copy. */
const NUMBERS_PER_UPDATE = 2n

/**
 * Writes the header that is not current, then the other one, with a flush after each: at any moment
 * one of them is whole and says either the old or the new. Both are made from the current one, with
 * reserved bytes zero.
 *
 * Where SequenceNumber would overflow 64 bits, of which MS-VHDX says nothing, it starts again at 1.
 * That is as safe: until the second write the old header is still the greater one and so current,
 * and while that one is being overwritten the first is the only valid one.
 */
export function planHeaderUpdate(current: CurrentHeader, changes: HeaderChanges): HeaderUpdate {
  const other = current.copy === 1 ? 2 : 1
  const { sequenceNumber } = current.values
  const hasRoom = sequenceNumber + NUMBERS_PER_UPDATE <= MAX_SEQUENCE_NUMBER
  const start = hasRoom ? current.values : { ...current.values, sequenceNumber: 0n }
  const first = successor(start, changes)
  const second = successor(first, {})
  return {
    steps: [...writeHeader(other, first), ...writeHeader(current.copy, second)],
    current: { copy: current.copy, values: second },
  }
}

const successor = (values: Header, changes: HeaderChanges): Header => ({
  ...values,
  ...changes,
  signature: HEADER_SIGNATURE,
  checksum: 0,
  sequenceNumber: values.sequenceNumber + 1n,
  reserved: new Uint8Array(),
})

function writeHeader(copy: 1 | 2, values: Header): readonly Step[] {
  const bytes = sealChecksum(header.encode(values))
  return [
    {
      kind: 'write',
      offset: HEADER_OFFSETS[copy === 1 ? 0 : 1],
      content: { kind: 'bytes', bytes },
      cause: { kind: 'header', copy },
    },
    { kind: 'flush' },
  ]
}
