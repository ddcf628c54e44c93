/** exFATs with files that are damaged: what can be read is read, and the rest is said. */
import { describe, expect, test } from 'vitest'
import { extentsOf, filesOf, treeOf } from '../../../testing/guest-files-of.ts'
import { readTree } from '../../../testing/guest-tree.ts'
import { emptyExfat, type MadeExfat, makeExfat, seal } from '../../../testing/made-exfat.ts'
import { hasProgram } from '../../../testing/programs.ts'
import { MemoryFile } from '../../bytes/memory-file.ts'

const has = hasProgram('mkfs.exfat')

const patterned = (size: number, seed: number): Uint8Array =>
  Uint8Array.from({ length: size }, (_, i) => (i * 31 + (i >> 8) * seed + seed) & 0xff)

const flip = (bytes: Uint8Array, at: number, bits = 1): void =>
  bytes.set([(bytes[at] ?? 0) ^ bits], at)

describe.skipIf(!has)('an exFAT', async () => {
  const empty = has ? await emptyExfat() : new Uint8Array()
  const opened = async (made: MadeExfat) => {
    const source = new MemoryFile(made.bytes)
    const files = await filesOf(source)
    return { source, files }
  }

  const LONG = 'a long name '.repeat(21)
  /** Names that need three clusters of the directory begin in the last entry of one. */
  const made = (isContiguous: boolean) =>
    makeExfat(empty, {
      'in pieces': { content: patterned(3000, 1) },
      'in one piece': { content: patterned(3000, 2), isContiguous: true },
      inside: {
        isContiguous,
        names: Object.fromEntries(
          Array.from({ length: 12 }, (_, i) => [`${i} ${LONG}`.slice(0, 255), {}]),
        ),
      },
    })
  /** Changes bytes of the entries of a node, `at` from its first one; their checksum is made right again. */
  const changed = (exfat: MadeExfat, path: string, at: number, ...bytes: readonly number[]) => {
    const node = exfat.nodes.get(path) ?? 0
    exfat.bytes.set(bytes, node + at)
    seal(exfat.bytes.subarray(node, node + 32 * (1 + (exfat.bytes[node + 1] ?? 0))))
    return exfat
  }
  const read = async (exfat: MadeExfat, path: string) => {
    const { source, files } = await opened(exfat)
    const tree = await treeOf(files)
    const stat = tree.nodes.get(path)?.stat
    const node = exfat.nodes.get(path) ?? 0
    const extents = (await extentsOf(files, node)).map(({ offset, length, from }) => [
      from,
      offset,
      length,
    ])
    await readTree(source, files)
    return { stat, extents, problems: tree.problems, notes: files.notes }
  }
  const link = (exfat: MadeExfat, path: string, index: number, to: number) => {
    const cluster = exfat.clusters.get(path)?.[index] ?? 0
    new DataView(exfat.bytes.buffer).setUint32(exfat.entryOf(cluster), to, true)
    return exfat
  }

  test.each([true, false])(
    'has names whose entries lie in several clusters',
    async (isContiguous) => {
      const exfat = made(isContiguous)
      const { files } = await opened(exfat)
      const { nodes, problems } = await treeOf(files)
      expect(problems).toEqual([])
      expect(nodes.size).toBe(15)
      for (const { stat } of nodes.values()) expect(stat.problems).toEqual([])
    },
  )

  test.each<[string, (exfat: MadeExfat) => void, string, string, number]>([
    ['breaks off', (exfat) => link(exfat, '/in pieces', 1, 0), 'breaks off', 'lost', 1024],
    ['leads out', (exfat) => link(exfat, '/in pieces', 0, 99_999), 'leads out', 'lost', 512],
    [
      'is marked as bad',
      (exfat) => link(exfat, '/in pieces', 2, 0xffff_fff7),
      'as bad',
      'lost',
      1536,
    ],
    ['ends before it', (exfat) => link(exfat, '/in pieces', 2, 0xffff_ffff), 'lost', 'lost', 1536],
  ])('a content whose chain %s is read as far as that', async (_, change, told, more, length) => {
    const exfat = made(false)
    change(exfat)
    const { stat, extents } = await read(exfat, '/in pieces')
    expect(stat?.problems.join(' ')).toContain(told)
    expect(stat?.problems.join(' ')).toContain(more)
    expect(extents.at(-1)).toEqual(['unreadable', length, 3000 - length])
  })

  test('a content whose chain comes back to itself has no cluster twice', async () => {
    const exfat = made(false)
    link(exfat, '/in pieces', 3, exfat.clusters.get('/in pieces')?.[1] ?? 0)
    const { stat, extents } = await read(exfat, '/in pieces')
    expect(stat?.problems.join(' ')).toContain('in a circle')
    expect(extents).toHaveLength(5)
    expect(extents.at(-1)).toEqual(['unreadable', 2048, 952])
  })

  test('a content without a chain ends with the volume', async () => {
    const exfat = made(false)
    const [low = 0, high = 0] = exfat.bytes.subarray(92, 94)
    changed(exfat, '/in one piece', 32 + 20, low, high)
    const { stat, extents } = await read(exfat, '/in one piece')
    expect(stat?.problems.join(' ')).toContain('lead out of the volume')
    expect(extents.map(([from]) => from)).toEqual(['volume', 'unreadable'])
  })

  test('a size that no volume has is said as it is, and has no bytes', async () => {
    const exfat = changed(made(false), '/in pieces', 32 + 24, ...new Array(8).fill(0xff))
    const { files } = await opened(exfat)
    const node = exfat.nodes.get('/in pieces') ?? 0
    expect(await files.stat(node)).toMatchObject({ size: 2n ** 64n - 1n })
    const parts = await extentsOf(files, node)
    expect(parts.at(-1)).toMatchObject({ from: 'zeros' })
  })

  test.each<[string, (exfat: MadeExfat) => void, string]>([
    [
      'whose checksum is wrong',
      ({ bytes, nodes }) => flip(bytes, (nodes.get('/in pieces') ?? 0) + 2),
      'checksum of its entries',
    ],
    ['whose name has another hash', (exfat) => changed(exfat, '/in pieces', 36, 1, 2), 'hash'],
    [
      'that says more was written',
      (exfat) => changed(exfat, '/in pieces', 41, 0xff),
      'was written',
    ],
    [
      'that may have no clusters',
      (exfat) => changed(exfat, '/in pieces', 33, 0),
      'but no clusters',
    ],
    ['with a name that is cut', (exfat) => changed(exfat, '/in pieces', 35, 99), 'not whole'],
    ['from the month 0', (exfat) => changed(exfat, '/in pieces', 10, 1, 0), 'no time that can be'],
  ])('a file %s is shown with the problem', async (_, change, told) => {
    const exfat = made(false)
    change(exfat)
    const { nodes } = await treeOf((await opened(exfat)).files)
    const stats = [...nodes.values()].map(({ stat }) => stat.problems.join(' '))
    expect(nodes.size).toBe(15)
    expect(stats.filter((problem) => problem.includes(told))).toHaveLength(1)
  })

  test.each<[string, (exfat: MadeExfat) => void, number, string]>([
    [
      'a deleted file',
      ({ bytes, nodes }) => {
        const node = nodes.get('/in pieces') ?? 0
        for (let i = 0; i < 3; i++) flip(bytes, node + 32 * i, 0x80)
      },
      14,
      '',
    ],
    [
      'a file whose name is deleted',
      ({ bytes, nodes }) => bytes.set([0x41], (nodes.get('/in pieces') ?? 0) + 64),
      14,
      '/: The entries of 1 file are not whole: left out.',
    ],
    [
      'a file behind the end of its directory',
      ({ bytes, nodes }) => bytes.set([0], nodes.get('/inside')),
      2,
      '',
    ],
    [
      'a directory that is cut off',
      (exfat) => link(exfat, '/inside', 3, 0),
      6,
      '/inside: Its chain of clusters breaks off at one that the table calls free.',
    ],
    [
      'a directory in itself',
      (exfat) => changed(exfat, '/inside', 32 + 20, exfat.bytes[96] ?? 0, 0, 0, 0),
      3,
      '/inside: It shares its table of names',
    ],
  ])('%s', async (_, change, count, told) => {
    const exfat = made(false)
    change(exfat)
    const { nodes, problems } = await treeOf((await opened(exfat)).files)
    expect(nodes.size).toBe(count)
    expect(problems.join('\n')).toContain(told)
    if (told === '') expect(problems).toEqual([])
  })

  test.each<[string, (exfat: MadeExfat) => void, string]>([
    ['in use', ({ bytes }) => bytes.set([2], 106), 'It is marked as in use.'],
    ['of another boot region', ({ bytes }) => bytes.set([1], 600), 'checksum of its boot region'],
    ['with two tables', ({ bytes }) => bytes.set([2], 110), 'the first is used'],
  ])('one %s says so', async (_, change, told) => {
    const exfat = made(false)
    change(exfat)
    expect((await opened(exfat)).files.notes.join('\n')).toContain(told)
  })

  test('without a table of capital letters checks no hashes', async () => {
    const exfat = changed(made(false), '/in pieces', 36, 1, 2)
    const root = exfat.placeOf(exfat.clusters.get('')?.[0] ?? 0)
    const at = [0, 1, 2].map((i) => root + 32 * i).find((place) => exfat.bytes[place] === 0x82) ?? 0
    flip(exfat.bytes, at + 4)
    const { notes, stat } = await read(exfat, '/in pieces')
    expect(notes.join(' ')).toContain('Its table of capital letters is damaged')
    expect(stat?.problems).toEqual([])
    exfat.bytes[at] = 2
    expect((await opened(exfat)).files.notes.join(' ')).toContain('names no table of capital')
  })

  test('no entry is anywhere else', async () => {
    const { files } = await opened(made(false))
    for (const node of [1, -32, 32, Number.NaN, 2 ** 52, empty.length, empty.length - 32]) {
      expect(await files.stat(node)).toMatchObject({ ok: false })
      expect(await files.open(node)).toMatchObject({ ok: false })
      expect(await extentsOf(files, node)).toEqual([])
    }
    expect(await files.stat(0)).toMatchObject({ kind: 'directory', record: undefined, times: {} })
  })
})
