/** Free clusters of an exFAT that mkfs.exfat has made, and whose bitmap was then written by hand. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { freeSpaceOf, unitsOf } from '../../../testing/free-space-of.ts'
import { withVolume } from '../../../testing/made-volumes.ts'
import { hasProgram } from '../../../testing/programs.ts'
import { MemoryFile } from '../../bytes/memory-file.ts'
import { MIB } from '../../format/layout.ts'

const has = hasProgram('mkfs.exfat') && hasProgram('dump.exfat')

const SIZE = 8 * MIB
const CLUSTER = 512
/** As mkfs.exfat lays out so small a volume. */
const TABLE = MIB
const DATA = 2 * MIB
const CLUSTERS = (SIZE - DATA) / CLUSTER
const placeOf = (cluster: number): number => DATA + (cluster - 2) * CLUSTER
/** Clusters 2 to 4 are the bitmap, then come the table of capital letters and the root directory. */
const BITMAP = placeOf(2)
const ROOT = placeOf(17)
const OWN = 16

const bitmap = fc
  .uint8Array({ minLength: 1, maxLength: 40 })
  .map((bytes) => Uint8Array.from({ length: CLUSTERS / 8 }, (_, i) => bytes[i % bytes.length] ?? 0))
  .map((bytes) => {
    bytes.fill(0xff, 0, OWN / 8)
    return bytes
  })

const freeIn = (bits: Uint8Array): readonly number[] =>
  Array.from({ length: CLUSTERS }, (_, i) => i).filter(
    (i) => (((bits[i >> 3] ?? 0) >> (i & 7)) & 1) === 0,
  )

/** Bytes that are put at places. */
type Changes = readonly (readonly [at: number, bytes: ArrayLike<number>])[]

describe.skipIf(!has)('an exFAT', async () => {
  let original = new Uint8Array()
  await (has &&
    withVolume({ tool: 'mkfs.exfat', args: ['-c', `${CLUSTER}`], size: SIZE / MIB }, (volume) =>
      volume.with(async (source) => {
        original = new Uint8Array(await source.read(0, SIZE))
      }),
    ))
  /** The volume with some bytes changed. */
  const changed = async (...changes: Changes) => {
    const bytes = original.slice()
    for (const [at, more] of changes) bytes.set(more, at)
    return freeSpaceOf(new MemoryFile(bytes))
  }
  const doubts = async (...changes: Changes) => {
    const space = (await changed(...changes))?.space
    return space?.ok ? space.doubts : [space?.reason]
  }
  const next = (cluster: number, to: number) =>
    [TABLE + 4 * cluster, [to & 0xff, to >> 8, 0, 0]] as const

  test('has the clusters free that dump.exfat counts, and whose bits are zero', () =>
    withVolume({ tool: 'mkfs.exfat', args: ['-c', `${CLUSTER}`], size: SIZE / MIB }, (volume) =>
      fc.assert(
        fc.asyncProperty(bitmap, async (bits) => {
          await volume.put(BITMAP, bits)
          const read = await volume.with(freeSpaceOf)
          const told = /Free Clusters:\s+(\d+)/.exec(volume.run('dump.exfat', []))
          const free = freeIn(bits)
          expect(free).toHaveLength(Number(told?.[1]))
          expect(read?.space).toMatchObject({
            size: SIZE,
            unitSize: CLUSTER,
            freeBytes: free.length * CLUSTER,
            doubts: [],
          })
          const units = unitsOf(read?.runs ?? [], CLUSTER, DATA)
          const each = units.flatMap(([a, b]) => Array.from({ length: b - a + 1 }, (_, i) => a + i))
          expect(each).toEqual(free)
        }),
        { numRuns: 2 },
      ),
    ))

  test('whose bitmap is in pieces is read by its chain, and doubted', async () => {
    const bits = new Uint8Array(CLUSTERS / 8).fill(0xff)
    bits[700] = 0
    const read = await changed(
      [BITMAP, bits],
      [BITMAP + CLUSTER, new Uint8Array(CLUSTER).fill(0xff)],
      [placeOf(100), bits.subarray(CLUSTER, 2 * CLUSTER)],
      next(2, 100),
      next(100, 4),
    )
    expect(unitsOf(read?.runs ?? [], CLUSTER, DATA)).toEqual([[5600, 5607]])
    expect(read?.space).toMatchObject({ doubts: [expect.stringContaining('in pieces')] })
  })

  test.each<[string, Changes, string]>([
    ['breaks off', [next(3, 0)], 'The chain of its bitmap breaks off'],
    ['goes in a circle', [next(2, 2)], 'in pieces'],
    ['leads out of the volume', [next(3, 65_000)], 'The chain of its bitmap breaks off'],
  ])('whose bitmap %s is told so', async (_, changes, told) => {
    expect((await doubts(...changes)).join('\n')).toContain(told)
  })

  test.each<[string, Changes, string]>([
    ['is marked as dirty', [[106, [2]]], 'It is marked as in use.'],
    ['says that its medium has failed', [[106, [4]]], 'Errors are recorded in it.'],
    ['says that more is in use', [[112, [50]]], 'By its bitmap 0% are in use'],
    ['has another boot region', [[600, [1]]], 'The checksum of its boot region is wrong.'],
    ['has a bitmap for fewer', [[ROOT + 32 + 24, [100, 0]]], '800 bits for 12,288 clusters'],
    ['calls its root directory free', [[BITMAP + 1, [0x7f]]], 'its own structures lie in'],
  ])('that %s is doubted', async (_, changes, doubt) => {
    expect((await doubts(...changes)).join('\n')).toContain(doubt)
  })

  test.each<[string, Changes, string]>([
    ['without an entry for a bitmap', [[ROOT + 32, [1]]], 'names no bitmap'],
    ['whose root directory is not there', [[96, [0, 0, 1, 0]]], 'root directory cannot be read'],
    ['whose sectors have a size that cannot be', [[108, [13]]], 'no sizes that can be'],
  ])('%s is refused', async (_, changes, reason) => {
    expect((await doubts(...changes)).join()).toContain(reason)
  })

  test('with two tables has the bitmap that the flags name', async () => {
    const second = new Uint8Array(CLUSTERS / 8).fill(0xff)
    second[100] = 0xf0
    const entry = original.slice(ROOT + 32, ROOT + 64)
    entry[1] = 1
    entry[20] = 200
    const tables = original.slice(TABLE, TABLE + 128 * 512)
    const read = await changed(
      [106, [1]],
      [110, [2]],
      [ROOT + 96, entry],
      [placeOf(200), second],
      [TABLE + tables.length, tables],
      ...[200, 201].map((cluster) => {
        const [at, bytes] = next(cluster, cluster + 1)
        return [at + tables.length, bytes] as const
      }),
    )
    expect(unitsOf(read?.runs ?? [], CLUSTER, DATA)).toEqual([[800, 803]])
  })
})
