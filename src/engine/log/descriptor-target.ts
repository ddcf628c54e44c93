/** What a descriptor writes, and where, §2.3.1.2 and §2.3.1.3: said once, for the replay and for all who look. */
import { type ByteRange, position } from '../bytes/byte-source.ts'
import { LOG_SECTOR_SIZE } from '../format/layout.ts'
import type { LogDescriptor } from './log.ts'

/** What is no descriptor writes nothing. */
export type WritingDescriptor = Exclude<LogDescriptor, { kind: 'unknown' }>

/** How many bytes it writes: a sector, or its ZeroLength, which may be 0 and anything else. */
export const lengthWritten = (descriptor: WritingDescriptor): bigint =>
  descriptor.kind === 'zero' ? descriptor.zeroLength : BigInt(LOG_SECTOR_SIZE)

/**
 * The bytes that it writes, none of them where its ZeroLength is 0; `undefined` for what is no descriptor
 * and where no file can have them.
 */
export function descriptorTarget(descriptor: LogDescriptor): ByteRange | undefined {
  if (descriptor.kind === 'unknown') return undefined
  const { fileOffset } = descriptor
  const [offset, end] = [position(fileOffset), position(fileOffset + lengthWritten(descriptor))]
  return offset === undefined || end === undefined ? undefined : { offset, length: end - offset }
}

/** The bytes that it writes where there are any. */
export function writtenRange(descriptor: LogDescriptor): ByteRange | undefined {
  const target = descriptorTarget(descriptor)
  return target?.length === 0 ? undefined : target
}
