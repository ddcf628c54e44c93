/** Disks that people's programs made: their partitions and file systems as blkid sees them in the exported disk. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { NodeFile } from '../cli/node-file.ts'
import { readDiskVolumes } from '../engine/chain/disk-volumes.ts'
import { inspect } from '../engine/inspect/inspect.ts'
import { type RealImage, realImage } from './images.ts'
import { REPLAY_IDS } from './our-replay.ts'
import { inTempDir } from './qemu.ts'
import { runCommand } from './run-command.ts'

const env = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin` }

const hasBlkid = (() => {
  try {
    execFileSync('blkid', ['-V'], { env, stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

/** What blkid says about bytes of a file; nothing where it finds nothing. */
function probe(file: string, offset: number, length: number): Record<string, string> {
  const args = ['-p', '-o', 'export', '-O', String(offset), '-S', String(length), file]
  try {
    const lines = execFileSync('blkid', args, { env, stdio: ['ignore', 'pipe', 'ignore'] })
    return Object.fromEntries(
      lines
        .toString()
        .trim()
        .split('\n')
        .map((line) => line.split(/=(.*)/s)),
    )
  } catch {
    return {}
  }
}

const TABLES: Readonly<Record<string, string | undefined>> = { gpt: 'gpt', mbr: 'dos' }
const lower = (text: string | undefined): string | undefined => text?.toLowerCase()

const DISKS: readonly RealImage[] = ['test-disk2vhd.vhdx', 'windows-swap.vhdx']

for (const name of DISKS) {
  test.skipIf(!hasBlkid || !realImage(name))(
    `${name}: as blkid sees it`,
    async () => {
      await inTempDir(async (dir) => {
        const path = realImage(name) ?? ''
        const raw = join(dir, 'disk.raw')
        expect(await runCommand(['export', path, raw])).toMatchObject({ status: 0, err: '' })
        const file = await NodeFile.open(path, 'r')
        try {
          const { before } = await inspect(file, REPLAY_IDS)
          const found = await readDiskVolumes([before])
          const size = before.geometry?.virtualDiskSize ?? 0
          expect(TABLES[found?.table ?? '']).toBe(probe(raw, 0, size)['PTTYPE'])
          const parts = (found?.volumes ?? []).map(({ partition: { at }, fileSystem }) => ({
            at,
            fileSystem,
          }))
          const whole = { at: { offset: 0, length: size }, fileSystem: found?.fileSystem }
          const looked = parts.length > 0 ? parts : [whole]
          const ours = looked.map(({ fileSystem }) => fileSystem?.kind.replace('Linux ', ''))
          const theirs = looked.map(({ at }) => probe(raw, at.offset, at.length)['TYPE'])
          expect(ours.map(lower)).toEqual(theirs)
        } finally {
          await file.close()
        }
      })
    },
    60_000,
  )
}
