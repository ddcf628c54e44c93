import { expect, test } from 'vitest'
import { byteSourceContract } from '../../testing/byte-source-contract.ts'
import { MemoryFile } from './memory-file.ts'
import { replaced } from './replaced-source.ts'

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
