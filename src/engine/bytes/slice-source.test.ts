import { expect, test } from 'vitest'
import { byteSourceContract } from '../../testing/byte-source-contract.ts'
import { MemoryFile } from './memory-file.ts'
import { replaced, sliceSource } from './slice-source.ts'

byteSourceContract('a part of a source', (bytes) => {
  const more = new Uint8Array(bytes.length + 20).fill(0xee)
  more.set(bytes, 7)
  return sliceSource(new MemoryFile(more), { offset: 7, length: bytes.length })
})

test('a part gives nothing of what lies beside it', async () => {
  const part = sliceSource(new MemoryFile(Uint8Array.of(1, 2, 3, 4)), { offset: 1, length: 2 })
  await expect(part.read(-1, 2)).rejects.toThrow(RangeError)
  await expect(part.readInto?.(1, new Uint8Array(2))).rejects.toThrow(RangeError)
  expect(await part.read(0, 2)).toEqual(Uint8Array.of(2, 3))
})

byteSourceContract('a source of which nothing is replaced', (bytes) =>
  replaced(new MemoryFile(bytes), { offset: 0, length: 0 }, 0),
)

test('bytes of one place are read at another, and the rest where it is', async () => {
  const source = replaced(
    new MemoryFile(Uint8Array.from({ length: 20 }, (_, i) => i)),
    { offset: 4, length: 3 },
    15,
  )
  expect([...(await source.read(0, 20))]).toEqual([
    0, 1, 2, 3, 15, 16, 17, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
  ])
  expect([...(await source.read(5, 1))]).toEqual([16])
  expect([...(await source.read(6, 3))]).toEqual([17, 7, 8])
  expect([...(await source.read(7, 2))]).toEqual([7, 8])
})
