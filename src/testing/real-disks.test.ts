/** Partitions and file systems as util-linux sees them in exported disks: of people's programs, and of ours. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { NodeFile } from '../cli/files/node-file.ts'
import { buildImage } from '../engine/compose/build-image.ts'
import { readDiskVolumes } from '../engine/disk/disk-volumes.ts'
import { MIB } from '../engine/format/layout.ts'
import type { FileSystem } from '../engine/guest/volumes/file-system.ts'
import { inspect } from '../engine/inspect/inspect.ts'
import { blkid, hasBlockTool, makeFileSystem, partx } from './block-tools.ts'
import { type GptPart, putBootRecord, putGpt } from './disk-tables.ts'
import { type RealImage, realImage } from './images.ts'
import { REPLAY_IDS } from './our-replay.ts'
import { inTempDir } from './qemu.ts'
import { blockEntry, openReferenceDisk } from './reference-disk.ts'
import { runCommand } from './run-command.ts'
import { writeImage } from './write-image.ts'

const TABLES = { gpt: 'gpt', hybrid: 'gpt', mbr: 'dos', none: undefined } as const

const said = (fileSystem: FileSystem | undefined) => [
  fileSystem?.kind.replace('Linux ', '').toLowerCase(),
  fileSystem?.id,
  fileSystem?.label,
]

/** What blkid finds at a place of the exported disk, in the same words. */
function told(raw: string, offset: number, length: number) {
  const found = blkid(raw, offset, length)
  return [found['ID_FS_TYPE'], found['ID_FS_UUID_ENC'], found['ID_FS_LABEL_ENC']]
}

/** Exports the disk of an image and compares what is said of it; gives how many partitions that were. */
async function compare(path: string, dir: string): Promise<number> {
  const raw = join(dir, 'disk.raw')
  expect(await runCommand(['export', path, raw])).toMatchObject({ status: 0, err: '' })
  const file = await NodeFile.open(path, 'r')
  try {
    const { before, update } = await inspect(file, REPLAY_IDS)
    const image = update?.after ?? before
    const found = await readDiskVolumes([image])
    if (found === undefined) return expect.unreachable('there is no disk')
    const { virtualDiskSize: size = 0, logicalSectorSize } = image.geometry ?? {}
    // It takes a disk to have sectors of 512 bytes.
    if (logicalSectorSize === 512) {
      expect(TABLES[found.table]).toBe(blkid(raw, 0, size)['ID_PART_TABLE_TYPE'])
    }
    if (found.table === 'none') {
      expect(said(found.fileSystem)).toEqual(told(raw, 0, size))
      return 0
    }
    for (const { partition, fileSystem } of found.volumes) {
      const { offset, length } = partition.at
      expect(said(fileSystem)).toEqual(told(raw, offset, length))
    }
    if (hasBlockTool('partx')) {
      const ours = found.volumes.map(({ partition: { number, at, type, name = '' } }) => ({
        number,
        ...at,
        type: type.startsWith('0x') ? Number(type) : type,
        name,
      }))
      const theirs = partx(raw, logicalSectorSize).map((part) => ({
        ...part,
        type: part.type.startsWith('0x') ? Number(part.type) : part.type,
      }))
      // An extended partition holds others and is none itself.
      const byNumber = (a: { number: number }, b: { number: number }) => a.number - b.number
      const parts = theirs.filter(({ type }) => type !== 0x05 && type !== 0x0f)
      expect(ours.toSorted(byNumber)).toEqual(parts.toSorted(byNumber))
    }
    return found.volumes.length
  } finally {
    await file.close()
  }
}

const DISKS: readonly (readonly [RealImage, number])[] = [
  ['test-disk2vhd.vhdx', 1],
  ['windows-swap.vhdx', 0],
  ['iotest-dirtylog-10G-4M.vhdx', 0],
]

describe.skipIf(!hasBlockTool('blkid'))('as blkid and partx see it', () => {
  for (const [name, partitions] of DISKS) {
    test.skipIf(!realImage(name))(
      name,
      () =>
        inTempDir(async (dir) => {
          expect(await compare(realImage(name) ?? '', dir)).toBe(partitions)
        }),
      60_000,
    )
  }

  const SIZE = 16 * MIB
  const LINUX = '0fc63daf-8483-4772-8e79-3d69d8477de4'
  const EFI = 'c12a7328-f81f-11d2-ba4b-00a0c93ec93b'

  /** `disk` as the blocks of an image. */
  async function compareDisk(disk: Uint8Array, logicalSectorSize: 512 | 4096): Promise<number> {
    const blocks = Array.from({ length: SIZE / MIB }, (_, block) => ({ block }))
    const image = buildImage({ virtualDiskSize: SIZE, logicalSectorSize, blocks })
    const plain = await openReferenceDisk(image)
    for (const { block } of blocks) {
      const { offset } = await blockEntry(plain, block)
      image.put(offset, disk.slice(block * MIB, (block + 1) * MIB))
    }
    return inTempDir(async (dir) => {
      await writeImage(join(dir, 'disk.vhdx'), image)
      return compare(join(dir, 'disk.vhdx'), dir)
    })
  }

  /** Puts a volume that `tool` makes into the disk. */
  const putVolume = (
    disk: Uint8Array,
    at: number,
    length: number,
    tool: 'mke2fs' | 'mkswap',
    args: readonly string[],
  ): Promise<void> =>
    inTempDir(async (dir) => {
      if (!hasBlockTool(tool)) return
      const path = join(dir, 'volume')
      await writeFile(path, new Uint8Array(length))
      makeFileSystem(tool, [...args, path])
      disk.set(await readFile(path), at)
    })

  test('a boot record with an extended partition', async () => {
    const disk = new Uint8Array(SIZE)
    putBootRecord(disk, 0, [
      { type: 0x83, first: 2048, count: 8192, active: true },
      { type: 0x05, first: 10240, count: 16384 },
      { type: 0x07, first: 26624, count: 4096 },
    ])
    putBootRecord(disk, 10240 * 512, [
      { type: 0x82, first: 64, count: 6000 },
      { type: 0x05, first: 8192, count: 8192 },
    ])
    putBootRecord(disk, 18432 * 512, [{ type: 0x83, first: 64, count: 8000 }])
    await putVolume(disk, 2048 * 512, 8192 * 512, 'mke2fs', ['-qF', '-t', 'ext4', '-L', 'röt'])
    await putVolume(disk, 10304 * 512, 6000 * 512, 'mkswap', ['-L', 'swap'])
    await putVolume(disk, 18496 * 512, 8000 * 512, 'mke2fs', ['-qF', '-t', 'ext2'])
    expect(await compareDisk(disk, 512)).toBe(4)
  })

  for (const sectorSize of [512, 4096] as const) {
    test(`a GPT in sectors of ${sectorSize} bytes`, async () => {
      const disk = new Uint8Array(SIZE)
      const sectors = (mib: number): number => (mib * MIB) / sectorSize
      const parts: readonly GptPart[] = [
        { type: EFI, first: sectors(1), last: sectors(4) - 1, name: 'EFI system' },
        { type: LINUX, first: sectors(4), last: sectors(10) - 1, name: 'data' },
        { type: LINUX, first: sectors(10), last: sectors(15) - 1 },
      ]
      putGpt(disk, { sectorSize, parts })
      await putVolume(disk, 4 * MIB, 6 * MIB, 'mke2fs', ['-qF', '-t', 'ext3', '-L', 'data'])
      await putVolume(disk, 10 * MIB, 5 * MIB, 'mkswap', [])
      expect(await compareDisk(disk, sectorSize)).toBe(3)
    })
  }
})
