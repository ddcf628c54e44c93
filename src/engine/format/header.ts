/** Header, §2.2.2: locates the log. Two copies, one of them current. */
import { bytes, guidField, type Of, struct, text, u16, u32, u64 } from '../bytes/struct.ts'
import { HEADER_SIZE } from './layout.ts'

export const HEADER_SIGNATURE = 'head'
export const FORMAT_VERSION = 1
export const LOG_VERSION = 0

export const header = struct(
  { name: 'Header', section: '2.2.2', size: HEADER_SIZE },
  {
    signature: text(0, 4),
    checksum: u32(4),
    sequenceNumber: u64(8),
    fileWriteGuid: guidField(16),
    dataWriteGuid: guidField(32),
    logGuid: guidField(48),
    logVersion: u16(64),
    version: u16(66),
    logLength: u32(68),
    logOffset: u64(72),
    reserved: bytes(80, 4016),
  },
  {
    signature: 'Must be “head”.',
    checksum: 'CRC-32C of the 4 KiB structure with this field taken as zero.',
    sequenceNumber: 'Of two valid headers the one with the greater number is current.',
    fileWriteGuid: 'Must change before the first write after every open, a replay included.',
    dataWriteGuid: 'Must change before the first write that the user of the disk can see.',
    logGuid: 'Zero: the log is empty. Otherwise only log entries that carry it are valid.',
    logVersion: 'Must be 0, unless LogGuid is zero.',
    version: 'Must be 1.',
    logLength: 'Size of the log in bytes, a multiple of 1 MiB.',
    logOffset: 'Place of the log in the file, a multiple of 1 MiB.',
    reserved: 'Must be zero and is ignored.',
  },
)
export type Header = Of<typeof header>
