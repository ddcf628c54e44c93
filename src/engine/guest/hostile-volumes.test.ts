/** Volumes with random changes where it hurts: reading their free space ends, throws nothing, and reads what there is. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { freeSpaceOf } from '../../testing/free-space-of.ts'
import { makeFat } from '../../testing/made-fat.ts'
import {
  ATTRIBUTE_LIST,
  attributeList,
  DATA,
  fileRecord,
  MFT_CLUSTER,
  makeNtfs,
  mapped,
  NTFS_CLUSTER,
  resident,
} from '../../testing/made-ntfs.ts'
import { withVolume } from '../../testing/made-volumes.ts'
import { hasProgram } from '../../testing/programs.ts'
import { damagedFiles } from '../../testing/random-bytes.ts'
import type { ByteRange } from '../bytes/byte-source.ts'
import { KIB, MIB } from '../format/layout.ts'

interface Target {
  readonly name: string
  /** `undefined` where the program that makes it is missing. */
  make(): Promise<Uint8Array | undefined>
  /** Where its structures are. */
  readonly places: readonly ByteRange[]
}

/** GUEST_VOLUMES=5000 makes it thousands. */
const RUNS = Number(process.env['GUEST_VOLUMES'] ?? 40)

const place = (offset: number, length: number): ByteRange => ({ offset, length })

const made = async (tool: string, args: readonly string[]): Promise<Uint8Array | undefined> => {
  if (!hasProgram(tool)) return undefined
  let bytes: Uint8Array | undefined
  await withVolume({ tool, args, size: 4 }, (volume) =>
    volume.with(async (source) => {
      bytes = await source.read(0, source.size)
    }),
  )
  return bytes
}

function ntfs(): Uint8Array {
  const parts = [
    { type: DATA, vcn: 0, record: 6 },
    { type: DATA, vcn: 1, record: 12 },
  ]
  return makeNtfs({
    clusters: 500,
    records: {
      6: fileRecord([
        resident(ATTRIBUTE_LIST, attributeList(parts)),
        mapped({ runs: [[30, 1]], size: 5000 }),
      ]),
      12: fileRecord([mapped({ vcn: 1, runs: [[40, 1]] })], 6),
    },
  }).toBytes()
}

const fat = (bits: 12 | 16 | 32, clusters: number) => ({
  name: `FAT${bits}`,
  make: async () =>
    makeFat({ bits, clusters, entry: (i) => i % 70, freeCount: 5 }).bytes.slice(
      0,
      bits === 32 ? MIB : 64 * KIB,
    ),
  places: [place(0, 90), place(512, 64), place(480, 32 + 480)],
})

const EXT = [place(1024, 1024), place(2048, 512), place(4096, 512)]
const TARGETS: readonly Target[] = [
  fat(12, 300),
  fat(16, 4100),
  fat(32, 66_000),
  {
    name: 'NTFS',
    make: async () => ntfs(),
    places: [
      place(0, 90),
      ...[0, 2, 3, 6, 12].map((i) => place(MFT_CLUSTER * NTFS_CLUSTER + i * KIB, 200)),
    ],
  },
  {
    name: 'ext2',
    make: () => made('mke2fs', ['-qF', '-t', 'ext2', '-b', '1024', '-g', '256']),
    places: EXT,
  },
  {
    name: 'ext4',
    make: () =>
      made('mke2fs', '-qF -t ext4 -b 1024 -g 256 -N 64 -O meta_bg,^resize_inode'.split(' ')),
    places: EXT,
  },
  {
    name: 'exFAT',
    make: () => made('mkfs.exfat', ['-c', '512']),
    places: [place(64, 56), place(MIB, 128), place(2 * MIB, 16 * KIB)],
  },
]

describe.each(TARGETS)('$name', ({ make, places }) => {
  test('with random changes', async (context) => {
    const original = await make()
    if (original === undefined) return context.skip()
    await fc.assert(
      fc.asyncProperty(damagedFiles(original, places, 4), async (volume) => {
        const read = await freeSpaceOf(volume)
        expect(read?.longestRead ?? 0).toBeLessThanOrEqual(MIB)
        expect(read?.bytesRead ?? 0).toBeLessThanOrEqual(4 * volume.size + MIB)
      }),
      { numRuns: RUNS },
    )
  })
})
