/** What a file system calls free is left out; what it holds is not touched. */
import { randomFillSync } from 'node:crypto'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { buildImage } from '../../engine/compose/build-image.ts'
import { MIB } from '../../engine/format/layout.ts'
import { numberedGuid, parentOf } from '../../testing/chain-files.ts'
import { type MadeVolume, withVolume } from '../../testing/made-volumes.ts'
import { disk } from '../../testing/marks.ts'
import { hasProgram } from '../../testing/programs.ts'
import { inTempDir } from '../../testing/qemu.ts'
import { runCommand } from '../../testing/run-command.ts'
import { writeImage } from '../../testing/write-image.ts'

const exportTo = (image: string, out: string, ...options: string[]) =>
  runCommand(['export', image, out, '--format', 'vhdx', ...options])

/** The volume as a VHDX, beside it. */
async function imageOf({ path }: MadeVolume): Promise<string> {
  const image = join(dirname(path), 'image.vhdx')
  const argv = ['create', image, '--from', path, '--block-size', '1MiB']
  expect(await runCommand(argv)).toMatchObject({ status: 0, err: '' })
  return image
}

/** Two files of noise, of which the first is deleted again. Gives what the other one holds. */
async function fillAndEmpty(volume: MadeVolume): Promise<Buffer> {
  const content = Buffer.from(randomFillSync(new Uint8Array(5 * MIB)))
  const [noise, script] = [`${volume.path}.noise`, `${volume.path}.script`]
  await writeFile(noise, content)
  await writeFile(script, `write ${noise} gone\nwrite ${noise} kept\nrm gone\n`)
  volume.run('debugfs', ['-w', '-f', script])
  return content
}

const TOOLS = ['mke2fs', 'debugfs', 'e2fsck'].every(hasProgram)

describe.skipIf(!TOOLS)('an ext4 that was filled and emptied', () => {
  const ext4 = { tool: 'mke2fs', args: ['-qF', '-t', 'ext4'], size: 32 }

  test('loses its free blocks, and no byte of its files', () =>
    withVolume(ext4, async (volume) => {
      const content = await fillAndEmpty(volume)
      const image = await imageOf(volume)
      const [all, less] = [`${volume.path}.all.vhdx`, `${volume.path}.less.vhdx`]
      expect(await exportTo(image, all)).toMatchObject({ status: 0, err: '' })
      const answer = await exportTo(image, less, '--drop-free')
      expect(answer).toMatchObject({ status: 0, err: '' })
      const [, dropped] = /zeros now: (\d) MiB in 1 place/.exec(answer.out) ?? []
      expect(Number(dropped)).toBeGreaterThanOrEqual(3)
      expect((await stat(all)).size - (await stat(less)).size).toBe(Number(dropped) * MIB)
      expect(answer.out).toMatch(/\n0x[\dA-F]+ to 0x[\dA-F]+: \d MiB\n$/)
      // Into the very volume, for the tools to look at.
      const raw = `${less}.raw`
      expect(await runCommand(['export', less, raw])).toMatchObject({ status: 0 })
      await volume.put(0, await readFile(raw))
      volume.run('e2fsck', ['-fn'])
      const kept = `${volume.path}.kept`
      volume.run('debugfs', ['-R', `dump kept ${kept}`])
      expect((await readFile(kept)).equals(content)).toBe(true)
    }))

  test('keeps all where its journal is to be replayed, and says so', () =>
    withVolume(ext4, async (volume) => {
      await fillAndEmpty(volume)
      volume.run('debugfs', ['-w', '-R', 'feature needs_recovery'])
      const image = await imageOf(volume)
      const out = `${volume.path}.less.vhdx`
      const { status, out: said, err } = await exportTo(image, out, '--drop-free')
      expect({ status, said }).toEqual({ status: 20, said: '' })
      expect(err).toMatch(/^The whole disk \(ext4\) is kept as it is: .*journal.*\n/)
      expect(err).toContain('none of its space is proven to be free')
      expect((await readdir(dirname(out))).filter((name) => name.includes('less'))).toEqual([])
    }))
})

test('a disk without a file system keeps all', () =>
  inTempDir(async (dir) => {
    const [image, out] = [join(dir, 'a.vhdx'), join(dir, 'b.vhdx')]
    await writeImage(image, buildImage(disk({ blocks: [{ block: 0, fill: 1 }] })))
    const { status, err } = await exportTo(image, out, '--drop-free')
    expect(status).toBe(20)
    expect(err).toContain('No partition, and no file system that is known, is there.')
    expect(await readdir(dir)).toEqual(['a.vhdx'])
  }))

test('nothing is free on a disk that is read through a changed parent', () =>
  inTempDir(async (dir) => {
    const [image, base, out] = ['a.vhdx', 'base.vhdx', 'b.vhdx'].map((name) => join(dir, name))
    if (image === undefined || base === undefined || out === undefined) return
    await writeImage(base, buildImage(disk({ dataWriteGuid: numberedGuid(2) })))
    await writeImage(image, buildImage(disk(parentOf(numberedGuid(1), 'base.vhdx'))))
    const parent = ['--parent', base, '--accept-changed-parent']
    const { status, err } = await exportTo(image, out, '--drop-free', ...parent)
    expect({ status, err }).toEqual({
      status: 20,
      err: expect.stringContaining('nobody can say what is free on a disk that is read at a risk'),
    })
  }))
