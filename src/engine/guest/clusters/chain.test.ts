import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ByteRange } from '../../bytes/byte-source.ts'
import { MemoryFile } from '../../bytes/memory-file.ts'
import { inOnePlace, sideBySide } from './allocation.ts'
import { Chain } from './chain.ts'
import type { EntryReader } from './cluster-format.ts'
import { type ClusterSpace, clusterTable, NEXT } from './cluster-space.ts'
import { directoryParts } from './directory-parts.ts'

const CLUSTER = 8
const CLUSTERS = 12_000
const START = 64

/** Clusters of 8 bytes, of which the table says what is in the map, and an end of all others. */
function spaceOf(nexts: ReadonlyMap<number, number>): ClusterSpace {
  const table = new Int32Array(CLUSTERS + 2).fill(NEXT.end)
  for (const [cluster, next] of nexts) table[cluster] = next
  const volume = new MemoryFile(new Uint8Array(table.buffer))
  return {
    volume,
    clusters: CLUSTERS,
    clusterSize: CLUSTER,
    dataStart: START,
    table: clusterTable(volume, {
      offset: 0,
      length: volume.size,
      bits: 32,
      entries: (bytes) => {
        const view = new DataView(bytes.buffer, bytes.byteOffset)
        return (index) => view.getInt32(4 * index, true)
      },
    }),
  }
}

const chained = (clusters: readonly number[], end: number = NEXT.end): ClusterSpace =>
  spaceOf(new Map(clusters.map((cluster, i) => [cluster, clusters[i + 1] ?? end])))

/** The place of each byte. */
async function bytesOf(places: AsyncIterable<readonly ByteRange[]>): Promise<readonly number[]> {
  const bytes: number[] = []
  for await (const some of places) {
    for (const { offset, length } of some) for (let i = 0; i < length; i++) bytes.push(offset + i)
  }
  return bytes
}

/** Some thousands of clusters, in runs that go up and down. */
const clusterRuns = fc
  .tuple(fc.integer({ min: 1, max: 997 }), fc.integer({ min: 1, max: 9000 }))
  .map(([stride, count]) =>
    // 12,007 is a prime: no number comes twice.
    Array.from(
      { length: count },
      (_, i) => (((Math.floor(i / 3) * 3 * stride) % 12_007) + (i % 3)) % 12_007,
    ),
  )
  .map((numbers) => [...new Set(numbers)].filter((i) => i < CLUSTERS).map((i) => i + 2))

test('any part of a chain is found, whoever else reads it', async () => {
  await fc.assert(
    fc.asyncProperty(
      clusterRuns,
      fc.array(fc.tuple(fc.nat(80_000), fc.nat(3000)), { minLength: 1, maxLength: 4 }),
      async (clusters, parts) => {
        const chain = new Chain(chained(clusters), clusters[0] ?? 0)
        const read = parts.map(async ([from, length]) => {
          const expected = Array.from({ length }, (_, i) => from + i)
            .filter((at) => at < clusters.length * CLUSTER)
            .map(
              (at) =>
                START + ((clusters[Math.floor(at / CLUSTER)] ?? 0) - 2) * CLUSTER + (at % CLUSTER),
            )
          expect(await bytesOf(chain.places(from, from + length))).toEqual(expected)
        })
        await Promise.all(read)
        expect(await chain.length(CLUSTERS * CLUSTER)).toBe(clusters.length * CLUSTER)
        expect(chain.fault).toBeUndefined()
      },
    ),
    { numRuns: 20 },
  )
})

test('places that go on are one, also those of many clusters', async () => {
  const clusters = Array.from({ length: 10_000 }, (_, i) => i + 2)
  const batches: (readonly ByteRange[])[] = []
  for await (const batch of new Chain(chained(clusters), 2).places(5, 79_999)) batches.push(batch)
  expect(batches).toEqual([[{ offset: START + 5, length: 79_994 }]])
})

test('a chain that comes back to itself ends before, however long it is', async () => {
  await fc.assert(
    fc.asyncProperty(clusterRuns, fc.nat(), async (clusters, back) => {
      const space = chained(clusters, clusters[back % clusters.length])
      const chain = new Chain(space, clusters[0] ?? 0)
      expect(await chain.length(Number.MAX_SAFE_INTEGER)).toBe(clusters.length * CLUSTER)
      expect(chain.fault).toBe('Its chain of clusters goes in a circle.')
    }),
    { numRuns: 20 },
  )
})

test('it is followed no further than it is asked for', async () => {
  const clusters = Array.from({ length: 10_000 }, (_, i) => i + 2)
  const chain = new Chain(chained(clusters, NEXT.bad), 2)
  expect(await chain.length(100)).toBe(104)
  expect(chain.fault).toBeUndefined()
  expect(await chain.length(1_000_000)).toBe(80_000)
  expect(chain.fault).toContain('marked as bad')
})

test('a table that ends before says so', async () => {
  const space = chained([2, 3])
  const table = clusterTable(new MemoryFile(new Uint8Array(8)), {
    offset: 0,
    length: 1000,
    bits: 32,
    entries: () => () => 3,
  })
  const chain = new Chain({ ...space, table }, 2)
  expect(await chain.length(100)).toBe(8)
  expect(chain.fault).toBe('The table has no entry for one of its clusters.')
  expect(table.placeOf(0, 9)).toEqual({ offset: 0, length: 8 })
})

test('clusters side by side are as many as there are', async () => {
  const space = chained([])
  expect(sideBySide(space, 11_998, 100)).toMatchObject({
    fault: 'Its clusters lead out of the volume.',
  })
  expect(await bytesOf(sideBySide(space, 3, 20).places(2, 9))).toEqual(
    Array.from({ length: 7 }, (_, i) => START + 8 + 2 + i),
  )
  expect(await sideBySide(space, 1, 100).length(0)).toBe(0)
})

/** Says of its entries how many bytes they are. */
class Lengths implements EntryReader {
  isOver = false
  readonly lengths: number[] = []
  read(bytes: Uint8Array) {
    this.lengths.push(bytes.length)
    return []
  }
  takeProblems() {
    return []
  }
}

test('a directory is read a little first, then more at once, and no longer than there are any', async () => {
  const volume = new MemoryFile(new Uint8Array(200_000))
  const reader = new Lengths()
  const table = {
    volume,
    allocation: inOnePlace({ offset: 0, length: 160_000 }),
    size: undefined,
    longest: 150_016,
    reader,
  }
  const problems: string[] = []
  for await (const part of directoryParts(table)) problems.push(...part.problems)
  expect(reader.lengths).toEqual([4096, 65_536, 65_536, 14_848])
  expect(problems).toEqual(['What of it is behind 146.5 KiB is not read: no directory is longer.'])
})
