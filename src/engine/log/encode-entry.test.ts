import { expect, test } from 'vitest'
import { guid } from '../bytes/guid.ts'
import { readChecksum } from '../format/checksum.ts'
import {
  dataDescriptor,
  dataSector,
  logEntryHeader,
  restoreSector,
  zeroDescriptor,
} from '../format/log-entry.ts'
import { type EntryUpdate, encodeEntry, entryLength } from './encode-entry.ts'

const logGuid = guid('5a3c1e90-7b2d-4f68-9c04-d1e2f3a4b5c6')
const sizes = { flushedFileOffset: 3n << 20n, lastFileOffset: 4n << 20n }
const page = (byte: number): Uint8Array => new Uint8Array(4096).fill(byte)
const data = (fileOffset: bigint, byte: number): EntryUpdate => ({
  kind: 'data',
  fileOffset,
  bytes: page(byte),
})

test('an entry has its header, its descriptors and its data sectors in order', () => {
  const sequenceNumber = 0x1_0000_0002n
  const updates: EntryUpdate[] = [
    data(0x30000n, 0x11),
    { kind: 'zero', fileOffset: 0x40000n, length: 0x5000n },
    data(0x50000n, 0x22),
  ]
  const entry = encodeEntry({ sequenceNumber, tail: 8192, logGuid, ...sizes, updates })

  const { checksum: _, ...header } = logEntryHeader.decode(entry)
  expect(header).toEqual({
    signature: 'loge',
    entryLength: 3 * 4096,
    tail: 8192,
    sequenceNumber,
    descriptorCount: 3,
    reserved: 0,
    logGuid,
    ...sizes,
  })
  const { stored, computed } = readChecksum(entry)
  expect(stored).toBe(computed)

  const edge = { leadingBytes: 0x1111_1111_1111_1111n, trailingBytes: 0x1111_1111 }
  const first = dataDescriptor.decode(entry, 64)
  expect(first).toEqual({ signature: 'desc', ...edge, fileOffset: 0x30000n, sequenceNumber })
  expect(zeroDescriptor.decode(entry, 96)).toEqual({
    signature: 'zero',
    reserved: 0,
    zeroLength: 0x5000n,
    fileOffset: 0x40000n,
    sequenceNumber,
  })
  const third = dataDescriptor.decode(entry, 128)
  expect(third.fileOffset).toBe(0x50000n)

  const stored2 = entry.slice(8192)
  expect(dataSector.decode(stored2)).toMatchObject({
    signature: 'data',
    sequenceHigh: 1,
    sequenceLow: 2,
  })
  expect(restoreSector(entry.slice(4096, 8192), first)).toEqual(page(0x11))
  expect(restoreSector(stored2, third)).toEqual(page(0x22))
})

test('the 127th descriptor begins a second descriptor sector', () => {
  const updates = Array.from({ length: 127 }, (_, i) => data(BigInt(i) * 4096n, i))
  expect(entryLength(updates.slice(0, 126))).toBe((1 + 126) * 4096)
  expect(entryLength(updates)).toBe((2 + 127) * 4096)
  const entry = encodeEntry({ sequenceNumber: 1n, tail: 0, logGuid, ...sizes, updates })
  expect(dataDescriptor.decode(entry, 4096).fileOffset).toBe(126n * 4096n)
  expect(dataSector.decode(entry, 8192).signature).toBe('data')
})

test('an entry without updates is one sector', () => {
  expect(encodeEntry({ sequenceNumber: 1n, tail: 0, logGuid, ...sizes, updates: [] })).toHaveLength(
    4096,
  )
})
