/** What is left of file systems when a disk is initialised over them: as their own tools make and mend them. */
import { describe, expect, test } from 'vitest'
import { counting } from '../../../testing/counting-source.ts'
import { type GptPart, putBootRecord, putGpt } from '../../../testing/disk-tables.ts'
import { extSuperblock, ntfsBootSector, structure } from '../../../testing/guest-volumes.ts'
import { type MadeVolume, withVolume } from '../../../testing/made-volumes.ts'
import { hasProgram } from '../../../testing/programs.ts'
import type { ByteSource } from '../../bytes/byte-source.ts'
import { SparseFile } from '../../compose/sparse-file.ts'
import { MIB } from '../../format/layout.ts'
import { findLostFileSystems, isEmptied } from './lost-file-systems.ts'
import { readVolumes } from './read-volumes.ts'
import type { LostFileSystem } from './spare-copies.ts'

async function search(disk: ByteSource): Promise<readonly LostFileSystem[]> {
  const volumes = await readVolumes(disk, 512)
  return isEmptied(volumes) ? findLostFileSystems(disk, volumes) : []
}

const RESERVED: GptPart = {
  type: 'e3c9e316-0b5c-4db8-817d-f92df00215ae',
  first: 34,
  last: 2047,
  name: 'Microsoft reserved partition',
}

/** What Windows writes when it is let initialise a disk: both ends of it. */
function tableFor(size: number): readonly (readonly [at: number, bytes: Uint8Array])[] {
  const disk = new Uint8Array(size)
  putGpt(disk, { parts: [RESERVED] })
  return [
    [0, disk.slice(0, 34 * 512)],
    [size - 33 * 512, disk.slice(size - 33 * 512)],
  ]
}

async function initialise(volume: MadeVolume, size: number): Promise<void> {
  for (const [at, bytes] of tableFor(size * MIB)) await volume.put(at, bytes)
}

describe('a disk that is initialised over', () => {
  test.skipIf(!hasProgram('mkfs.ext4')).each([
    [1024, 40, [8193, 24577]],
    [4096, 520, [32768, 98304]],
  ])(
    'an ext4 with blocks of %i bytes is found by its spare superblocks, which e2fsck takes',
    (block, size, spare) =>
      withVolume(
        { tool: 'mkfs.ext4', args: ['-q', '-L', 'home', '-b', String(block)], size },
        async (volume) => {
          expect(await volume.with(search)).toEqual([])
          await initialise(volume, size)
          const [found, ...others] = await volume.with(search)
          expect(others).toEqual([])
          expect(found).toMatchObject({
            fileSystem: { kind: 'ext4', label: 'home', size: BigInt(size * MIB) },
            start: 0,
            blocks: { size: block, spare },
            spare: spare.map((each) => each * block),
          })
          volume.run(
            'e2fsck',
            ['-fy', '-b', String(found?.blocks?.spare[0]), '-B', String(block)],
            1,
          )
          volume.run('e2fsck', ['-fn'])
        },
      ),
  )

  test.skipIf(!hasProgram('mkfs.xfs'))('an XFS is found by the copy in its second group', () =>
    withVolume({ tool: 'mkfs.xfs', args: ['-q', '-L', 'big'], size: 300 }, async (volume) => {
      await initialise(volume, 300)
      expect(await volume.with(search)).toMatchObject([
        {
          fileSystem: { kind: 'XFS', label: 'big', size: BigInt(300 * MIB) },
          start: 0,
          spare: [75 * MIB],
        },
      ])
    }),
  )

  test.skipIf(!hasProgram('mkfs.btrfs'))(
    'a Btrfs is found, which begins behind the new table',
    () =>
      withVolume({ tool: 'mkfs.btrfs', args: ['-q'], size: 128 }, async (volume) => {
        await initialise(volume, 128)
        expect(await volume.with(search)).toMatchObject([
          { fileSystem: { kind: 'Btrfs' }, start: 0, spare: [] },
        ])
        await volume.put(64 * 1024, new Uint8Array(4096))
        expect(await volume.with(search)).toMatchObject([
          { fileSystem: { kind: 'Btrfs' }, start: 0, spare: [64 * MIB] },
        ])
      }),
  )

  test.skipIf(!hasProgram('mkfs.vfat'))('a FAT32 is found by the copy of its boot sector', () =>
    withVolume(
      { tool: 'mkfs.vfat', args: ['-F', '32', '-n', 'STICK'], size: 64 },
      async (volume) => {
        const record = new Uint8Array(512)
        putBootRecord(record, 0, [])
        await volume.put(0, record)
        expect(await volume.with(search)).toMatchObject([
          { fileSystem: { kind: 'FAT32', label: 'STICK' }, start: 0, spare: [6 * 512] },
        ])
      },
    ),
  )

  test.skipIf(!hasProgram('mkfs.exfat'))('an exFAT is found by the copy of its boot sector', () =>
    withVolume({ tool: 'mkfs.exfat', args: [], size: 8 }, async (volume) => {
      await volume.put(0, new Uint8Array(512))
      expect(await volume.with(search)).toMatchObject([
        { fileSystem: { kind: 'exFAT', size: BigInt(8 * MIB) }, start: 0, spare: [12 * 512] },
      ])
    }),
  )

  test.skipIf(!hasProgram('mkfs.ntfs'))('an NTFS is found by the copy behind its last sector', () =>
    withVolume({ tool: 'mkfs.ntfs', args: ['-q', '-F'], size: 8 }, async (volume) => {
      const { id } = (await volume.with((disk) => readVolumes(disk, 512))).fileSystem ?? {}
      await volume.put(0, new Uint8Array(8192))
      expect(await volume.with(search)).toMatchObject([
        { fileSystem: { kind: 'NTFS', id }, start: 0, spare: [8 * MIB - 512] },
      ])
    }),
  )
})

/** A disk of 64 MiB, zero but for these parts. */
function disk(...parts: readonly (readonly [at: number, bytes: Uint8Array])[]): SparseFile {
  const file = new SparseFile()
  file.put(64 * MIB - 1, new Uint8Array(1))
  for (const [at, bytes] of parts) file.put(at, bytes)
  return file
}
const table = tableFor(64 * MIB)

test('a file system whose partition is gone is found whole, where it begins', async () => {
  const found = await search(disk(...table, [16 * MIB + 1024, extSuperblock()]))
  expect(found).toMatchObject([{ fileSystem: { kind: 'ext4' }, start: 16 * MIB, spare: [] }])
})

test('an NTFS that begins anywhere and ends at a usual place is found', async () => {
  const start = 21 * MIB
  const sectors = (63 * MIB - start) / 512 - 1
  const copy = [63 * MIB - 512, ntfsBootSector(sectors)] as const
  expect(await search(disk(...table, copy))).toMatchObject([{ start, spare: [63 * MIB - 512] }])
  const whole = await search(disk(...table, copy, [start, ntfsBootSector(sectors)]))
  expect(whole).toMatchObject([{ start, spare: [] }])
})

describe('nothing is found', () => {
  test.each<[string, SparseFile]>([
    ['on a disk of zeros', disk()],
    ['on a disk that has only been initialised', disk(...table)],
    // A file that is an image of a disk has such a copy, too, but not where that of a disk would be.
    [
      'where a spare superblock lies in another place than its group does',
      disk(...table, [12 * MIB + 1024, extSuperblock({ group: 1 })]),
    ],
    [
      'where it is the copy of another group',
      disk(...table, [8 * MIB + 1024, extSuperblock({ group: 3 })]),
    ],
    [
      'where a boot sector of NTFS would begin before the disk',
      disk(...table, [64 * MIB - 34 * 512, ntfsBootSector(2 ** 40)]),
    ],
    [
      'where a boot sector has no end',
      disk(...table, [6 * 512 + 63 * 512, structure(512, [[50, 2, 6]], [[82, 'FAT32   ']])]),
    ],
  ])('%s', async (_, source) => {
    expect(await search(source)).toEqual([])
  })

  test('where a partition has a file system, or is for what nobody here knows', async () => {
    const spare = [8 * MIB + 1024, extSuperblock({ group: 1 })] as const
    const record = (type: number) => {
      const bytes = new Uint8Array(512)
      putBootRecord(bytes, 0, [{ type, first: 4096, count: 8192 }])
      return [0, bytes] as const
    }
    expect(await search(disk(record(0x83), spare))).toHaveLength(1)
    expect(await search(disk(record(0x83), spare, [2 * MIB + 1024, extSuperblock()]))).toEqual([])
    expect(await search(disk(record(0xfd), spare))).toEqual([])
  })
})

test('a search reads less than 4 MiB, and ends where it is told to', async () => {
  const source = counting(disk(...table))
  await search(source)
  expect(source.bytesRead).toBeLessThan(4 * MIB)
  const abort = new AbortController()
  abort.abort(new Error('enough'))
  const volumes = await readVolumes(source, 512)
  await expect(findLostFileSystems(source, volumes, { signal: abort.signal })).rejects.toThrow(
    'enough',
  )
})
