/** What a file and a volume say of themselves, made by hand. */
import { describe, expect, test } from 'vitest'
import { filesOf } from '../../../../testing/guest-files-of.ts'
import { readTree } from '../../../../testing/guest-tree.ts'
import {
  ATTRIBUTE_LIST,
  attributeList,
  DATA,
  fileRecord,
  mapped,
  NTFS_CLUSTER,
  REPARSE_POINT,
  recordPlace,
  resident,
  standardInformation,
} from '../../../../testing/made-ntfs.ts'
import {
  clusters,
  expectContent,
  extentsOf,
  joined,
  MFT,
  ntfsOf,
  ntfsWith,
  pattern,
  put,
  statOf,
  unreadable,
} from '../../../../testing/made-ntfs-files.ts'
import { FILE_NAME, fileName } from '../../../../testing/made-ntfs-names.ts'
import type { SparseFile } from '../../../compose/sparse-file.ts'
import { openFiles } from '../../open-files.ts'

describe('what a file is', () => {
  const reparse = (tag: number, data: Uint8Array): Uint8Array => {
    const value = new Uint8Array(8 + data.length)
    new DataView(value.buffer).setUint32(0, tag, true)
    new DataView(value.buffer).setUint16(4, data.length, true)
    value.set(data, 8)
    return resident(REPARSE_POINT, value)
  }
  const utf16 = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'))
  /** Names of a link: where each lies, and both of them. */
  function target(real: string, printed: string, isMountPoint: boolean): Uint8Array {
    const names = joined(utf16(real), utf16(printed))
    const fields = new Uint8Array(isMountPoint ? 8 : 12)
    const view = new DataView(fields.buffer)
    view.setUint16(2, 2 * real.length, true)
    view.setUint16(4, 2 * real.length, true)
    view.setUint16(6, 2 * printed.length, true)
    return joined(fields, names)
  }

  test.each<[string, Uint8Array, string]>([
    ['a symbolic link', reparse(0xa000_000c, target('\\??\\C:\\x', 'C:\\x', false)), 'C:\\x'],
    ['a junction', reparse(0xa000_0003, target('\\??\\C:\\y', 'C:\\y', true)), 'C:\\y'],
    [
      'a mounted volume, which is not printed',
      reparse(0xa000_0003, target('\\??\\Volume{1}\\', '', true)),
      '\\??\\Volume{1}\\',
    ],
    [
      'a link of Linux',
      reparse(0xa000_001d, joined(Uint8Array.of(2, 0, 0, 0), new TextEncoder().encode('/ü'))),
      '/ü',
    ],
  ])('%s leads somewhere', async (_, point, expected) => {
    const stat = await statOf(ntfsOf([point]))
    expect(stat).toMatchObject({ kind: 'link', target: expected, problems: [] })
  })

  test('a link whose names lie outside of it leads nowhere', async () => {
    const point = reparse(0xa000_000c, target('x'.repeat(9), 'y', false).subarray(0, 14))
    const stat = await statOf(ntfsOf([point]))
    expect(stat).toMatchObject({ kind: 'link', problems: [/Where it leads/] })
    expect(stat).not.toHaveProperty('target')
  })

  const wof = (provider: number, method: number) =>
    reparse(0x8000_0017, Uint8Array.of(1, 0, 0, 0, provider, 0, 0, 0, 1, 0, 0, 0, method, 0, 0, 0))
  test.each<[string, Uint8Array, RegExp]>([
    ['compressed by Windows', wof(2, 1), /WOF, LZX/],
    ['in an image', wof(1, 0), /WOF, WIM/],
    ['deduplicated', reparse(0x8000_0013, new Uint8Array(8)), /deduplicated/],
    ['of an unknown kind', reparse(0x8000_0777, new Uint8Array(8)), /0x80000777/],
  ])('content that is %s is named, and never taken for plain', async (_, point, reason) => {
    const made = put(ntfsOf([mapped({ runs: [[200, 1]] }), point]), 200, clusters(1))
    expect((await statOf(made)).problems.join()).toMatch(reason)
    expect(unreadable(await extentsOf(made))).toEqual([
      [0, NTFS_CLUSTER, expect.stringMatching(reason)],
    ])
    await expectContent(made, new Uint8Array(NTFS_CLUSTER))
  })

  test.each([
    ['all here', 0x420, true],
    ['elsewhere', 0x40_0420, false],
    ['elsewhere, as of old', 0x1420, false],
  ])('content in a cloud that is %s', async (_, attributes, isHere) => {
    const made = ntfsWith([{ name: 'it', record: 20 }], {
      20: fileRecord([
        standardInformation(attributes),
        resident(DATA, pattern(40)),
        reparse(0x9000_601a, new Uint8Array(8)),
      ]),
    })
    await expectContent(made, isHere ? pattern(40) : new Uint8Array(40))
    expect((await statOf(made)).problems.join()).toMatch(/cloud/)
  })

  test('its times are exact, from the first to the last that can be', async () => {
    const times = [0n, 2n ** 63n - 1n, 116_444_736_000_000_001n, 2n ** 63n] as const
    const made = ntfsWith([{ name: 'it', record: 20 }], {
      20: fileRecord([standardInformation(0x23, times)]),
    })
    const stat = await statOf(made)
    expect(stat.times).toEqual({
      created: { nanoseconds: -11_644_473_600_000_000_000n },
      modified: { nanoseconds: 910_692_730_085_477_580_700n },
      changed: { nanoseconds: 100n },
    })
    expect(stat.attributes).toEqual(['read-only', 'hidden', 'archive'])
    expect(stat.problems.join()).toMatch(/time/)
  })

  test('it has as many links as names that are not only those of DOS', async () => {
    const names = [
      { name: 'LONGNA~1', space: 2 },
      { name: 'long name', space: 1 },
      { name: 'other', space: 0 },
    ].map((it) => resident(FILE_NAME, fileName({ record: 20, ...it })))
    expect((await statOf(ntfsOf(names))).links).toBe(2)
  })
})

describe('the volume', () => {
  const empty = { 20: fileRecord([standardInformation(), resident(DATA, pattern(9))]) }
  const names = [{ name: 'it', record: 20 }]

  test('whose log was closed has nothing to be said', async () => {
    expect((await filesOf(ntfsWith(names, empty))).notes).toEqual([])
  })

  test('that is in use, with an open log, is doubted', async () => {
    const made = ntfsWith(names, empty, { flags: 1 })
    put(made, 8, new Uint8Array(2 * NTFS_CLUSTER))
    expect((await filesOf(made)).notes).toEqual([
      expect.stringMatching(/marked as in use/),
      expect.stringMatching(/log cannot be read/),
    ])
  })

  test('whose table of files begins with damage is read by its copy', async () => {
    const made = ntfsWith(names, empty)
    const copied = 500
    put(made, copied, made.take(recordPlace(0), 4096))
    const boot = made.take(0, 512)
    new DataView(boot.buffer).setBigUint64(0x38, BigInt(copied), true)
    made.put(0, boot)
    made.put(recordPlace(0), new Uint8Array(3 * 1024))
    const files = await filesOf(made)
    expect(files.notes).toEqual([expect.stringMatching(/records 0, 2 the copies/)])
    expect([...(await readTree(made, files)).nodes.keys()]).toEqual(['', '/it'])
  })

  test('of whose table of files a part cannot be found is read as far as it is', async () => {
    const list = attributeList([
      { type: DATA, vcn: 0, record: 0 },
      { type: DATA, vcn: 16, record: 15 },
    ])
    const table = fileRecord([resident(ATTRIBUTE_LIST, list), mapped({ runs: MFT, size: 100_000 })])
    const files = await filesOf(ntfsWith(names, empty, { table }))
    expect(files.notes).toEqual([expect.stringMatching(/only 64 of its records/)])
    expect(await files.stat(20)).toMatchObject({ size: 9n })
  })

  test.each([
    ['that ends in its boot sector', (made: SparseFile) => made.setSize(511)],
    ['without its table of files', (made: SparseFile) => made.setSize(4 * NTFS_CLUSTER)],
    ['whose clusters have no size', (made: SparseFile) => made.put(13, Uint8Array.of(3))],
  ])('%s is refused', async (_, damage) => {
    const made = ntfsWith(names, empty)
    damage(made)
    expect(await openFiles(made, { kind: 'NTFS' })).toMatchObject({ ok: false })
  })
})
