import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byteSourceContract } from '../../testing/byte-source-contract.ts'
import { counting } from '../../testing/counting-source.ts'
import type { ByteSource } from './byte-source.ts'
import { cached } from './cached-source.ts'
import { MemoryFile } from './memory-file.ts'

const SMALL = { blockSize: 64, capacity: 4 }
byteSourceContract('a small cache', (bytes) => cached(new MemoryFile(bytes), SMALL))
byteSourceContract('a cache larger than the file', (bytes) =>
  cached(new MemoryFile(bytes), { blockSize: 4096, capacity: 100 }),
)

const content = Uint8Array.from({ length: 1000 }, (_, i) => i % 251)
const source = () => counting(new MemoryFile(content))
const part = (offset: number, length: number) => content.slice(offset, offset + length)

test('a block is read once', async () => {
  const slow = source()
  const cache = cached(slow, SMALL)
  await cache.read(10, 5)
  await cache.read(60, 4)
  expect(slow.reads).toEqual([{ offset: 0, length: 64 }])
})

test('missing neighbours are fetched in one read, between those that are here', async () => {
  const slow = source()
  const cache = cached(slow, { blockSize: 64, capacity: 10 })
  await cache.read(128, 1)
  expect(await cache.read(0, 400)).toEqual(part(0, 400))
  expect(slow.reads).toEqual([
    { offset: 128, length: 64 },
    { offset: 0, length: 128 },
    { offset: 192, length: 256 },
  ])
})

test('a read of more blocks than the longest goes past the cache, and leaves it as it is', async () => {
  const slow = source()
  const cache = cached(slow, { blockSize: 64, capacity: 10, longest: 2 })
  await cache.read(0, 1)
  expect(await cache.read(10, 300)).toEqual(part(10, 300))
  await cache.read(0, 128)
  expect(slow.reads).toEqual([
    { offset: 0, length: 64 },
    { offset: 10, length: 300 },
    { offset: 64, length: 64 },
  ])
})

test('the last block ends with the source', async () => {
  const slow = source()
  await cached(slow, SMALL).read(999, 1)
  expect(slow.reads).toEqual([{ offset: 960, length: 40 }])
})

test('reads of one block that run side by side share its fetch', async () => {
  const slow = source()
  const cache = cached(slow, SMALL)
  const read = await Promise.all([cache.read(0, 10), cache.read(5, 20), cache.read(50, 30)])
  expect(read).toEqual([part(0, 10), part(5, 20), part(50, 30)])
  expect(slow.reads).toEqual([
    { offset: 0, length: 64 },
    { offset: 64, length: 64 },
  ])
})

test('the block that was not used for the longest time goes first', async () => {
  const slow = source()
  const cache = cached(slow, { blockSize: 64, capacity: 2 })
  await cache.read(0, 1)
  await cache.read(64, 1)
  await cache.read(0, 1)
  await cache.read(128, 1)
  await cache.read(0, 1)
  expect(slow.reads.length).toBe(3)
  await cache.read(64, 1)
  expect(slow.reads.length).toBe(4)
})

test('a read of more than the cache holds passes it by and leaves it as it is', async () => {
  const slow = source()
  const cache = cached(slow, SMALL)
  await cache.read(0, 64)
  expect(await cache.read(0, 257)).toEqual(part(0, 257))
  expect(slow.reads.at(-1)).toEqual({ offset: 0, length: 257 })
  await cache.read(0, 64)
  expect(slow.reads.length).toBe(2)
})

test('a failed read is tried again', async () => {
  let broken = true
  const flaky: ByteSource = {
    size: content.length,
    read: async (offset, length) => {
      if (broken) throw new Error('not now')
      return part(offset, length)
    },
  }
  const cache = cached(flaky, SMALL)
  await expect(cache.read(10, 100)).rejects.toThrow('not now')
  broken = false
  expect(await cache.read(10, 100)).toEqual(part(10, 100))
})

test('any reads through any cache give the bytes of the source', () =>
  fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 100 }),
      fc.integer({ min: 1, max: 6 }),
      fc.array(fc.tuple(fc.nat(999), fc.nat(999)), { maxLength: 20 }),
      async (blockSize, capacity, ends) => {
        const cache = cached(new MemoryFile(content), { blockSize, capacity })
        const ranges = ends.map(([a, b]) => [Math.min(a, b), Math.abs(a - b)] as const)
        const read = await Promise.all(ranges.map(([at, length]) => cache.read(at, length)))
        expect(read).toEqual(ranges.map(([at, length]) => part(at, length)))
      },
    ),
  ))
