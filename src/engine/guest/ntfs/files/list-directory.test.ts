/** Directories that are made by hand: what no tool makes, and what is damaged. */
import { expect, test } from 'vitest'
import { counting } from '../../../../testing/counting-source.ts'
import { filesOf } from '../../../../testing/guest-files-of.ts'
import {
  DATA,
  fileRecord,
  mapped,
  recordPlace,
  resident,
  standardInformation,
} from '../../../../testing/made-ntfs.ts'
import { DIRECTORY, MFT, ntfsWith, put, treeOf } from '../../../../testing/made-ntfs-files.ts'
import {
  BITMAP,
  INDEX_ALLOCATION,
  INDEX_BLOCK,
  indexBlock,
  indexRoot,
  type NamedFile,
  ROOT,
} from '../../../../testing/made-ntfs-names.ts'
import type { SparseFile } from '../../../compose/sparse-file.ts'

const file = (record: number, name: string, rest: Partial<NamedFile> = {}): NamedFile => ({
  record,
  name,
  ...rest,
})
const empty = fileRecord([standardInformation(), resident(DATA, new Uint8Array())])

test('a short name of DOS is left out beside the long one, and the root’s name of itself', async () => {
  const made = ntfsWith(
    [
      file(ROOT, '.', { flags: DIRECTORY, space: 3 }),
      file(20, 'LONGNA~1', { space: 2 }),
      file(20, 'long name', { space: 1 }),
      file(20, 'BOTH', { space: 3 }),
      file(20, 'posix?', { space: 0 }),
      file(20, '..', { space: 0 }),
    ],
    { 20: empty },
  )
  const { nodes, problems } = await treeOf(made)
  expect([...nodes.keys()]).toEqual(['', '/long name', '/BOTH', '/posix?', '/..'])
  expect(problems).toEqual([])
})

test.each<[string, NamedFile, RegExp]>([
  [
    'was used again',
    file(20, 'x', { sequence: 9 }),
    /leads nowhere: record 20 has been used for something else/,
  ],
  ['is not in use', file(21, 'x'), /record 21 is not in use/],
  ['is not there', file(22, 'x'), /record 22 is damaged or not there/],
  ['is behind the table', file(2 ** 31, 'x'), /is damaged or not there/],
  ['is in another directory', file(20, 'x', { parent: 23 }), /is in another directory/],
])('one whose record %s is shown, and said', async (_, name, problem) => {
  const made = ntfsWith([name], { 20: empty, 21: fileRecord([], { flags: 0 }) })
  const parts = []
  for await (const part of (await filesOf(made)).list(ROOT)) parts.push(part)
  expect(parts.flatMap(({ entries }) => entries.map((it) => it.name))).toEqual(['x'])
  expect(parts.flatMap(({ problems }) => problems).join()).toMatch(problem)
})

test('many that are wrong are counted', async () => {
  const names = Array.from({ length: 8 }, (_, i) => file(21, `x${i}`, { parent: 20 }))
  const blocks = [0, 1, 2, 3, 4].map((i) => indexBlock(i, names))
  const made = directory(blocks, Uint8Array.of(0x1f))
  const { problems } = await treeOf(made)
  expect(problems.filter((text) => text.includes('leads nowhere'))).toHaveLength(20)
  expect(problems.join()).toMatch(/20 more things/)
})

/** In record 20; its blocks lie in the clusters from 300 on, but for those that are `elsewhere`. */
function directory(blocks: readonly Uint8Array[], bitmap: Uint8Array | undefined): SparseFile {
  const made = ntfsWith([file(20, 'd', { flags: DIRECTORY })], {
    20: fileRecord(
      [
        standardInformation(),
        indexRoot([file(24, 'in root', { parent: 20 })], [0, 1]),
        mapped({ type: INDEX_ALLOCATION, runs: [[300, blocks.length]], name: '$I30' }),
        ...(bitmap ? [resident(BITMAP, bitmap, '$I30')] : []),
      ],
      { flags: 3 },
    ),
    24: empty,
  })
  for (const [i, block] of blocks.entries()) put(made, 300 + i, block)
  return made
}
const inBlock = (i: number, children?: readonly number[]) =>
  indexBlock(i, [file(24, `in ${i}`, { parent: 20 })], children)
const inDirectory = async (made: SparseFile) => {
  const { nodes, problems } = await treeOf(made)
  return { names: [...nodes.keys()].filter((path) => path.startsWith('/d/')), problems }
}

test('all blocks that are in use are read, and no others', async () => {
  const found = await inDirectory(
    directory(
      [0, 1, 2, 3].map((i) => inBlock(i)),
      Uint8Array.of(11),
    ),
  )
  expect(found.names).toEqual(['/d/in root', '/d/in 0', '/d/in 1', '/d/in 3'])
  expect(found.problems).toEqual([])
})

test('a tree that leads back to itself ends', async () => {
  const found = await inDirectory(
    directory([inBlock(0, [1, 0]), inBlock(1, [0, 0])], Uint8Array.of(3)),
  )
  expect(found.names).toEqual(['/d/in root', '/d/in 0', '/d/in 1'])
})

test('without a bitmap, all blocks that are whole are read', async () => {
  const found = await inDirectory(
    directory([inBlock(0), new Uint8Array(INDEX_BLOCK), inBlock(2)], undefined),
  )
  expect(found.names).toEqual(['/d/in root', '/d/in 0', '/d/in 2'])
  expect(found.problems.join()).toMatch(/in use cannot be read/)
})

test('a block that is damaged, torn or another one is said, and the others are read', async () => {
  const torn = inBlock(1).fill(0, 510, 512)
  const found = await inDirectory(
    directory([new Uint8Array(INDEX_BLOCK), torn, inBlock(7), inBlock(3)], Uint8Array.of(15)),
  )
  expect(found.names).toEqual(['/d/in root', '/d/in 3'])
  expect(found.problems).toEqual([
    expect.stringMatching(/Block 0 of its names is damaged/),
    expect.stringMatching(/Block 1 of its names is damaged/),
    expect.stringMatching(/Block 2 of its names says that it is another one/),
  ])
})

test('of entries, those before a damaged one are read', async () => {
  const block = inBlock(0)
  // The length of the entry behind the first one.
  const first = 24 + 0x28
  const next = first + new DataView(block.buffer).getUint16(first + 8, true)
  block.fill(0, next, next + 16)
  const found = await inDirectory(directory([block], Uint8Array.of(1)))
  expect(found.names).toEqual(['/d/in root', '/d/in 0'])
  expect(found.problems.join()).toMatch(/In block 0 of its names entries are damaged/)
})

test('blocks that are in a hole, however large, take no time', async () => {
  const made = ntfsWith([file(20, 'd', { flags: DIRECTORY })], {
    20: fileRecord(
      [
        standardInformation(),
        indexRoot([file(24, 'in root', { parent: 20 })], [0]),
        mapped({
          type: INDEX_ALLOCATION,
          runs: [
            [300, 1],
            [undefined, 2 ** 30],
            [301, 1],
          ],
          name: '$I30',
        }),
      ],
      { flags: 3 },
    ),
    24: empty,
  })
  put(made, 300, inBlock(0))
  // As large as what it says.
  made.setSize(2 ** 43)
  const found = await inDirectory(made)
  expect(found.names).toEqual(['/d/in root', '/d/in 0'])
  expect(found.problems.join()).toMatch(/Of its names 4 TiB .* cannot be read: it is a hole/)
})

test('a directory without its root is read by its blocks', async () => {
  const made = directory([inBlock(0)], Uint8Array.of(1))
  // Its type becomes one that nobody knows.
  const at = recordPlace(20, MFT)
  const record = made.take(at, 1024)
  const root = 0x38 + new DataView(record.buffer, 0x38).getUint32(4, true)
  made.put(at + root, Uint8Array.of(0x99))
  made.put(0x44, Uint8Array.of(1))
  const found = await inDirectory(made)
  expect(found.names).toEqual(['/d/in 0'])
  expect(found.problems.join()).toMatch(/root of its names is missing/)
})

test('the root of a volume is listed with little reading', async () => {
  const made = counting(ntfsWith([file(20, 'x')], { 20: empty }))
  const files = await filesOf(made)
  for await (const part of files.list(files.root)) expect(part.problems).toEqual([])
  expect(made.bytesRead).toBeLessThan(300_000)
})
