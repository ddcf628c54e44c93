import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { MemoryFile } from '../../engine/bytes/memory-file.ts'
import { KIB, MIB, TIB } from '../../engine/format/layout.ts'
import { preview } from '../../engine/update/preview.ts'
import type { Step } from '../../engine/update/step.ts'
import { byteSourceContract } from '../../testing/byte-source-contract.ts'
import { SOURCE } from '../errors.ts'
import { blobSource } from '../file/files.ts'
import { blobOfParts, type CopyPart, copyParts } from './copy-parts.ts'

const cause = { kind: 'descriptor', entry: 0, index: 0 } as const

const write = (offset: number, bytes: Uint8Array): Step => ({
  kind: 'write',
  offset,
  content: { kind: 'bytes', bytes },
  cause,
})
const zeros = (offset: number, length: number): Step => ({
  kind: 'write',
  offset,
  content: { kind: 'zeros', length },
  cause,
})
const extend = (size: number): Step => ({ kind: 'extend', size, cause })

async function partsOf(content: Uint8Array, steps: readonly Step[]): Promise<readonly CopyPart[]> {
  const file = new Blob([content as Uint8Array<ArrayBuffer>])
  return copyParts(file, preview(new MemoryFile(content), steps))
}

/** Half of the bytes by way of patches, so that reads cross the borders between slices and patches. */
byteSourceContract('the copy as a Blob', async (bytes) => {
  const half = Math.floor(bytes.length / 2)
  const old = bytes.slice().fill(0xff, half)
  const steps = half > 0 ? [write(half, bytes.slice(half))] : []
  return blobSource(blobOfParts(await partsOf(old, steps)), SOURCE)
})

const place = fc.nat(300 * KIB)
const anyStep = fc.oneof(
  fc
    .tuple(place, fc.uint8Array({ minLength: 1, maxLength: 40 }))
    .map(([offset, bytes]) => write(offset, bytes)),
  fc
    .tuple(place, fc.integer({ min: 1, max: 3000 * KIB }))
    .map(([offset, length]) => zeros(offset, length)),
  fc.nat(4000 * KIB).map(extend),
)

test('the copy has the bytes of the preview', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(400 * KIB),
      fc.array(anyStep, { maxLength: 8 }),
      async (size, steps) => {
        const content = new Uint8Array(size).fill(0xa5)
        const source = preview(new MemoryFile(content), steps)
        const copy = await blobOfParts(await partsOf(content, steps)).arrayBuffer()
        const expected = await source.read(0, source.size)
        expect(Buffer.compare(new Uint8Array(copy), expected)).toBe(0)
      },
    ),
    { numRuns: 60 },
  )
})

const shape = (parts: readonly CopyPart[]) =>
  parts.map((part) =>
    part.kind === 'zeros' ? [part.offset, part.length] : [part.offset, part.blob.size, 'bytes'],
  )

test('keeps long runs of zeros apart, and allocates nothing for them', async () => {
  const content = new Uint8Array(8 * MIB).fill(1)
  const parts = await partsOf(content, [
    zeros(MIB, 2 * MIB),
    zeros(5 * MIB, 4096),
    zeros(16 * MIB, TIB),
  ])
  expect(shape(parts)).toEqual([
    [0, MIB, 'bytes'],
    [MIB, 2 * MIB],
    [3 * MIB, 5 * MIB, 'bytes'],
    [8 * MIB, 8 * MIB],
    [16 * MIB, TIB],
  ])
})

test('a part of the copy has the bytes of that part', async () => {
  const content = new Uint8Array(400 * KIB).fill(0xa5)
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyStep, { maxLength: 8 }),
      fc.nat(),
      fc.nat(),
      async (steps, from, most) => {
        const source = preview(new MemoryFile(content), steps)
        const offset = from % source.size
        const length = most % (source.size - offset + 1)
        const file = new Blob([content])
        const parts = await copyParts(file, source, undefined, { offset, length })
        const copy = await blobOfParts(parts).arrayBuffer()
        const expected = await source.read(offset, length)
        expect(Buffer.compare(new Uint8Array(copy), expected)).toBe(0)
      },
    ),
    { numRuns: 60 },
  )
})

test('reads and makes none of the zeros of runs that are too short to be kept apart', async () => {
  const steps = Array.from({ length: 400 }, (_, i) => zeros(i * 4 * MIB, MIB - 4 * KIB))
  const result = preview(new MemoryFile(new Uint8Array(MIB)), steps)
  const read = vi.fn(result.read)
  const parts = await copyParts(new Blob([new Uint8Array(MIB)]), { ...result, read })
  expect(read).not.toHaveBeenCalled()
  expect(blobOfParts(parts).size).toBe(result.size)
})

test('a copy with too many zeros for a Blob is refused', async () => {
  const parts = await partsOf(new Uint8Array(10), [extend(2 ** 52)])
  expect(shape(parts)).toEqual([
    [0, 10, 'bytes'],
    [10, 2 ** 52 - 10],
  ])
  expect(() => blobOfParts(parts)).toThrow(/too large for a download/)
})

test('patches that are near each other are one', async () => {
  const content = new Uint8Array(2 * MIB).fill(1)
  const steps = Array.from({ length: 100 }, (_, i) => write(i * 16 * KIB, Uint8Array.of(i)))
  let reads = 0
  const result = preview(new MemoryFile(content), steps)
  const counted = {
    ...result,
    read: (offset: number, length: number) => {
      reads++
      return result.read(offset, length)
    },
  }
  await copyParts(new Blob([content]), counted)
  expect(reads).toBe(1)
})
