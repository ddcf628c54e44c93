/** What is the matter with the guest's disk: what takes the green of an image, and what does not. */
import { describe, expect, test } from 'vitest'
import { putBootRecord, putGpt } from '../../../testing/disk-tables.ts'
import {
  extSuperblock,
  guestDisk,
  NTFS_VOLUME_RECORD,
  ntfsBootSector,
  ntfsVolumeRecord,
  type Part,
  structure,
} from '../../../testing/guest-volumes.ts'
import { REPLAY_IDS } from '../../../testing/our-replay.ts'
import { buildImage } from '../../compose/build-image.ts'
import type { ImageDescription } from '../../compose/description.ts'
import { GIB, MIB } from '../../format/layout.ts'
import { inspect } from '../../inspect/inspect.ts'
import { surveyBlocks } from '../../inspect/survey.ts'
import { lookFurther } from '../../looks/look-further.ts'
import { withAllFindings } from '../all-findings.ts'
import { diagnose } from '../diagnose.ts'

async function judge(image: ImageDescription) {
  const inspected = await surveyBlocks(await inspect(buildImage(image), REPLAY_IDS))
  const verdict = await diagnose(inspected, { looks: await lookFurther({ inspected }) })
  const { findings } = withAllFindings(inspected, verdict, undefined).inspection
  const [first] = verdict.diagnoses
  return {
    condition: verdict.condition,
    sentence: verdict.sentence,
    ids: verdict.diagnoses.map(({ id }) => id),
    first,
    said: first?.sentences.join('\n') ?? '',
    rules: findings.map(({ rule }) => rule),
  }
}

const SIZE = 16 * MIB
const ext = (options: Parameters<typeof extSuperblock>[0], size = SIZE) =>
  guestDisk(size, [[1024, extSuperblock(options)]])
const ntfs = (flags: number, sectors = SIZE / 512 - 1) =>
  guestDisk(SIZE, [
    [0, ntfsBootSector(sectors)],
    [NTFS_VOLUME_RECORD, ntfsVolumeRecord('Bücher', flags)],
  ])

/** With the entry of its table that says how it was left. */
const fat16 = (entry: number, state = 0) =>
  guestDisk(SIZE, [
    [
      0,
      structure(
        512,
        [
          [11, 2, 512],
          [14, 2, 4],
          [19, 2, SIZE / 512],
          [0x25, 1, state],
        ],
        [[54, 'FAT16   ']],
      ),
    ],
    [4 * 512, structure(4, [[2, 2, entry]])],
  ])
const exfat = (flags: number) =>
  guestDisk(SIZE, [
    [
      0,
      structure(
        512,
        [
          [72, 8, SIZE / 512],
          [106, 2, flags],
          [108, 1, 9],
        ],
        [[3, 'EXFAT   ']],
      ),
    ],
  ])

describe('a file system that was closed, and has its room, is nothing to speak of', () => {
  test.each<[string, ImageDescription]>([
    ['ext4', ext({})],
    ['NTFS', ntfs(0)],
    ['FAT16', fat16(0xffff)],
    ['a FAT16 whose table begins with something else', fat16(0)],
    ['exFAT', exfat(0)],
    ['a small disk that has grown', ext({}, 256 * MIB)],
  ])('%s', async (_, image) => {
    expect(await judge(image)).toMatchObject({ condition: 'sound', ids: [], rules: [] })
  })
})

describe('one that was in use leaves the image sound', () => {
  test.each<[string, ImageDescription, string]>([
    ['an ext4 with a journal to replay', ext({ incompatible: 4 }), 'changes wait in its journal'],
    ['an ext4 that was not unmounted', ext({ state: 0 }), 'it is marked as in use'],
    ['a dirty NTFS', ntfs(1), 'it is marked as in use'],
    ['a FAT16 by its table', fat16(0x7fff), 'it is marked as in use'],
    ['a FAT16 by its boot sector', fat16(0xffff, 1), 'it is marked as in use'],
    ['a dirty exFAT', exfat(2), 'it is marked as in use'],
  ])('%s', async (_, image, sign) => {
    const { first, said, ...verdict } = await judge(image)
    expect(verdict).toMatchObject({
      condition: 'sound',
      sentence: 'Closed cleanly. Nothing to replay.',
      ids: ['guest-file-system-errors'],
      rules: ['volume.unclean'],
    })
    expect(said).toContain(`was not closed: ${sign}.`)
    expect(first?.sentences[0]).toMatch(/^A file system was in use /)
    expect(first?.ways.map(({ id }) => id)).toEqual(['guest-mounts', 'check-copy'])
  })

  test('and so does one that has not grown with its disk', async () => {
    expect(await judge(ext({}, GIB))).toMatchObject({
      condition: 'sound',
      ids: ['guest-file-system-errors'],
      rules: ['volume.smaller'],
    })
  })
})

describe('one that has errors, or more than there is, degrades the image', () => {
  test.each<[string, ImageDescription, string]>([
    ['an ext4 with the state of errors', ext({ state: 3 }), 'errors are recorded in it'],
    ['an ext4 that has counted errors', ext({ errorCount: 1 }), 'errors are recorded in it'],
    ['a FAT16 whose disk has failed', fat16(0xbfff), 'errors are recorded in it'],
    ['an exFAT whose disk has failed', exfat(4), 'errors are recorded in it'],
    [
      'an ext4 that is larger than its disk',
      ext({ blocks: 20480 }),
      'says that it has 20 MiB, but there are 16 MiB for it',
    ],
    [
      'an NTFS that is larger than its disk',
      ntfs(0, SIZE / 512 + 8),
      'but there are 16 MiB for it',
    ],
  ])('%s', async (_, image, told) => {
    const { first, said, ...verdict } = await judge(image)
    expect(verdict).toMatchObject({
      condition: 'degraded',
      sentence: 'The VHDX is in order; the file system on it is not. Otherwise closed cleanly.',
      ids: ['guest-file-system-errors'],
    })
    expect(said).toContain(told)
    expect(first?.ways.map(({ id }) => id)).toContain('export')
  })

  test('the commands fit its kind and its partition', async () => {
    const record = new Uint8Array(512)
    putBootRecord(record, 0, [
      { type: 7, first: 2048, count: 8192 },
      { type: 0x83, first: 10240, count: 16384 },
    ])
    const { said } = await judge(
      guestDisk(SIZE, [
        [0, record],
        [5 * MIB + 1024, extSuperblock({ blocks: 8192, state: 3 })],
        [MIB, ntfsBootSector(10000)],
        [MIB + NTFS_VOLUME_RECORD, ntfsVolumeRecord('data', 1)],
      ]),
    )
    expect(said).toContain(
      'Partition 1 (NTFS) says that it has 4.88 MiB, but there are 4 MiB for it.',
    )
    expect(said).toContain(
      '“vhdx-inspector export IMAGE OUT --partition 2”; “e2fsck -f -n OUT” only looks',
    )
    expect(said).toContain('“chkdsk X: /f” mends')
  })

  test('of one that is larger nobody is told to repair it before its disk is as large', async () => {
    const { first, said } = await judge(ext({ blocks: 20480 }))
    expect(said).toContain('make the disk of a copy as large as it says')
    expect(said).not.toContain('e2fsck')
    expect(first?.ways.map(({ id }) => id)).toEqual(['export', 'findings'])
  })

  test('beside other damage the VHDX is not called in order', async () => {
    const { condition, first } = await judge({
      ...ext({ state: 3 }),
      headers: [{ checksum: 1 }, {}],
    } as ImageDescription)
    expect([condition, first?.id]).toEqual(['degraded', 'copy-lost'])
  })
})

const LINUX = '0fc63daf-8483-4772-8e79-3d69d8477de4'
const PARTS = [{ type: LINUX, first: 2048, last: 4095 }]

/** Both ends of a disk of 16 MiB with a GPT, on one of another size or with other sectors. */
function divided(size: number, sectorSize = 512, parts = PARTS): ImageDescription {
  const disk = new Uint8Array(SIZE)
  putGpt(disk, { sectorSize, parts })
  const at = [0, SIZE - MIB].filter((offset) => offset < size)
  return guestDisk(
    size,
    at.map((offset): Part => [offset, disk.slice(offset, offset + MIB)]),
  )
}

describe('a partition table from another disk', () => {
  test('where it belongs it is none', async () => {
    expect(await judge(divided(SIZE))).toMatchObject({ condition: 'sound', ids: [], rules: [] })
  })

  test('of a disk that has grown leaves the image sound', async () => {
    const { said, ...verdict } = await judge(divided(2 * SIZE))
    expect(verdict).toMatchObject({
      condition: 'sound',
      ids: ['guest-table-moved'],
      rules: ['volume.table-moved'],
    })
    expect(said).toContain('The copy is at 0xFFFE00.')
    expect(said).toContain('sgdisk -e')
  })

  test('of a disk that was larger degrades it, and says how large', async () => {
    const { said, ...verdict } = await judge(divided(SIZE / 2))
    expect(verdict).toMatchObject({
      condition: 'degraded',
      sentence: 'The partition table is that of another disk. Otherwise closed cleanly.',
      ids: ['guest-table-moved'],
      rules: ['volume.table-moved'],
    })
    expect(said).toContain('“Resize-VHD COPY -SizeBytes 16777216”')
  })

  test('with sectors of another size degrades it, and says how to read it', async () => {
    const { said, ...verdict } = await judge(
      divided(SIZE, 4096, [{ type: LINUX, first: 256, last: 511 }]),
    )
    expect(verdict).toMatchObject({ condition: 'degraded', ids: ['guest-table-moved'] })
    expect(said).toContain('losetup --sector-size 4096')
  })
})

describe('a disk that was initialised over a file system', () => {
  const spare: Part = [8 * MIB + 1024, extSuperblock({ group: 1 })]
  const record = new Uint8Array(512)
  putBootRecord(record, 0, [{ type: 0x83, first: 2048, count: 4096 }])

  test('says which one, how large, where its copies are, and what to type', async () => {
    const { first, said, ...verdict } = await judge(guestDisk(SIZE, [[0, record], spare]))
    expect(verdict).toMatchObject({
      condition: 'degraded',
      ids: ['guest-initialised-over'],
      rules: ['volume.lost-file-system'],
    })
    expect(first?.certainty).toBe('likely')
    expect(first?.ways.map(({ id }) => id)).toEqual(['export', 'findings'])
    expect(said).toContain(
      'At 0x0 of the disk ext4 “root” of 16 MiB began: its spare superblocks are blocks 8193 of 1 KiB, at 0x800400 of the disk.',
    )
    expect(said).toContain('“vhdx-inspector export IMAGE OUT --offset 0 --length 16777216”')
    expect(said).toContain('“e2fsck -b 8193 -B 1024 OUT”')
  })

  test('without a table it is one, too', async () => {
    const { said } = await judge(guestDisk(SIZE, [spare]))
    expect(said).toMatch(
      /^The disk begins with neither a partition table nor a file system, but one was there/,
    )
  })

  test('what begins where no partition does is taken out as it is', async () => {
    const { said } = await judge(
      guestDisk(2 * SIZE, [
        [0, record],
        [16 * MIB + 1024, extSuperblock()],
      ]),
    )
    expect(said).toContain(
      'At 0x1000000 of the disk ext4 “root” of 16 MiB began, and its beginning is still there',
    )
    expect(said).toContain('--offset 16777216 --length 16777216')
    expect(said).toContain('“testdisk”')
  })

  test('a new disk with an empty partition is none', async () => {
    expect(await judge(guestDisk(SIZE, [[0, record]]))).toMatchObject({
      condition: 'sound',
      ids: [],
    })
  })

  test('of a disk whose bytes cannot all be had nothing is said', async () => {
    const image = {
      ...guestDisk(SIZE, [[0, record], spare]),
      bat: { 1: { state: 'fully-present', fileOffsetMB: 900 } },
    } as const
    expect((await judge(image)).ids).not.toContain('guest-initialised-over')
    expect((await judge(image)).rules.filter((rule) => rule.startsWith('volume.'))).toEqual([])
  })
})
