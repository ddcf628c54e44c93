import fc from 'fast-check'
import { expect, test } from 'vitest'
import { descriptorTarget, lengthWritten } from './descriptor-target.ts'
import type { LogDescriptor } from './log.ts'

const zero = (fileOffset: bigint, zeroLength: bigint): LogDescriptor => ({
  kind: 'zero',
  index: 0,
  at: 0,
  fileOffset,
  zeroLength,
  sequenceNumber: 1n,
  reserved: 0,
})
const data = (fileOffset: bigint): LogDescriptor => ({
  kind: 'data',
  index: 0,
  at: 0,
  sectorAt: 4096,
  fileOffset,
  leadingBytes: 0n,
  trailingBytes: 0,
  sequenceNumber: 1n,
})

test('a data descriptor writes a sector, a zero descriptor what its ZeroLength says', () => {
  expect(descriptorTarget(data(0x300000n))).toEqual({ offset: 0x300000, length: 4096 })
  expect(descriptorTarget(zero(0x300000n, 512n))).toEqual({ offset: 0x300000, length: 512 })
  expect(descriptorTarget(zero(0x300000n, 0n))).toEqual({ offset: 0x300000, length: 0 })
})

test('what no file has is no target, whatever 64 bits say, and else it is exact', () => {
  const u64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
  fc.assert(
    fc.property(u64, u64, (offset, length) => {
      const descriptor = zero(offset, length)
      const isThere = offset + length <= BigInt(Number.MAX_SAFE_INTEGER)
      const target = descriptorTarget(descriptor)
      expect(target).toEqual(
        isThere ? { offset: Number(offset), length: Number(length) } : undefined,
      )
      if (descriptor.kind !== 'unknown') expect(lengthWritten(descriptor)).toBe(length)
    }),
  )
})
