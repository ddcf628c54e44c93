import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inflate } from '../../cli/files/gzip.ts'
import { byteSourceContract } from '../../testing/byte-source-contract.ts'
import { bytesOf, opened } from '../../testing/skeletons.ts'
import type { ByteSource } from '../bytes/byte-source.ts'
import { AbsentBytes } from '../bytes/held.ts'
import { MemoryFile } from '../bytes/memory-file.ts'
import { withFacts } from './gzip-frame.ts'
import { openSkeleton } from './read-skeleton.ts'
import { beginsAsSkeleton } from './signature.ts'
import type { SkeletonFacts } from './skeleton-facts.ts'
import { type ChunkHeader, encodeChunkHeader, encodeSparseHeader } from './sparse-format.ts'

const BLOCK = 4096

type Part = Pick<ChunkHeader, 'kind' | 'blocks'> & { readonly data?: Uint8Array }

const join = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts))

function image(parts: readonly Part[], blockSize = BLOCK): Uint8Array {
  const blocks = parts.reduce((sum, part) => sum + part.blocks, 0)
  return join([
    encodeSparseHeader({ blockSize, blocks, chunks: parts.length }),
    ...parts.flatMap(({ data = new Uint8Array(), ...chunk }) => [
      encodeChunkHeader({ ...chunk, length: data.length }),
      data,
    ]),
  ])
}

const facts = (size: number, some: Partial<SkeletonFacts> = {}): SkeletonFacts => ({
  size,
  name: undefined,
  pathsBlanked: false,
  masked: [],
  looks: [],
  ...some,
})

async function* only(bytes: Uint8Array) {
  yield bytes
}

const pack = (sparse: Uint8Array, about: SkeletonFacts) =>
  bytesOf(withFacts(only(gzipSync(sparse, { level: 1 })), about))

const content = Uint8Array.from({ length: 2 * BLOCK }, (_, i) => (i * 7) & 0xff)
const PARTS: readonly Part[] = [
  { kind: 'raw', blocks: 2, data: content },
  { kind: 'absent', blocks: 3 },
  { kind: 'fill', blocks: 2, data: Uint8Array.of(1, 2, 3, 4) },
  { kind: 'absent', blocks: 1 },
]
const SIZE = 8 * BLOCK - 100

const example = async (some: Partial<SkeletonFacts> = {}): Promise<ByteSource> =>
  opened(await pack(image(PARTS), facts(SIZE, some)))

byteSourceContract('a skeleton that has everything', async (bytes) => {
  const blocks = Math.ceil(bytes.length / BLOCK)
  const data = new Uint8Array(blocks * BLOCK)
  data.set(bytes)
  const sparse = image(blocks > 0 ? [{ kind: 'raw', blocks, data }] : [])
  return opened(await pack(sparse, facts(bytes.length)))
})

describe('a skeleton', () => {
  test('is told by its first bytes', async () => {
    const file = await pack(image(PARTS), facts(SIZE))
    expect(await beginsAsSkeleton(new MemoryFile(file))).toBe(true)
    expect(await beginsAsSkeleton(new MemoryFile(image(PARTS)))).toBe(false)
    expect(await beginsAsSkeleton(new MemoryFile(file.slice(0, 5)))).toBe(false)
  })

  test('gives what it has, and of a pattern each place its byte', async () => {
    const source = await example()
    expect(await source.read(10, 5000)).toEqual(content.slice(10, 5010))
    expect(await source.read(5 * BLOCK + 1, 5)).toEqual(Uint8Array.of(2, 3, 4, 1, 2))
    expect(source.held).toEqual([
      { offset: 0, length: 2 * BLOCK },
      { offset: 5 * BLOCK, length: 2 * BLOCK },
    ])
  })

  test('gives nothing for what it has not: neither zeros nor a part', async () => {
    const source = await example()
    for (const [offset, length] of [
      [2 * BLOCK - 1, 2],
      [3 * BLOCK, 1],
      [5 * BLOCK - 1, 2],
      [SIZE - 1, 1],
    ] as const) {
      await expect(source.read(offset, length)).rejects.toThrow(AbsentBytes)
    }
    await expect(source.read(SIZE, 1)).rejects.toThrow(RangeError)
  })

  test('has not what is masked in a block', async () => {
    const source = await example({ masked: [{ offset: 100, length: 50 }] })
    expect(await source.read(0, 100)).toEqual(content.slice(0, 100))
    expect(await source.read(150, 100)).toEqual(content.slice(150, 250))
    await expect(source.read(149, 1)).rejects.toThrow('1 byte at 0x95 are not in this skeleton.')
  })

  test('tells what is noted of bytes that it has not, and of no others', async () => {
    const looks = [{ offset: 3 * BLOCK, length: BLOCK, look: 'random' }] as const
    const source = await example({ looks })
    expect(await source.lookOf?.({ offset: 3 * BLOCK, length: BLOCK })).toBe('random')
    expect(await source.lookOf?.({ offset: 3 * BLOCK, length: BLOCK - 1 })).toBeUndefined()
    expect(await source.lookOf?.({ offset: 0, length: BLOCK })).toBe('other')
  })
})

const refusal = async (sparse: Uint8Array, about = facts(SIZE)) => {
  const found = await openSkeleton(new MemoryFile(await pack(sparse, about)), inflate)
  return found.ok ? 'taken' : found.reason
}

describe('a hostile skeleton', () => {
  const raw = (blocks: number, data: Uint8Array): Part => ({ kind: 'raw', blocks, data })

  test.each<[string, Uint8Array, number]>([
    ['no container', new Uint8Array(100).fill(7), SIZE],
    ['of another revision', image(PARTS).fill(2, 4, 5), SIZE],
    ['of blocks without bytes', image(PARTS, 0), SIZE],
    ['shorter than its file', image(PARTS), 8 * BLOCK + 1],
    ['longer than its file', image(PARTS), 7 * BLOCK],
    ['with a chunk that is shorter than its blocks', image([raw(8, content)]), SIZE],
    ['with a chunk without blocks', image([...PARTS, { kind: 'absent', blocks: 0 }]), SIZE],
    ['with an unknown chunk', image(PARTS).fill(0, 28, 29), SIZE],
    ['with more chunks than announced', join([image(PARTS), image(PARTS).slice(28)]), SIZE],
  ])('%s is refused', async (_, sparse, size) => {
    expect(await refusal(sparse, facts(size))).toMatch(/do not add up/)
  })

  test('that ends too early is refused', async () => {
    const sparse = image(PARTS)
    for (const length of [0, 10, 28, 35, 40, 5000, sparse.length - 1]) {
      expect(await refusal(sparse.slice(0, length))).toMatch(/not all of it can be unpacked/)
    }
  })

  test('of which the gzip is damaged or cut is refused', async () => {
    const file = await pack(image(PARTS), facts(SIZE))
    for (const broken of [file.slice(0, -12), file.with(-20, (file.at(-20) ?? 0) ^ 0xff)]) {
      const found = await openSkeleton(new MemoryFile(broken), inflate)
      expect(found).toMatchObject({ ok: false, reason: expect.stringMatching(/is damaged/) })
    }
  })

  test('that would fill the memory is refused before it does', async () => {
    const blocks = 4096
    const sparse = image([raw(blocks, new Uint8Array(blocks * BLOCK).fill(5))])
    const file = new MemoryFile(await pack(sparse, facts(blocks * BLOCK)))
    const limits = { content: 2 ** 20, chunks: 100 }
    expect(file.size).toBeLessThan(100_000)
    const found = await openSkeleton(file, inflate, {}, limits)
    expect(found).toMatchObject({ ok: false, reason: expect.stringMatching(/holds more/) })
    const many = image(Array.from({ length: 101 }, () => ({ kind: 'absent', blocks: 1 }) as const))
    const packed = new MemoryFile(await pack(many, facts(101 * BLOCK)))
    expect(await openSkeleton(packed, inflate, {}, limits)).toMatchObject({ ok: false })
  })

  test('takes memory for what comes, not for what is announced', async () => {
    const blocks = 2 ** 17
    const header = encodeChunkHeader({ kind: 'raw', blocks, length: blocks * BLOCK })
    const start = encodeSparseHeader({ blockSize: BLOCK, blocks, chunks: 1 })
    const before = process.memoryUsage().arrayBuffers
    const size = blocks * BLOCK
    expect(await refusal(join([start, header, content]), facts(size))).toMatch(/not all of it/)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 2 ** 20)
  })

  test('with any bytes changed is refused, or is a source that keeps its word', async () => {
    const sparse = image(PARTS)
    const flips = fc.array(fc.tuple(fc.nat({ max: sparse.length - 1 }), fc.nat({ max: 255 })))
    await fc.assert(
      fc.asyncProperty(flips, fc.integer({ min: 0, max: 9 * BLOCK }), async (changed, size) => {
        const bytes = sparse.slice()
        for (const [at, value] of changed) bytes[at < 300 ? at : at % 90] = value
        const found = await openSkeleton(new MemoryFile(await pack(bytes, facts(size))), inflate)
        if (!found.ok) return
        const { held = [] } = found.source
        for (const { offset, length } of held) {
          expect(offset + length).toBeLessThanOrEqual(size)
          expect(await found.source.read(offset, length)).toHaveLength(length)
        }
      }),
      { numRuns: 60 },
    )
  })

  test('passes on what its file throws, and an abort', async () => {
    const file = await pack(image(PARTS), facts(SIZE))
    let reads = 0
    const broken: ByteSource = {
      size: file.length,
      read: async (offset, length) => {
        if (reads++ > 0) throw new Error('the disk is on fire')
        return file.slice(offset, offset + length)
      },
    }
    await expect(openSkeleton(broken, inflate)).rejects.toThrow('the disk is on fire')
    const signal = AbortSignal.abort(new Error('stop'))
    await expect(openSkeleton(new MemoryFile(file), inflate, { signal })).rejects.toThrow('stop')
  })
})
