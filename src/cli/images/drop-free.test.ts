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

const noise = (size: number): Buffer => Buffer.from(randomFillSync(new Uint8Array(size)))

interface Kind {
  readonly name: string
  /** MiB. */
  readonly size: number
  readonly tools: readonly string[]
  make(volume: MadeVolume): void
  /** Puts a file into the volume; nobody makes one in an exFAT without mounting it. */
  write?(volume: MadeVolume, path: string): void
  /** What is in it. */
  read?(volume: MadeVolume): Promise<Buffer>
  /** Throws where the tools of the file system are not content. */
  check(volume: MadeVolume): void
}

/** Runs a program that puts what it reads into a file. */
async function readBy(volume: MadeVolume, tool: string, args: readonly string[]): Promise<Buffer> {
  const kept = `${volume.path}.kept`
  volume.run('sh', ['-c', `out=$1; shift; "$@" > "$out"`, 'sh', kept, tool, ...args])
  return readFile(kept)
}

const KINDS: readonly Kind[] = [
  {
    name: 'ext4',
    size: 24,
    tools: ['mke2fs', 'debugfs', 'e2fsck'],
    make: (volume) => volume.run('mke2fs', ['-qF', '-t', 'ext4', '-E', 'nodiscard']),
    write: (volume, path) => {
      volume.run('debugfs', ['-w', '-R', `write ${path} gone`])
      volume.run('debugfs', ['-w', '-R', `write ${path} kept`])
      volume.run('debugfs', ['-w', '-R', 'rm gone'])
    },
    read: (volume) => readBy(volume, 'debugfs', ['-R', 'cat kept', '{}']),
    check: (volume) => volume.run('e2fsck', ['-fn']),
  },
  {
    name: 'NTFS',
    size: 24,
    tools: ['mkfs.ntfs', 'ntfscp', 'ntfscat', 'ntfsfix'],
    make: (volume) => volume.run('mkfs.ntfs', ['-qFQ']),
    write: (volume, path) => volume.run('ntfscp', ['-q', '{}', path, 'kept']),
    read: (volume) => readBy(volume, 'ntfscat', ['{}', 'kept']),
    check: (volume) => volume.run('ntfsfix', ['-n']),
  },
  {
    name: 'FAT32',
    size: 36,
    tools: ['mkfs.fat', 'mcopy', 'mdel', 'mtype', 'fsck.fat'],
    make: (volume) => volume.run('mkfs.fat', ['-F', '32', '-s', '1']),
    write: (volume, path) => {
      volume.run('mcopy', ['-i', '{}', path, '::gone'])
      volume.run('mcopy', ['-i', '{}', path, '::kept'])
      volume.run('mdel', ['-i', '{}', '::gone'])
    },
    read: (volume) => readBy(volume, 'mtype', ['-i', '{}', '::kept']),
    check: (volume) => volume.run('fsck.fat', ['-n']),
  },
  {
    name: 'exFAT',
    size: 24,
    tools: ['mkfs.exfat', 'fsck.exfat'],
    make: (volume) => volume.run('mkfs.exfat', []),
    check: (volume) => volume.run('fsck.exfat', ['-n']),
  },
]

/** A volume in which every free block holds noise of before. */
const withNoise = (size: number, use: (volume: MadeVolume) => Promise<void>): Promise<void> =>
  withVolume({ tool: 'true', args: [], size }, async (volume) => {
    await volume.put(0, noise(size * MIB))
    await use(volume)
  })

describe.each(KINDS)('$name that was filled and emptied', (kind) => {
  test.skipIf(!kind.tools.every(hasProgram))('loses free blocks, and no byte of its files', () =>
    withNoise(kind.size, async (volume) => {
      kind.make(volume)
      const content = noise(3 * MIB)
      await writeFile(`${volume.path}.file`, content)
      kind.write?.(volume, `${volume.path}.file`)
      const image = await imageOf(volume)
      const [all, less] = [`${volume.path}.all.vhdx`, `${volume.path}.less.vhdx`]
      expect(await exportTo(image, all)).toMatchObject({ status: 0, err: '' })
      const answer = await exportTo(image, less, '--drop-free')
      expect(answer).toMatchObject({ status: 0, err: '' })
      const [, dropped] = /zeros now: (\d+) MiB in \d places? of/.exec(answer.out) ?? []
      expect(Number(dropped)).toBeGreaterThan(kind.size / 3)
      expect((await stat(all)).size - (await stat(less)).size).toBe(Number(dropped) * MIB)
      expect(answer.out).toMatch(/\n0x[\dA-F]+ to 0x[\dA-F]+: \d+ MiB\n$/)
      // Into the very volume, for the tools to look at.
      const raw = `${less}.raw`
      expect(await runCommand(['export', less, raw])).toMatchObject({ status: 0 })
      await volume.put(0, await readFile(raw))
      kind.check(volume)
      if (kind.read) expect((await kind.read(volume)).equals(content)).toBe(true)
    }),
  )
})

test.skipIf(!hasProgram('debugfs'))('a journal that is to be replayed keeps all, and says so', () =>
  withVolume({ tool: 'mke2fs', args: ['-qF', '-t', 'ext4'], size: 24 }, async (volume) => {
    volume.run('debugfs', ['-w', '-R', 'feature needs_recovery'])
    const image = await imageOf(volume)
    const out = `${volume.path}.less.vhdx`
    const { status, out: said, err } = await exportTo(image, out, '--drop-free')
    expect({ status, said }).toEqual({ status: 20, said: '' })
    expect(err).toMatch(/^The whole disk \(ext4\) is kept as it is\. .*journal.*\n/)
    expect(err).toContain('none of its space is proven to be free')
    expect((await readdir(dirname(out))).filter((name) => name.includes('less'))).toEqual([])
  }),
)

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
