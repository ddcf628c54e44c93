/** Files taken out of volumes that mke2fs and mtools have made. */
import { execFileSync } from 'node:child_process'
import {
  link,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  readlink,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { diskOf, extVolume, imageIn, putTree, withUpdate } from '../../testing/guest-image.ts'
import { withVolume } from '../../testing/made-volumes.ts'
import { hasProgram, PROGRAM_ENV } from '../../testing/programs.ts'
import { inTempDir } from '../../testing/qemu.ts'
import { runCommand } from '../../testing/run-command.ts'
import { main } from '../main.ts'

const MIB = 1024 * 1024
const TIME = 1_234_567_890

async function treeIn(dir: string): Promise<string> {
  const tree = await putTree(join(dir, 'tree'), {
    'etc/state': 'before the replay\n',
    'etc/ssh/config': 'x',
    'a name': '漢字',
    nameOne: '1',
    nameTwo: '2',
    nameThree: '3',
    dotdot: '4',
  })
  const sparse = await open(join(tree, 'sparse'), 'w')
  await sparse.write(Buffer.alloc(4096, 1), 0, 4096, MIB)
  await sparse.truncate(3 * MIB + 5)
  await sparse.close()
  await link(join(tree, 'a name'), join(tree, 'etc/again'))
  await symlink('../a name', join(tree, 'etc/inside'))
  await symlink('/etc/passwd', join(tree, 'etc/absolute'))
  await symlink('../../x', join(tree, 'etc/outside'))
  execFileSync('mkfifo', [join(tree, 'pipe')])
  await utimes(join(tree, 'etc/state'), TIME, TIME)
  await utimes(join(tree, 'etc'), TIME, TIME)
  return tree
}

/** As they stand on the disk. */
const HOSTILE = {
  nameOne: '../evil',
  nameTwo: 'a\nb\x1bc\0o',
  nameThree: Buffer.from([0x63, 0xe9, 0x63, 0xe9, 0x63, 0xe9, 0x63, 0x63, 0x63]),
}

describe.skipIf(!hasProgram('mke2fs'))('of an ext4', () => {
  /** Made once: no command writes to it. */
  let made: Promise<Buffer> | undefined
  const withImage = (use: (image: string, dir: string) => Promise<void>) =>
    inTempDir(async (dir) => {
      const tree = await treeIn(dir)
      made ??= extVolume({ tree, names: HOSTILE, size: 4 })
      const volume = await made
      const update = ['before the replay', 'after the replay '] as const
      await use(await imageIn(dir, withUpdate(diskOf(volume), volume, update)), dir)
    })

  test('a file is as it is after the replay, or before it, with its time and for nobody else', () =>
    withImage(async (image, dir) => {
      const out = join(dir, 'state')
      expect(await runCommand(['extract', image, '/etc/state', out])).toEqual({
        status: 0,
        out: `${out}: 1 file, 18 bytes, as it is after the replay\n`,
        err: '',
      })
      expect(await readFile(out, 'utf8')).toBe('after the replay \n')
      const { mode, mtimeMs } = await lstat(out)
      expect([mode & 0o777, mtimeMs]).toEqual([0o600, TIME * 1000])
      const before = join(dir, 'before')
      await runCommand(['extract', image, '/etc/state', before, '--before'])
      expect(await readFile(before, 'utf8')).toBe('before the replay\n')
      const again = await runCommand(['extract', image, '/etc/state', out])
      expect(again.status).toBe(1)
      expect(again.err).toContain('nothing is ever overwritten')
    }))

  test('a folder has what the guest has, but for what would leave it', () =>
    withImage(async (image, dir) => {
      const out = join(dir, 'out')
      const { status, out: said, err } = await runCommand(['extract', image, '/', out])
      expect(status).toBe(0)
      expect(said).toBe(
        `${out}: 9 files, 4 folders, 1 link, 3 MiB + 34 bytes (3,145,762 bytes), as it is after the replay; 3 with other names, 3 not made\n`,
      )
      expect(err.trimEnd().split('\n').toSorted()).toEqual(
        [
          '“/..\\/evil” has the name “.._evil”.',
          '“/a\\x0ab\\x1bc\\x00o” has the name “a_b_c_o”.',
          '“/c\\u{dce9}c\\u{dce9}c\\u{dce9}ccc” has the name “c%E9c%E9c%E9ccc”.',
          '“/etc/absolute” is a link to “/etc/passwd” and is not made: it leads to an absolute place, which would be one of this machine.',
          '“/etc/outside” is a link to “../../x” and is not made: it leads out of the folder that is taken out.',
          '“/pipe” is a named pipe: it is not made.',
        ].toSorted(),
      )
      expect((await readdir(out)).toSorted()).toEqual([
        '.._evil',
        'a name',
        'a_b_c_o',
        'c%E9c%E9c%E9ccc',
        'dotdot',
        'etc',
        'lost+found',
        'sparse',
      ])
      expect(await readlink(join(out, 'etc/inside'))).toBe('../a name')
      const [etc, state, one, two, sparse] = await Promise.all(
        ['etc', 'etc/state', 'a name', 'etc/again', 'sparse'].map((each) => lstat(join(out, each))),
      )
      expect(etc?.mode).toBe(0o40700)
      expect([etc?.mtimeMs, state?.mtimeMs]).toEqual([TIME * 1000, TIME * 1000])
      expect(one?.ino).toBe(two?.ino)
      const kept = await readFile(join(out, 'sparse'))
      expect(kept.equals(await readFile(join(dir, 'tree/sparse')))).toBe(true)
      expect((sparse?.blocks ?? 0) * 512).toBeLessThanOrEqual(128 * 1024)
    }))

  test.skipIf(!hasProgram('tar'))('an archive has all but pipes, as tar unpacks it', () =>
    withImage(async (image, dir) => {
      const out = join(dir, 'out.tar')
      const { status, out: said } = await runCommand(['extract', image, 'etc', out, '--tar'])
      expect(status).toBe(0)
      expect(said).toContain('3 files, 2 folders, 3 links')
      const env = { ...process.env, LC_ALL: 'C.UTF-8' }
      const listed = execFileSync('tar', ['-tf', out], { env }).toString()
      expect(listed.trimEnd().split('\n').toSorted()).toEqual(
        [
          ...['etc/', 'etc/absolute', 'etc/again', 'etc/inside', 'etc/outside'],
          ...['etc/ssh/', 'etc/ssh/config', 'etc/state'],
        ].toSorted(),
      )
      const whole = join(dir, 'whole.tar')
      const root = await runCommand(['extract', image, '/', whole, '--tar', '--hash', 'sha256'])
      expect(root.status).toBe(0)
      await writeFile(join(dir, 'sums'), root.out)
      execFileSync('sha256sum', ['--status', '-c', 'sums'], { cwd: dir })
      const unpacked = join(dir, 'unpacked')
      await mkdir(unpacked)
      execFileSync('tar', ['-xf', whole, '-C', unpacked], { env })
      expect((await readdir(unpacked)).toSorted()).toEqual(
        [
          '.._evil',
          'a name',
          'a\nb\x1bc_o',
          'c%E9c%E9c%E9ccc',
          'dotdot',
          'etc',
          'lost+found',
          'sparse',
        ].toSorted(),
      )
    }),
  )

  test('hashes of each file are what sha256sum checks', () =>
    withImage(async (image, dir) => {
      const out = join(dir, 'out')
      const { out: sums } = await runCommand(['extract', image, '/etc', out, '--hash', 'sha256'])
      await writeFile(join(dir, 'sums'), sums)
      const checked = execFileSync('sha256sum', ['-c', 'sums'], { cwd: dir }).toString()
      expect(checked.match(/: OK$/gm)).toHaveLength(3)
      const blake3 = await runCommand([
        'extract',
        image,
        '/etc/state',
        `${out}2`,
        '--hash',
        'blake3',
      ])
      expect(blake3.out).toMatch(/^[0-9a-f]{64} {2}\S+out2\n$/)
      expect(blake3.err).toContain('1 file, 18 bytes')
    }))

  test('what has no content is refused, with where a link leads', () =>
    withImage(async (image, dir) => {
      const said = async (path: string) =>
        (await runCommand(['extract', image, path, join(dir, 'out')])).err
      expect(await said('/etc/inside')).toBe(
        '/etc/inside is a link: PATH has to be where it leads, “../a name”.\n',
      )
      expect(await said('/pipe')).toBe('/pipe is a named pipe, which has no content.\n')
      expect(await said('/none')).toBe('/ has nothing of the name “none”.\n')
      expect(await readdir(dir)).toEqual(['image.vhdx', 'tree'])
    }))

  /** Does something when the first file is there. */
  async function interrupted(image: string, out: string, meanwhile: () => Promise<void> | void) {
    const stop = new AbortController()
    let err = ''
    const io = {
      out: () => undefined,
      err: (text: string) => {
        err += text
      },
      signal: stop.signal,
      drained: async () => {
        await meanwhile()
        return true
      },
    }
    const argv = ['extract', image, '/', out, '--hash', 'sha256']
    return { stop, run: async () => ({ status: await main(argv, io), err: () => err }) }
  }

  test('of what is stopped, or read from an image that changes, nothing is left', () =>
    withImage(async (image, dir) => {
      const left = () => readdir(dir)
      const out = join(dir, 'out')
      const cut = await interrupted(image, out, () => cut.stop.abort())
      expect((await cut.run()).status).not.toBe(0)
      expect(await left()).toEqual(['image.vhdx', 'tree'])
      const changed = await interrupted(image, out, () => utimes(image, 1, 1))
      const { status, err } = await changed.run()
      expect(status).toBe(1)
      expect(err()).toContain('has changed while it was read')
      expect(await left()).toEqual(['image.vhdx', 'tree'])
    }))

  test('what cannot be read is zero in its place and listed, with exit status 3', () =>
    inTempDir(async (dir) => {
      const tree = await putTree(join(dir, 'tree'), { big: Buffer.alloc(3 * MIB, 'x') })
      const volume = await extVolume({ tree })
      const description = diskOf(volume)
      // In the middle of the file.
      const at = volume.indexOf('xxxx')
      const lost = Math.ceil(at / MIB) + 1
      const bat = { [lost]: { state: 'fully-present', fileOffsetMB: 4000 } } as const
      const image = await imageIn(dir, { ...description, bat })
      const out = join(dir, 'out')
      const { status, err } = await runCommand(['extract', image, '/big', out])
      expect(status).toBe(3)
      expect(err).toMatch(
        /^“\/big” has zeros for 1 MiB at 0x[0-9A-F]+: It is in a block of the disk that cannot be read\.\n/,
      )
      const bytes = await readFile(out)
      const start = Number(/at (0x[0-9A-F]+):/.exec(err)?.[1])
      const expected = Buffer.alloc(3 * MIB, 'x').fill(0, start, start + MIB)
      expect(bytes.equals(expected)).toBe(true)
      const tar = await runCommand(['extract', image, '/big', `${out}.tar`, '--tar'])
      expect(tar.status).toBe(3)
      expect(tar.err).toContain('“/big” has zeros for 1 MiB')
    }))
})

test.skipIf(!hasProgram('mkfs.fat') || !hasProgram('mcopy'))(
  'of a FAT names are the long ones',
  () =>
    inTempDir(async (dir) => {
      const tree = await putTree(join(dir, 'tree'), {
        'Documents/A long name with blanks.txt': 'hello\n',
        'Documents/Größe.txt': Buffer.alloc(100_000, 7),
      })
      await withVolume({ tool: 'mkfs.fat', args: ['-F', '16'], size: 16 }, async (volume) => {
        const argv = ['-s', '-i', volume.path, join(tree, 'Documents'), '::/']
        execFileSync('mcopy', argv, { env: { ...PROGRAM_ENV, LC_ALL: 'C.UTF-8' } })
        const bytes = await volume.with((source) => source.read(0, source.size))
        const image = await imageIn(dir, diskOf(bytes))
        const out = join(dir, 'out')
        expect((await runCommand(['extract', image, '/documents', out])).status).toBe(0)
        execFileSync('diff', ['-r', join(tree, 'Documents'), out])
      })
    }),
)
