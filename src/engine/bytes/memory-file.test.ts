import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byteFileContract } from '../../testing/byte-source-contract.ts'
import { MemoryFile } from './memory-file.ts'

byteFileContract('a file in memory', (bytes) => new MemoryFile(bytes))

test('a file in memory keeps a copy of what it is made from', async () => {
  const content = Uint8Array.of(1, 2, 3)
  const file = new MemoryFile(content)
  content.fill(9)
  expect(await file.read(0, 3)).toEqual(Uint8Array.of(1, 2, 3))
})

test('a file in memory holds the same bytes as a plain array after any writes and resizes', () => {
  const write = fc.record({ at: fc.nat(300), bytes: fc.uint8Array({ maxLength: 50 }) })
  const step = fc.oneof(write, fc.record({ size: fc.nat(300) }))
  return fc.assert(
    fc.asyncProperty(fc.array(step), async (steps) => {
      const file = new MemoryFile()
      let plain: number[] = []
      for (const change of steps) {
        if ('size' in change) {
          await file.resize(change.size)
          plain = Array.from({ length: change.size }, (_, i) => plain[i] ?? 0)
        } else {
          await file.write(change.at, change.bytes)
          change.bytes.forEach((byte, i) => {
            plain[change.at + i] = byte
          })
          plain = Array.from(plain, (byte) => byte ?? 0)
        }
      }
      expect(Array.from(await file.read(0, file.size))).toEqual(plain)
    }),
  )
})

test('shares no memory with a Buffer that it is made from', async () => {
  const content = Buffer.from([1, 2, 3])
  const file = new MemoryFile(content)
  const bytes = await file.read(0, 3)
  bytes[0] = 9
  await file.write(1, Uint8Array.of(9))
  expect([...content]).toEqual([1, 2, 3])
})
