import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cases } from '../../testing/thorough.ts'
import { MemoryFile } from '../bytes/memory-file.ts'
import type { Layers } from '../disk/map-chain.ts'
import { joined, type Part, piecesOf } from './part.ts'

const SIZE = 3 * 1024 * 1024
const FILE = Uint8Array.from({ length: SIZE }, (_, i) => (i * 7919) % 251)
/** A layer without a table: it is only asked for its bytes. */
const LAYERS: Layers = [{ source: new MemoryFile(FILE), bat: undefined }]

const length = fc.oneof(
  fc.integer({ min: 1, max: 2000 }),
  fc.constantFrom(1024 * 1024, 1024 * 1024 - 1, 1024 * 1024 + 1, 2_500_000),
)
const part: fc.Arbitrary<Part> = length.chain((bytes) =>
  fc.oneof(
    fc.constant<Part>({ kind: 'zeros', length: bytes }),
    fc.constant<Part>({ kind: 'unreadable', length: bytes, reason: 'It is gone.' }),
    fc
      .integer({ min: 0, max: SIZE - bytes })
      .map((at): Part => ({ kind: 'slice', length: bytes, layer: 0, at })),
    fc
      .integer({ min: 1, max: 255 })
      .map(
        (fill): Part => ({ kind: 'bytes', length: bytes, bytes: new Uint8Array(bytes).fill(fill) }),
      ),
  ),
)
const parts = fc.array(part, { maxLength: 6 })

function bytesOf(all: readonly Part[]): Buffer {
  return Buffer.concat(
    all.map((each) => {
      if (each.kind === 'bytes') return each.bytes
      if (each.kind === 'slice') return FILE.subarray(each.at, each.at + each.length)
      return new Uint8Array(each.length)
    }),
  )
}

test('pieces are the parts, in order and side by side, without those of nothing but zeros', async () => {
  await fc.assert(
    fc.asyncProperty(parts, async (all) => {
      const expected = bytesOf(all)
      const made = Buffer.alloc(expected.length)
      let end = 0
      for await (const { offset, bytes } of piecesOf(LAYERS, all)) {
        expect(offset).toBeGreaterThanOrEqual(end)
        expect(offset % (1024 * 1024)).toBe(0)
        made.set(bytes, offset)
        end = offset + bytes.length
      }
      expect(made.equals(expected)).toBe(true)
    }),
    { numRuns: cases(25) },
  )
})

test('zeros of a petabyte cost nothing', async () => {
  const all: readonly Part[] = [
    { kind: 'zeros', length: 2 ** 50 },
    { kind: 'bytes', length: 1, bytes: Uint8Array.of(1) },
  ]
  const pieces: number[] = []
  for await (const { offset, bytes } of piecesOf(LAYERS, all)) pieces.push(offset, bytes.length)
  expect(pieces).toEqual([2 ** 50, 1])
})

test('parts that go on are one, and no others', () => {
  const slice = (at: number, layer = 0): Part => ({ kind: 'slice', length: 4, layer, at })
  expect(joined(slice(0), slice(4))).toEqual({ ...slice(0), length: 8 })
  expect(joined(slice(0), slice(5))).toBeUndefined()
  expect(joined(slice(0), slice(4, 1))).toBeUndefined()
  const lost = (reason: string): Part => ({ kind: 'unreadable', length: 1, reason })
  expect(joined(lost('a'), lost('a'))).toEqual({ ...lost('a'), length: 2 })
  expect(joined(lost('a'), lost('b'))).toBeUndefined()
  expect(joined(lost('a'), { kind: 'zeros', length: 1 })).toBeUndefined()
})
