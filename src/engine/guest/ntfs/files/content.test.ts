/** Contents that are made by hand: in pieces, described by several records, damaged. */
import { describe, expect, test } from 'vitest'
import { filesOf } from '../../../../testing/guest-files-of.ts'
import { checkFootprints } from '../../../../testing/guest-tree.ts'
import {
  ATTRIBUTE_LIST,
  attributeList,
  DATA,
  ENCRYPTED,
  fileRecord,
  type ListedPart,
  mapped,
  NTFS_CLUSTER,
  resident,
} from '../../../../testing/made-ntfs.ts'
import {
  CLUSTERS,
  clusters,
  expectContent,
  extentsOf,
  joined,
  ntfsOf,
  pattern,
  put,
  type Records,
  statOf,
  treeOf,
  unreadable,
} from '../../../../testing/made-ntfs-files.ts'
import type { SparseFile } from '../../../compose/sparse-file.ts'

test('holes and what was never written are zeros', async () => {
  const made = ntfsOf([
    mapped({
      runs: [
        [200, 2],
        [undefined, 3],
        [100, 2],
      ],
      size: 7 * NTFS_CLUSTER - 100,
      initialized: 5 * NTFS_CLUSTER + 50,
    }),
  ])
  put(put(made, 200, clusters(2)), 100, clusters(2, 2))
  const expected = joined(
    clusters(2),
    new Uint8Array(3 * NTFS_CLUSTER),
    clusters(2, 2).subarray(0, 50),
    new Uint8Array(2 * NTFS_CLUSTER - 150),
  )
  await expectContent(made, expected)
  expect(unreadable(await extentsOf(made))).toEqual([])
})

test('runs that end early, or lie outside, are unreadable', async () => {
  const made = ntfsOf([
    mapped({
      runs: [
        [200, 1],
        [CLUSTERS - 1, 2],
      ],
      size: 5 * NTFS_CLUSTER,
    }),
  ])
  put(put(made, 200, clusters(1)), CLUSTERS - 1, clusters(1, 5))
  // Behind the last cluster of the volume lies a sector more.
  expect(unreadable(await extentsOf(made))).toEqual([
    [2 * NTFS_CLUSTER + 512, NTFS_CLUSTER - 512, expect.stringMatching(/behind the end/)],
    [3 * NTFS_CLUSTER, 2 * NTFS_CLUSTER, expect.stringMatching(/Nothing says where/)],
  ])
  const expected = joined(clusters(1), clusters(1, 5), new Uint8Array(3 * NTFS_CLUSTER))
  await expectContent(made, expected)
})

test('streams have names; one that is not there is refused', async () => {
  const made = ntfsOf([
    resident(DATA, pattern(10)),
    resident(DATA, pattern(20, 3), 'one'),
    mapped({ runs: [[200, 1]], size: 4000, name: 'twö' }),
  ])
  put(made, 200, clusters(1))
  await expectContent(made, pattern(10))
  await expectContent(made, pattern(20, 3), 'one')
  await expectContent(made, clusters(1).subarray(0, 4000), 'twö')
  const { streams } = await statOf(made)
  expect(streams).toEqual([
    { name: 'one', size: 20n },
    { name: 'twö', size: 4000n },
  ])
  expect(await (await filesOf(made)).open(20, 'three')).toMatchObject({ ok: false })
})

test('a resident content is read without the guards in it', async () => {
  await expectContent(ntfsOf([resident(DATA, pattern(700))]), pattern(700))
})

test('of more bytes than any file can have is refused, and its stat says how many', async () => {
  const huge = mapped({ runs: [[200, 1]] })
  new DataView(huge.buffer).setBigUint64(48, 2n ** 62n, true)
  const made = ntfsOf([huge])
  expect(await (await filesOf(made)).open(20)).toMatchObject({ ok: false })
  expect((await statOf(made)).problems.join()).toMatch(/4,611,686,018,427,387,904/)
})

test('encrypted content is unreadable', async () => {
  const made = ntfsOf([mapped({ runs: [[200, 1]], size: 3000, flags: ENCRYPTED })])
  put(made, 200, clusters(1))
  expect(await extentsOf(made)).toEqual([
    { offset: 0, length: 3000, from: 'unreadable', reason: expect.stringMatching(/EFS/) },
  ])
  await expectContent(made, new Uint8Array(3000))
  expect((await statOf(made)).problems.join()).toMatch(/encrypted/)
})

describe('what several records say', () => {
  const parts: readonly ListedPart[] = [
    { type: 0x10, vcn: 0, record: 20 },
    { type: DATA, vcn: 0, record: 20 },
    { type: DATA, vcn: 1, record: 21 },
    { type: DATA, vcn: 3, record: 22 },
    { type: DATA, vcn: 0, record: 22, name: 'beside' },
  ]
  const first = mapped({ runs: [[200, 1]], size: 4 * NTFS_CLUSTER })
  const others: Records = {
    21: fileRecord([mapped({ vcn: 1, runs: [[100, 2]] })], 20),
    22: fileRecord([mapped({ vcn: 3, runs: [[210, 1]] }), resident(DATA, pattern(30), 'beside')], {
      base: 20,
    }),
  }
  const filled = (made: SparseFile): SparseFile =>
    put(put(put(made, 200, clusters(1)), 100, clusters(2, 2)), 210, clusters(1, 3))
  const whole = joined(clusters(1), clusters(2, 2), clusters(1, 3))
  const list = (some = parts) => resident(ATTRIBUTE_LIST, attributeList(some))

  test('is put together', async () => {
    const made = filled(ntfsOf([list(), first], others))
    await expectContent(made, whole)
    await expectContent(made, pattern(30), 'beside')
    expect((await statOf(made)).problems).toEqual([])
  })

  test('also where the list is elsewhere, and in no order', async () => {
    const bytes = attributeList([...parts].reverse())
    const elsewhere = mapped({ type: ATTRIBUTE_LIST, runs: [[60, 1]], size: bytes.length })
    const made = put(filled(ntfsOf([elsewhere, first], others)), 60, bytes)
    await expectContent(made, whole)
  })

  test.each<[string, Records, RegExp]>([
    ['is not there', { ...others, 21: new Uint8Array(1024) }, /damaged or not in use/],
    [
      'belongs to another file',
      { ...others, 21: fileRecord([mapped({ vcn: 1, runs: [[100, 2]] })], 23) },
      /another file/,
    ],
    [
      'belongs to an earlier use of it',
      {
        ...others,
        21: fileRecord([mapped({ vcn: 1, runs: [[100, 2]] })], { base: 20, baseSequence: 9 }),
      },
      /another file/,
    ],
    [
      'was used again',
      {
        ...others,
        21: fileRecord([mapped({ vcn: 1, runs: [[100, 2]] })], { base: 20, sequence: 9 }),
      },
      /used for something else/,
    ],
    ['has another part', { ...others, 21: fileRecord([first], 20) }, /does not have it/],
  ])('a part whose record %s is unreadable, and the others are read', async (_, some, reason) => {
    const made = filled(ntfsOf([list(), first], some))
    expect(unreadable(await extentsOf(made))).toEqual([
      [NTFS_CLUSTER, 2 * NTFS_CLUSTER, expect.stringMatching(reason)],
    ])
    await expectContent(made, joined(clusters(1), new Uint8Array(2 * NTFS_CLUSTER), clusters(1, 3)))
  })

  test.each<[string, readonly ListedPart[], Records, RegExp]>([
    [
      'is damaged',
      [{ type: DATA, vcn: 0, record: 23 }],
      {},
      /Record 23.* is damaged or not in use/,
    ],
    ['is not in the list', [], {}, /beginning is described nowhere/],
  ])('where the first part %s, the others are read', async (_, some, more, problem) => {
    const rest = parts.filter(({ vcn, type }) => type === DATA && vcn > 0)
    const made = filled(ntfsOf([list([...some, ...rest])], { ...others, ...more }))
    const stat = await statOf(made)
    expect([stat.size, stat.problems.length]).toEqual([BigInt(4 * NTFS_CLUSTER), 1])
    expect(stat.problems[0]).toMatch(problem)
    expect(unreadable(await extentsOf(made))).toEqual([[0, NTFS_CLUSTER, expect.any(String)]])
    await expectContent(made, joined(new Uint8Array(NTFS_CLUSTER), clusters(2, 2), clusters(1, 3)))
    const files = await filesOf(made)
    await checkFootprints(files, await treeOf(made))
  })

  test('a list that cannot be read leaves what the record has, and is said', async () => {
    const lost = mapped({ type: ATTRIBUTE_LIST, runs: [[CLUSTERS + 5, 1]], size: 100 })
    const made = filled(ntfsOf([lost, first], others))
    expect((await statOf(made)).problems.join()).toMatch(/list of attributes cannot be read/)
    const extents = await extentsOf(made)
    expect(extents[0]).toMatchObject({ from: 'volume', length: NTFS_CLUSTER })
  })

  test('a record that only continues another one is no file', async () => {
    const files = await filesOf(filled(ntfsOf([list(), first], others)))
    expect(await files.stat(21)).toMatchObject({ ok: false, reason: /continues record 20/ })
  })
})
