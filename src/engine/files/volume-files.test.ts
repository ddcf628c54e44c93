/** The files of volumes that no table names any more, made by the tools of their file systems and written over. */
import { execFileSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { withVolume } from '../../testing/made-volumes.ts'
import { hasProgram, PROGRAM_ENV } from '../../testing/programs.ts'
import { inTempDir } from '../../testing/qemu.ts'
import type { ByteSource } from '../bytes/byte-source.ts'
import { findGuestVolumes, findLostVolumes } from '../disk/guest-volumes.ts'
import type { Layers } from '../disk/map-chain.ts'
import { findPath } from '../guest/paths.ts'
import { rawDisk } from '../new-image/raw-disk.ts'
import { openVolumeFiles } from './volume-files.ts'

/** What the file at `path` holds in the only file system that `source` had before it was emptied. */
async function lostContent(source: ByteSource, path: string): Promise<string> {
  const layers: Layers = [rawDisk(source, 512)]
  expect((await findGuestVolumes(layers))?.volumes.filter(({ fileSystem }) => fileSystem)).toEqual(
    [],
  )
  const [volume, ...others] = await findLostVolumes(layers)
  expect(others).toEqual([])
  if (volume === undefined) throw new Error('none was found')
  const opened = await openVolumeFiles(layers, volume)
  if (!opened.ok) throw new Error(opened.reason)
  const found = await findPath(opened.files, path)
  if (!found.ok) throw new Error(found.reason)
  const content = await opened.files.open(found.node)
  if ('ok' in content) throw new Error(content.reason)
  return Buffer.from(await content.read(0, content.size)).toString()
}

test.skipIf(!hasProgram('mke2fs'))(
  'an ext4 whose beginning is written over is read by its spare superblock',
  () =>
    inTempDir(async (dir) => {
      const tree = join(dir, 'tree')
      await mkdir(join(tree, 'etc'), { recursive: true })
      await writeFile(join(tree, 'etc', 'hostname'), 'a machine\n')

      const args = ['-qF', '-t', 'ext4', '-b', '1024', '-d', tree]
      await withVolume({ tool: 'mke2fs', args, size: 64 }, async (volume) => {
        await volume.put(0, new Uint8Array(3072))
        expect(await volume.with((source) => lostContent(source, '/etc/hostname'))).toBe(
          'a machine\n',
        )
      })
    }),
)

test.skipIf(!hasProgram('mkntfs') || !hasProgram('ntfscp'))(
  'an NTFS whose boot sector is written over is read by the copy behind it',
  () =>
    inTempDir(async (dir) => {
      const given = join(dir, 'given')
      await writeFile(given, 'a letter\n')
      const args = ['-qF', '-s', '512', '-p', '0', '-H', '0', '-S', '0']
      await withVolume({ tool: 'mkntfs', args, size: 8 }, async (volume) => {
        execFileSync('ntfscp', [volume.path, given, 'letter.txt'], { env: PROGRAM_ENV })
        await volume.put(0, new Uint8Array(512))
        expect(await volume.with((source) => lostContent(source, '/letter.txt'))).toBe('a letter\n')
      })
    }),
)

test.skipIf(!hasProgram('mkfs.fat') || !hasProgram('mcopy'))(
  'a FAT32 whose boot sector is written over is read by its copy in sector 6',
  () =>
    inTempDir(async (dir) => {
      const given = join(dir, 'given')
      await writeFile(given, 'a note\n')
      const args = ['-F', '32', '-s', '1']
      await withVolume({ tool: 'mkfs.fat', args, size: 40 }, async (volume) => {
        execFileSync('mcopy', ['-i', volume.path, given, '::note.txt'], { env: PROGRAM_ENV })
        await volume.put(0, new Uint8Array(512))
        expect(await volume.with((source) => lostContent(source, '/note.txt'))).toBe('a note\n')
      })
    }),
)
