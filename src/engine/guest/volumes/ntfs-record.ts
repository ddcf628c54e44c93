/** Records of NTFS's table of files ($MFT), and of all else that it guards: whole or not, and their attributes. */
import { Head } from './head.ts'

/** In place of the ends of pieces of so many bytes stands a guard, whatever the sectors are. */
const PIECE = 512
const LAST_ATTRIBUTE = 0xffff_ffff
const RESIDENT_HEADER = 24

/** Where an attribute lies in its record, and what all attributes say. */
export interface NtfsAttribute {
  readonly type: number
  readonly at: number
  readonly length: number
  readonly isResident: boolean
  readonly hasName: boolean
  /** That its content is compressed, encrypted or sparse. */
  readonly flags: number
}

/** What records begin with: of the table of files, of a directory’s names, of the log’s restart area. */
export type NtfsSign = 'FILE' | 'INDX' | 'RSTR'

/**
 * The bytes of what begins with `sign`, with those that its guards stand for; `undefined` where it was not written as a
 * whole.
 */
export function withoutGuards(written: Head, sign: NtfsSign): Head | undefined {
  const bytes = written.copy()
  return removeGuards(bytes, sign) ? new Head(bytes) : undefined
}

/** As `withoutGuards`, in place; where it is false, some of the guards may be gone. */
export function removeGuards(bytes: Uint8Array, sign: NtfsSign): boolean {
  const u16 = (at: number) => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)
  for (let i = 0; i < sign.length; i++) if (bytes[i] !== sign.charCodeAt(i)) return false
  const [guards, count] = [u16(4), u16(6)]
  if (count !== bytes.length / PIECE + 1) return false
  const guard = u16(guards)
  for (let piece = 1; piece < count; piece++) {
    const [end, kept] = [piece * PIECE - 2, guards + 2 * piece]
    if (u16(end) !== guard) return false
    bytes[end] = bytes[kept] ?? 0
    bytes[end + 1] = bytes[kept + 1] ?? 0
  }
  return true
}

/** In order of place, as far as each says where the next one is. */
export function* attributesOf(record: Head): Generator<NtfsAttribute> {
  for (let at = record.u16(0x14), length = 0; at + RESIDENT_HEADER <= record.length; at += length) {
    const type = record.u32(at)
    length = record.u32(at + 4)
    if (type === LAST_ATTRIBUTE || length < RESIDENT_HEADER) return
    yield {
      type,
      at,
      length,
      isResident: record.u8(at + 8) === 0,
      hasName: record.u8(at + 9) > 0,
      flags: record.u16(at + 12),
    }
  }
}

/** Its name; most have none. */
export const attributeName = (record: Head, { at, hasName }: NtfsAttribute): string =>
  hasName ? record.wide(at + record.u16(at + 10), record.u8(at + 9)) : ''

/** Where the value of a resident attribute lies in its record, as it says. */
export const residentValue = (record: Head, { at }: NtfsAttribute) => ({
  offset: at + record.u16(at + 0x14),
  length: record.u32(at + 0x10),
})
