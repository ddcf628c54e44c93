/** The validity of descriptors, §2.3.1.2 and §2.3.1.3, in bulk: a log may hold millions of them. */
import type { ByteRange } from '../bytes/byte-source.ts'
import { fieldRange } from '../bytes/struct.ts'
import type { FindingValues } from '../findings/finding.ts'
import type { RuleId } from '../findings/rules.ts'
import { DESCRIPTOR_SIZE, LOG_SECTOR_SIZE } from '../format/layout.ts'
import { dataDescriptor, descriptorOffset, zeroDescriptor } from '../format/log-entry.ts'
import { fromHalves, halvesAt, type SequenceHalves } from './sequence-halves.ts'
import { DATA_DESCRIPTOR_WORD, wordText, ZERO_WORD } from './signatures.ts'

/** Takes what breaks a rule, as bytes of the entry; `values` are made only where they are wanted. */
export type Report = (rule: RuleId, at: ByteRange, values: () => FindingValues) => void

const SIGNATURE = fieldRange(dataDescriptor, 'signature', 0)
const RESERVED = fieldRange(zeroDescriptor, 'reserved', 0)
const ZERO_LENGTH = fieldRange(zeroDescriptor, 'zeroLength', 0)
/** The same in both kinds of descriptor, as is SequenceNumber. */
const FILE_OFFSET = fieldRange(dataDescriptor, 'fileOffset', 0)
const SEQUENCE = fieldRange(dataDescriptor, 'sequenceNumber', 0)

const isUnaligned = (low: number): boolean => low % LOG_SECTOR_SIZE !== 0

/**
 * Where in the view each rule is first broken; -1 for one that holds. A hostile log breaks every rule
 * with each of millions of descriptors: a number is all that this may cost.
 */
interface Broken {
  signature: number
  sequence: number
  fileOffset: number
  zeroLength: number
  zeroLengthEmpty: number
  reserved: number
}

/** Descriptors [first, end) of an entry with SequenceNumber `sequence`; the first lies `at` bytes into `view`. */
export interface CheckedDescriptors {
  readonly view: DataView
  readonly at: number
  readonly first: number
  readonly end: number
  readonly sequence: SequenceHalves
}

/**
 * Reports each rule where the descriptors first break it. Gives how many of them are data descriptors, or
 * `undefined` where one is no descriptor at all: what stands behind it is not looked at.
 */
export function checkDescriptors(
  descriptors: CheckedDescriptors,
  report: Report,
): number | undefined {
  const { view, at, first, end, sequence } = descriptors
  const broken: Broken = {
    signature: -1,
    sequence: -1,
    fileOffset: -1,
    zeroLength: -1,
    zeroLengthEmpty: -1,
    reserved: -1,
  }
  let dataDescriptors = 0
  let sound = true
  for (let index = first, place = at; index < end; index++, place += DESCRIPTOR_SIZE) {
    const signature = view.getUint32(place + SIGNATURE.offset, true)
    if (signature === DATA_DESCRIPTOR_WORD) dataDescriptors++
    else if (signature !== ZERO_WORD) {
      broken.signature = place
      sound = false
      break
    }
    if (
      view.getUint32(place + SEQUENCE.offset, true) !== sequence.low ||
      view.getUint32(place + SEQUENCE.offset + 4, true) !== sequence.high
    ) {
      if (broken.sequence < 0) broken.sequence = place
      sound = false
    }
    if (isUnaligned(view.getUint32(place + FILE_OFFSET.offset, true))) {
      if (broken.fileOffset < 0) broken.fileOffset = place
      sound = false
    }
    if (signature === ZERO_WORD && !isSoundZero(view, place, broken)) sound = false
  }
  if (!sound) reportBroken(descriptors, broken, report)
  return broken.signature < 0 ? dataDescriptors : undefined
}

/** Takes down in `broken` what is wrong with the zero descriptor at `place`, if anything is. */
function isSoundZero(view: DataView, place: number, broken: Broken): boolean {
  const low = view.getUint32(place + ZERO_LENGTH.offset, true)
  const unaligned = isUnaligned(low)
  const empty = low === 0 && view.getUint32(place + ZERO_LENGTH.offset + 4, true) === 0
  const reserved = view.getUint32(place + RESERVED.offset, true) !== 0
  if (unaligned && broken.zeroLength < 0) broken.zeroLength = place
  if (empty && broken.zeroLengthEmpty < 0) broken.zeroLengthEmpty = place
  if (reserved && broken.reserved < 0) broken.reserved = place
  return !unaligned && !empty && !reserved
}

function reportBroken(
  { view, at, first, sequence }: CheckedDescriptors,
  broken: Broken,
  report: Report,
): void {
  const tell = (
    rule: RuleId,
    place: number,
    { offset, length }: ByteRange,
    values: (field: number) => FindingValues = () => ({}),
  ): void => {
    if (place < 0) return
    const index = first + (place - at) / DESCRIPTOR_SIZE
    const inEntry = { offset: descriptorOffset(index) + offset, length }
    report(rule, inEntry, () => ({ index, ...values(place + offset) }))
  }
  tell('log.descriptor-signature', broken.signature, SIGNATURE, (field) => ({
    found: wordText(view.getUint32(field, true)),
  }))
  tell('log.descriptor-sequence', broken.sequence, SEQUENCE, (field) => ({
    found: fromHalves(halvesAt(view, field)),
    expected: fromHalves(sequence),
  }))
  tell('log.descriptor-unaligned', broken.fileOffset, FILE_OFFSET, (field) => ({
    offset: view.getBigUint64(field, true),
  }))
  tell('log.zero-length-unaligned', broken.zeroLength, ZERO_LENGTH, (field) => ({
    length: view.getBigUint64(field, true),
  }))
  tell('log.zero-length-empty', broken.zeroLengthEmpty, ZERO_LENGTH)
  tell('log.descriptor-reserved-nonzero', broken.reserved, RESERVED, (field) => ({
    value: view.getUint32(field, true),
  }))
}
