/** NTFS with random changes where it hurts: all of its files are read, nothing is thrown, and all of it ends. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { counting } from '../../../../testing/counting-source.ts'
import { readTree } from '../../../../testing/guest-tree.ts'
import { packLznt1 } from '../../../../testing/lznt1.ts'
import {
  ATTRIBUTE_LIST,
  attributeList,
  COMPRESSED,
  DATA,
  fileRecord,
  makeNtfs,
  mapped,
  NTFS_CLUSTER,
  REPARSE_POINT,
  recordPlace,
  resident,
  standardInformation,
} from '../../../../testing/made-ntfs.ts'
import { DIRECTORY, MFT } from '../../../../testing/made-ntfs-files.ts'
import {
  BITMAP,
  INDEX_ALLOCATION,
  indexBlock,
  indexRoot,
  type NamedFile,
  ROOT,
} from '../../../../testing/made-ntfs-names.ts'
import { damagedFiles } from '../../../../testing/random-bytes.ts'
import type { ByteRange } from '../../../bytes/byte-source.ts'
import { MemoryFile } from '../../../bytes/memory-file.ts'
import { MIB } from '../../../format/layout.ts'
import { openFiles } from '../../open-files.ts'
import { findFileSystem } from '../../volumes/find-file-system.ts'

/** GUEST_VOLUMES=5000 makes it thousands. */
const RUNS = Number(process.env['GUEST_VOLUMES'] ?? 60)
/** Milliseconds for one volume: far more than it takes, far less than without an end. */
const LIMIT = 4000

const LINK = Uint8Array.of(0x0c, 0, 0, 0xa0, 20, 0, 0, 0, 0, 0, 4, 0, 4, 0, 4, 0, 1, 0, 0, 0)
const name = (record: number, text: string, rest: Partial<NamedFile> = {}) => ({
  record,
  name: text,
  ...rest,
})

/** A directory with blocks, which has a link, a file that two records describe, a compressed one, and itself. */
function made(): Uint8Array {
  const parts = [
    { type: DATA, vcn: 0, record: 22 },
    { type: DATA, vcn: 2, record: 23 },
    { type: DATA, vcn: 0, record: 23, name: 'x' },
  ]
  const root = [name(20, 'd', { flags: DIRECTORY }), name(21, 'link', { flags: 0x400 })]
  const inDirectory = (record: number, text: string, flags?: number) =>
    name(record, text, { parent: 20, ...(flags && { flags }) })
  const file = makeNtfs({
    clusters: 1100,
    mft: MFT,
    records: {
      [ROOT]: fileRecord([standardInformation(), indexRoot(root)], { flags: 3 }),
      20: fileRecord(
        [
          standardInformation(),
          indexRoot([inDirectory(24, 'a')], [0, 1]),
          mapped({
            type: INDEX_ALLOCATION,
            runs: [
              [40, 1],
              [44, 1],
            ],
            name: '$I30',
          }),
          resident(BITMAP, Uint8Array.of(3), '$I30'),
        ],
        { flags: 3 },
      ),
      21: fileRecord([
        standardInformation(),
        resident(
          REPARSE_POINT,
          new Uint8Array([...LINK, ...Buffer.from('ab', 'utf16le'), ...Buffer.alloc(8)]),
        ),
      ]),
      22: fileRecord([
        standardInformation(),
        resident(ATTRIBUTE_LIST, attributeList(parts)),
        mapped({ runs: [[60, 2]], size: 5 * NTFS_CLUSTER, initialized: 4 * NTFS_CLUSTER }),
      ]),
      23: fileRecord(
        [
          mapped({
            vcn: 2,
            runs: [
              [undefined, 1],
              [70, 2],
            ],
          }),
          resident(DATA, new Uint8Array(30), 'x'),
        ],
        22,
      ),
      24: fileRecord([
        standardInformation(),
        mapped({
          runs: [
            [80, 1],
            [undefined, 3],
            [90, 4],
          ],
          flags: COMPRESSED,
          unit: 2,
        }),
      ]),
    },
  })
  const blocks = [
    indexBlock(0, [inDirectory(22, 'b'), inDirectory(20, 'itself', DIRECTORY)], [1, 0, 1]),
    indexBlock(1, [inDirectory(5, 'root', DIRECTORY)]),
  ]
  file.put(40 * NTFS_CLUSTER, blocks[0] ?? new Uint8Array())
  file.put(44 * NTFS_CLUSTER, blocks[1] ?? new Uint8Array())
  file.put(80 * NTFS_CLUSTER, packLznt1(Uint8Array.from({ length: 16_384 }, (_, i) => i >> 5)))
  return file.toBytes()
}

const place = (offset: number, length: number): ByteRange => ({ offset, length })
const PLACES: readonly ByteRange[] = [
  place(0, 90),
  ...[0, 2, 3].map((record) => place(recordPlace(record, MFT), 160)),
  ...[ROOT, 20, 20, 21, 22, 22, 23, 24].map((record) => place(recordPlace(record, MFT), 480)),
  place(40 * NTFS_CLUSTER, 400),
  place(44 * NTFS_CLUSTER, 200),
  place(80 * NTFS_CLUSTER, 64),
]
const BOUNDS = { names: 200, bytes: 200_000, parts: 2000 }

test('any of them is read to its end', async () => {
  await fc.assert(
    fc.asyncProperty(damagedFiles(made(), PLACES, 5), async (volume) => {
      const source = counting(volume)
      const fileSystem = await findFileSystem(volume, { offset: 0, length: volume.size })
      if (fileSystem === undefined) return
      const files = await openFiles(source, fileSystem)
      if (!files.ok) return
      const started = performance.now()
      await readTree(source, files, BOUNDS)
      for await (const batch of files.footprints()) {
        for (const { record, content, structure } of batch) {
          for (const { offset, length } of [record, ...content, ...structure]) {
            expect(length).toBeGreaterThan(0)
            expect(offset + length).toBeLessThanOrEqual(volume.size)
          }
        }
      }
      const longest = source.reads.reduce((most, { length }) => Math.max(most, length), 0)
      expect(longest).toBeLessThanOrEqual(MIB)
      expect(performance.now() - started).toBeLessThan(LIMIT)
    }),
    { numRuns: RUNS },
  )
}, 36_000_000)

test('as it was made, it has nothing that is wrong', async () => {
  const bytes = made()
  const source = new MemoryFile(bytes)
  const files = await openFiles(source, { kind: 'NTFS', state: 'clean' })
  if (!files.ok) throw new Error(files.reason)
  const { nodes, problems } = await readTree(source, files)
  expect(problems.filter((text) => !text.includes('another directory'))).toEqual([])
  expect([...nodes.keys()]).toEqual(['', '/d', '/link', '/d/a', '/d/b', '/d/itself', '/d/root'])
})
