import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { guid } from '../bytes/guid.ts'
import {
  dataDescriptor,
  dataSector,
  descriptorOffset,
  descriptorSectors,
  logEntryHeader,
  restoreSector,
  splitSector,
  zeroDescriptor,
} from './log-entry.ts'

/** Name, offset and size of each field, as the figures of §2.3.1 draw them. */
const LAYOUTS = [
  [
    logEntryHeader,
    64,
    'signature 0 4, checksum 4 4, entryLength 8 4, tail 12 4, sequenceNumber 16 8, descriptorCount 24 4, ' +
      'reserved 28 4, logGuid 32 16, flushedFileOffset 48 8, lastFileOffset 56 8',
  ],
  [
    zeroDescriptor,
    32,
    'signature 0 4, reserved 4 4, zeroLength 8 8, fileOffset 16 8, sequenceNumber 24 8',
  ],
  [
    dataDescriptor,
    32,
    'signature 0 4, trailingBytes 4 4, leadingBytes 8 8, fileOffset 16 8, sequenceNumber 24 8',
  ],
  [dataSector, 4096, 'signature 0 4, sequenceHigh 4 4, data 8 4084, sequenceLow 4092 4'],
] as const

test.each(LAYOUTS)(
  'the fields of structure %# lie where §2.3.1 puts them',
  (table, size, layout) => {
    expect(table.size).toBe(size)
    const fields = table.fields.map(({ name, offset, size: width }) => `${name} ${offset} ${width}`)
    expect(fields.join(', ')).toBe(layout)
  },
)

const u32 = fc.integer({ min: 0, max: 2 ** 32 - 1 })
const u64 = fc.bigInt(0n, 2n ** 64n - 1n)
const sector = fc.uint8Array({ minLength: 4096, maxLength: 4096 })

test('an entry header that is written is read back', () => {
  const values = fc.record({
    signature: fc.constant('loge'),
    checksum: u32,
    entryLength: u32,
    tail: u32,
    sequenceNumber: u64,
    descriptorCount: u32,
    reserved: u32,
    logGuid: fc.uuid().map(guid),
    flushedFileOffset: u64,
    lastFileOffset: u64,
  })
  fc.assert(
    fc.property(values, (header) => {
      expect(logEntryHeader.decode(logEntryHeader.encode(header))).toEqual(header)
    }),
  )
})

test('descriptors that are written are read back', () => {
  const common = { fileOffset: u64, sequenceNumber: u64 }
  const zero = { signature: fc.constant('zero'), reserved: u32, zeroLength: u64, ...common }
  const data = { signature: fc.constant('desc'), trailingBytes: u32, leadingBytes: u64, ...common }
  fc.assert(
    fc.property(fc.record(zero), fc.record(data), (a, b) => {
      expect(zeroDescriptor.decode(zeroDescriptor.encode(a))).toEqual(a)
      expect(dataDescriptor.decode(dataDescriptor.encode(b))).toEqual(b)
    }),
  )
})

test.each([
  [0, 1],
  [1, 1],
  [126, 1],
  [127, 2],
  [254, 2],
  [255, 3],
  [0xffff_ffff, 2 ** 25 + 1],
])('%i descriptors take %i sectors', (count, sectors) => {
  expect(descriptorSectors(count)).toBe(sectors)
})

test('the descriptors of an entry lie behind its header without a gap', () => {
  expect([0, 1, 125, 126].map(descriptorOffset)).toEqual([64, 96, 4064, 4096])
})

describe('an update as a data sector', () => {
  test('keeps the bytes in the middle and gives the edges to the descriptor', () => {
    const update = new Uint8Array(4096).map((_, i) => (i < 8 ? i + 1 : i >= 4092 ? i : 0xa5))
    const { edges, sector: stored } = splitSector(update, 0x0102_0304_0506_0708n)
    expect(edges).toEqual({ leadingBytes: 0x0807_0605_0403_0201n, trailingBytes: 0xfffe_fdfc })
    const { signature, sequenceHigh, sequenceLow, data } = dataSector.decode(stored)
    expect({ signature, sequenceHigh, sequenceLow }).toEqual({
      signature: 'data',
      sequenceHigh: 0x0102_0304,
      sequenceLow: 0x0506_0708,
    })
    expect(data).toEqual(new Uint8Array(4084).fill(0xa5))
  })

  test('is restored to what it was, whatever its bytes', () => {
    fc.assert(
      fc.property(sector, u64, (update, sequenceNumber) => {
        const { edges, sector: stored } = splitSector(update, sequenceNumber)
        expect(restoreSector(stored, edges)).toEqual(update)
      }),
      { numRuns: 30 },
    )
  })
})
