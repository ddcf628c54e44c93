/** Changes of a few bytes where it hurts, with values that hurt: for readers of what may be hostile. */
import fc from 'fast-check'
import type { ByteRange } from '../engine/bytes/byte-source.ts'
import { MemoryFile } from '../engine/bytes/memory-file.ts'

const DANGEROUS = [
  0n,
  1n,
  2n,
  7n,
  0x7fn,
  0xffn,
  0x7fffn,
  0xffffn,
  0x7fff_ffffn,
  0xffff_fff8n,
  0xffff_ffffn,
  2n ** 52n,
  2n ** 53n,
  2n ** 63n - 1n,
  2n ** 63n,
  2n ** 64n - 1n,
]

const changes = (most: number) =>
  fc.array(
    fc.record({
      place: fc.nat(),
      at: fc.nat(),
      width: fc.constantFrom(1, 2, 4, 8),
      value: fc.oneof(
        fc.constantFrom(...DANGEROUS),
        fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
        // Small numbers are lengths, counts and clusters that there are.
        fc.bigInt({ min: 0n, max: 600n }),
      ),
    }),
    { maxLength: most },
  )

/** The file with up to `most` changes in the places, and one time in six cut off. */
export const damagedFiles = (
  original: Uint8Array,
  places: readonly ByteRange[],
  most: number,
): fc.Arbitrary<MemoryFile> =>
  fc
    .tuple(
      changes(most),
      fc.oneof(
        { weight: 5, arbitrary: fc.constant(original.length) },
        { weight: 1, arbitrary: fc.nat({ max: original.length }) },
      ),
    )
    .map(([all, size]) => {
      const bytes = original.slice(0, size)
      for (const { place, at, width, value } of all) {
        const { offset, length } = places[place % places.length] ?? { offset: 0, length: 1 }
        const value8 = new Uint8Array(BigUint64Array.of(value).buffer)
        const from = offset + (at % length)
        if (from + width <= size) bytes.set(value8.subarray(0, width), from)
      }
      return new MemoryFile(bytes)
    })
