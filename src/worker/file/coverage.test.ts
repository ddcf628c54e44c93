import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MemoryFile } from '../../engine/bytes/memory-file.ts'
import { byteSourceContract } from '../../testing/byte-source-contract.ts'
import { Coverage, covering } from './coverage.ts'

byteSourceContract('a source whose reads are noted', (bytes) =>
  covering(new MemoryFile(bytes), new Coverage()),
)

test('every byte counts once, whatever is read in whichever order', () => {
  const range = fc.record({ offset: fc.nat(60), length: fc.nat(20) })
  fc.assert(
    fc.property(fc.array(range, { maxLength: 40 }), (ranges) => {
      const coverage = new Coverage()
      const seen = new Set<number>()
      for (const { offset, length } of ranges) {
        coverage.add({ offset, length })
        for (let at = offset; at < offset + length; at++) seen.add(at)
        expect(coverage.bytes).toBe(seen.size)
      }
    }),
  )
})

test('a read that fails has read nothing', async () => {
  const coverage = new Coverage()
  const source = covering(new MemoryFile(new Uint8Array(10)), coverage)
  await source.read(2, 4)
  await expect(source.read(8, 4)).rejects.toThrow(RangeError)
  expect(coverage.bytes).toBe(4)
})
