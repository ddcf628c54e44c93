/** The validity of descriptors, §2.3.1.2 and §2.3.1.3, in bulk: a log may hold millions of them. */
import type { ByteRange } from '../bytes/byte-source.ts'
import { fieldRange } from '../bytes/struct.ts'
import type { FindingValues } from '../findings/finding.ts'
import type { RuleId } from '../findings/rules.ts'
import { DESCRIPTOR_SIZE, LOG_SECTOR_SIZE } from '../format/layout.ts'
import { dataDescriptor, descriptorOffset, zeroDescriptor } from '../format/log-entry.ts'
import { fromHalves, type SequenceHalves } from './sequence-halves.ts'
import { DATA_DESCRIPTOR_WORD, wordText, ZERO_WORD } from './signatures.ts'

/** Takes what breaks a rule, as bytes of the entry; `values` are made only where they are wanted. */
export type Report = (rule: RuleId, at: ByteRange, values: () => FindingValues) => void

const SIGNATURE = fieldRange(dataDescriptor, 'signature', 0)
const RESERVED = fieldRange(zeroDescriptor, 'reserved', 0)
const ZERO_LENGTH = fieldRange(zeroDescriptor, 'zeroLength', 0)
/** The same in both kinds of descriptor, as is SequenceNumber. */
const FILE_OFFSET = fieldRange(dataDescriptor, 'fileOffset', 0)
const SEQUENCE = fieldRange(dataDescriptor, 'sequenceNumber', 0)

/** A field of a descriptor as bytes of its entry. */
const inEntry = (index: number, { offset, length }: ByteRange): ByteRange => ({
  offset: descriptorOffset(index) + offset,
  length,
})

const isUnaligned = (low: number): boolean => low % LOG_SECTOR_SIZE !== 0

/**
 * Checks descriptors [first, end) of an entry, of which the first lies `at` bytes into `view`. Gives
 * how many of them are data descriptors, or `undefined` where one is no descriptor at all: what
 * stands behind it is not looked at.
 */
export function checkDescriptors(
  view: DataView,
  at: number,
  first: number,
  end: number,
  sequence: SequenceHalves,
  report: Report,
): number | undefined {
  let dataDescriptors = 0
  for (let index = first, place = at; index < end; index++, place += DESCRIPTOR_SIZE) {
    const signature = view.getUint32(place + SIGNATURE.offset, true)
    if (signature === DATA_DESCRIPTOR_WORD) dataDescriptors++
    else if (signature !== ZERO_WORD) {
      const found = wordText(signature)
      report('log.descriptor-signature', inEntry(index, SIGNATURE), () => ({ index, found }))
      return undefined
    }
    const low = view.getUint32(place + SEQUENCE.offset, true)
    const high = view.getUint32(place + SEQUENCE.offset + 4, true)
    if (low !== sequence.low || high !== sequence.high) {
      report('log.descriptor-sequence', inEntry(index, SEQUENCE), () => ({
        index,
        found: fromHalves({ high, low }),
        expected: fromHalves(sequence),
      }))
    }
    if (isUnaligned(view.getUint32(place + FILE_OFFSET.offset, true))) {
      report('log.descriptor-unaligned', inEntry(index, FILE_OFFSET), () => ({
        index,
        offset: view.getBigUint64(place + FILE_OFFSET.offset, true),
      }))
    }
    if (signature === ZERO_WORD) checkZero(view, place, index, report)
  }
  return dataDescriptors
}

function checkZero(view: DataView, place: number, index: number, report: Report): void {
  const low = view.getUint32(place + ZERO_LENGTH.offset, true)
  if (isUnaligned(low)) {
    report('log.zero-length-unaligned', inEntry(index, ZERO_LENGTH), () => ({
      index,
      length: view.getBigUint64(place + ZERO_LENGTH.offset, true),
    }))
  } else if (low === 0 && view.getUint32(place + ZERO_LENGTH.offset + 4, true) === 0) {
    report('log.zero-length-empty', inEntry(index, ZERO_LENGTH), () => ({ index }))
  }
  const reserved = view.getUint32(place + RESERVED.offset, true)
  if (reserved !== 0) {
    report('log.descriptor-reserved-nonzero', inEntry(index, RESERVED), () => ({
      index,
      value: reserved,
    }))
  }
}
