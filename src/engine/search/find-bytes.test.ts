import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ByteRange } from '../bytes/byte-source.ts'
import { MemoryFile } from '../bytes/memory-file.ts'
import { endOf, overlaps } from '../bytes/ranges.ts'
import { findBytes, type Match, type SearchOptions } from './find-bytes.ts'
import { type BytePattern, parsePattern } from './pattern.ts'

const CHUNK = 1024 * 1024

async function search(
  bytes: Uint8Array,
  options: Pick<SearchOptions, 'patterns'> & Partial<SearchOptions>,
) {
  const found: Match[] = []
  const result = await findBytes(new MemoryFile(bytes), {
    ranges: [{ offset: 0, length: bytes.length }],
    onFound: (more) => found.push(...more),
    ...options,
  })
  return { found, result }
}

function patternsOf(text: string): readonly BytePattern[] {
  const parsed = parsePattern({ kind: 'hex', text })
  if (!parsed.ok) throw new Error(parsed.reason)
  return parsed.patterns
}

/** Byte by byte. */
function naive(bytes: Uint8Array, pattern: BytePattern): readonly number[] {
  const offsets: number[] = []
  for (let at = 0; at + pattern.bytes.length <= bytes.length; at++) {
    const fits = pattern.bytes.every(
      (byte, i) => ((bytes[at + i] ?? 0) & (pattern.mask[i] ?? 0)) === byte,
    )
    if (fits && at % pattern.alignment === 0) offsets.push(at)
  }
  return offsets
}

const few = fc.constantFrom(0, 1, 0xff, 0x41)
const pattern = fc
  .record({
    cells: fc.array(fc.tuple(few, fc.constantFrom(0, 0xf0, 0x0f, 0xff)), {
      minLength: 1,
      maxLength: 5,
    }),
    alignment: fc.constantFrom(1, 1, 2, 4),
  })
  .map(({ cells, alignment }) => ({
    bytes: Uint8Array.from(cells, ([byte, mask]) => byte & mask),
    mask: Uint8Array.from(cells, ([, mask]) => mask),
    alignment,
  }))
  .filter(({ bytes }) => bytes.some((byte) => byte !== 0))

test('finds what a search byte by byte finds', async () => {
  const contents = fc.array(few, { maxLength: 300 }).map((all) => Uint8Array.from(all))
  await fc.assert(
    fc.asyncProperty(contents, pattern, async (bytes, each) => {
      const { found } = await search(bytes, { patterns: [each] })
      expect(found.map(({ offset }) => offset)).toEqual(naive(bytes, each))
    }),
  )
})

test('of ranges it finds the matches that share a byte with one, each once', async () => {
  const contents = fc
    .array(few, { minLength: 60, maxLength: 60 })
    .map((all) => Uint8Array.from(all))
  const cuts = fc.uniqueArray(fc.nat({ max: 60 }), { minLength: 2, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(contents, pattern, cuts, async (bytes, each, places) => {
      const sorted = places.toSorted((a, b) => a - b)
      const ranges: ByteRange[] = []
      for (let i = 0; i + 1 < sorted.length; i += 2) {
        const [from = 0, to = 0] = [sorted[i], sorted[i + 1]]
        ranges.push({ offset: from, length: to - from })
      }
      const expected = naive(bytes, each).filter((offset) =>
        ranges.some((range) => overlaps(range, { offset, length: each.bytes.length })),
      )
      const { found } = await search(bytes, { patterns: [each], ranges })
      expect(found.map(({ offset }) => offset)).toEqual(expected)
    }),
  )
})

describe('a search of several chunks', () => {
  const bytes = new Uint8Array(3 * CHUNK)
  const offsets = [0, CHUNK - 2, CHUNK + 7, 2 * CHUNK - 1, 3 * CHUNK - 4]
  for (const offset of offsets) bytes.set([1, 2, 3, 4], offset)
  const patterns = patternsOf('01 02 ?? 04')

  test('finds matches that cross chunks, and reports its progress', async () => {
    const done: number[] = []
    const run = { onProgress: (now: number) => done.push(now) }
    const { found, result } = await search(bytes, { patterns, run })
    expect(found.map(({ offset }) => offset)).toEqual(offsets)
    expect(done).toEqual([CHUNK, 2 * CHUNK, 3 * CHUNK])
    expect(result).toEqual({ count: 5, searchedBytes: 3 * CHUNK, absentBytes: 0, isCut: false })
  })

  test('ends at its limit, and says so', async () => {
    const { found, result } = await search(bytes, { patterns, most: 2 })
    expect(found).toHaveLength(2)
    expect(result.isCut).toBe(true)
  })

  test('ends when it is cancelled', async () => {
    const abort = new AbortController()
    const run = { signal: abort.signal, onProgress: () => abort.abort() }
    await expect(search(bytes, { patterns, run })).rejects.toThrow('abort')
  })

  test('does not read what the source does not hold, and counts it', async () => {
    const source = Object.assign(new MemoryFile(bytes), {
      held: [{ offset: CHUNK, length: CHUNK }],
    })
    const found: number[] = []
    const result = await findBytes(source, {
      ranges: [{ offset: 0, length: source.size }],
      patterns,
      onFound: (more) => found.push(...more.map(({ offset }) => offset)),
    })
    expect(found).toEqual(
      offsets.filter((at) => at >= CHUNK && endOf({ offset: at, length: 4 }) <= 2 * CHUNK),
    )
    expect(result).toMatchObject({ searchedBytes: CHUNK, absentBytes: 2 * CHUNK })
  })
})
