import { expect, test } from 'vitest'
import { byteSourceContract } from '../../testing/byte-source-contract.ts'
import { MemoryFile } from './memory-file.ts'
import { sliceSource } from './slice-source.ts'

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
