import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MIB } from '../../engine/format/layout.ts'
import type { CopyPart } from './copy-parts.ts'
import { fewParts, MAX_DOWNLOAD_PARTS, type Put } from './few-parts.ts'

const FILE = Uint8Array.from({ length: 5000 }, (_, at) => (at * 7 + at / 256) % 251)
const file = new Blob([FILE])
const run = { signal: new AbortController().signal }

const slice = fc
  .tuple(fc.nat({ max: 4000 }), fc.integer({ min: 1, max: 1000 }))
  .map(([from, length]) => ({
    own: [{ at: 0, length, from }],
    blob: file.slice(from, from + length),
  }))
const held = fc
  .uint8Array({ minLength: 1, maxLength: 40 })
  .map((bytes) => ({ own: [], blob: new Blob([bytes as Uint8Array<ArrayBuffer>]) }))
const zeros = fc.integer({ min: 1, max: 3000 })

/** Slices and other bytes of a part, as a copy and an export have them; or a run of zeros. */
const part = fc.oneof(
  { weight: 3, arbitrary: fc.array(fc.oneof(slice, held), { minLength: 1, maxLength: 6 }) },
  { weight: 1, arbitrary: zeros },
)

type GivenPart = typeof part extends fc.Arbitrary<infer Given> ? Given : never

function partsOf(given: readonly GivenPart[]): readonly CopyPart[] {
  let offset = 0
  return given.map((each): CopyPart => {
    const start = offset
    if (typeof each === 'number') {
      offset += each
      return { kind: 'zeros', offset: start, length: each }
    }
    let at = 0
    const own = each.flatMap((piece) => {
      const placed = piece.own.map((known) => ({ ...known, at }))
      at += piece.blob.size
      return placed
    })
    offset += at
    return { kind: 'bytes', offset: start, blob: new Blob(each.map(({ blob }) => blob)), own }
  })
}

const bytesOf = async (blobs: readonly Blob[]) =>
  new Uint8Array(await new Blob([...blobs]).arrayBuffer())
const whole = (parts: readonly CopyPart[]) =>
  bytesOf(
    parts.map((each) =>
      each.kind === 'bytes' ? each.blob : new Blob([new Uint8Array(each.length)]),
    ),
  )

const never = () => Promise.reject(new Error('nothing is so large'))

test('a download of any parts has the same bytes in at most eight', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 12 }), async (given) => {
      const parts = partsOf(given)
      const few = await fewParts(parts, file, never, run)
      expect(few.length).toBeLessThanOrEqual(MAX_DOWNLOAD_PARTS)
      expect(await bytesOf(few)).toEqual(await whole(parts))
    }),
    { numRuns: 100 },
  )
})

test('the longest slices of the file stay what they are: only what is between them is put together', async () => {
  const lengths = [900, 10, 800, 20, 700, 30, 600, 40, 500]
  let from = 0
  const parts = lengths.flatMap((length): readonly CopyPart[] => {
    const own = [{ at: 0, length, from }]
    const blob = file.slice(from, from + length)
    from += length
    return [
      { kind: 'bytes', offset: 0, blob, own },
      { kind: 'bytes', offset: 0, blob: new Blob(['x']) },
    ]
  })
  let offset = 0
  const placed = parts.map((each) => {
    offset += each.kind === 'bytes' ? each.blob.size : 0
    return { ...each, offset: offset - (each.kind === 'bytes' ? each.blob.size : 0) }
  })
  const few = await fewParts(placed, file, never, run)
  expect(few.map(({ size }) => size)).toEqual([900, 12, 800, 22, 700, 32, 600, 543])
})

test('zeros that no memory should hold are given to whoever makes a file, and never written', async () => {
  const written: number[] = []
  const sizes: number[] = []
  const make = async (size: number): Promise<Put> => {
    sizes.push(size)
    return {
      write: async (offset) => {
        written.push(offset)
      },
      finish: async () => new Blob(Array.from({ length: 17 }, () => new Uint8Array(MIB))),
    }
  }
  const parts: readonly CopyPart[] = [
    { kind: 'bytes', offset: 0, blob: new Blob(['head']) },
    { kind: 'zeros', offset: 4, length: 16 * MIB },
    { kind: 'bytes', offset: 4 + 16 * MIB, blob: new Blob(['tail']) },
  ]
  await fewParts(parts, file, make, run)
  expect([sizes, written]).toEqual([[16 * MIB + 8], [0, 4 + 16 * MIB]])
})
