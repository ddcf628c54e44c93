/** Files of volumes that mke2fs and mtools have made, as `files` prints them. */
import { execFileSync } from 'node:child_process'
import { symlink, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { putBootRecord } from '../../testing/disk-tables.ts'
import { diskOf, extVolume, imageIn, putTree, withUpdate } from '../../testing/guest-image.ts'
import { withVolume } from '../../testing/made-volumes.ts'
import { hasProgram, PROGRAM_ENV } from '../../testing/programs.ts'
import { inTempDir } from '../../testing/qemu.ts'
import { runCommand } from '../../testing/run-command.ts'

const MIB = 1024 * 1024

/** Numbers below 0 are now to Node. */
const BEFORE = new Date(-1000)

/** What of a disk must not reach a terminal. */
const OBEYED = /(?!\n)[\p{Cc}\p{Cf}]/u

/** What stands on the disk instead of these names. */
const HOSTILE = {
  nameOne: '\x1b[31mxy',
  nameTwo: '../../x',
  nameThree: Buffer.concat([Buffer.from('caf'), Buffer.from([0xe9]), Buffer.from('-four')]),
  nameSixSix: '\u202egnp.exe',
}

async function treeIn(dir: string): Promise<string> {
  const tree = await putTree(join(dir, 'tree'), {
    'etc/state': 'before the replay\n',
    'etc/ssh/config': 'x',
    nameOne: '1',
    nameTwo: '2',
    nameThree: '3',
    nameSixSix: '4',
  })
  await symlink('etc/state', join(tree, 'link'))
  await utimes(join(tree, 'etc/state'), BEFORE, BEFORE)
  return tree
}

describe.skipIf(!hasProgram('mke2fs'))('of an ext4', () => {
  let made: Promise<Buffer> | undefined
  const withImage = (use: (image: string, dir: string) => Promise<void>) =>
    inTempDir(async (dir) => {
      made ??= treeIn(dir).then((tree) => extVolume({ tree, names: HOSTILE, size: 2 }))
      const volume = await made
      const update = ['before the replay', 'after the replay '] as const
      await use(await imageIn(dir, withUpdate(diskOf(volume), volume, update)), dir)
    })

  test('names are printed so that a terminal obeys none, and in JSON exactly', () =>
    withImage(async (image) => {
      const { status, out, err } = await runCommand(['files', image])
      expect({ status, err }).toEqual({ status: 0, err: '' })
      expect(out.split('\n').toSorted().filter(Boolean)).toEqual(
        [
          '..\\/..\\/x',
          '\\u{202e}gnp.exe',
          '\\x1b[31mxy',
          'caf\\u{dce9}-four',
          'etc/',
          'link',
          'lost+found/',
        ].toSorted(),
      )
      expect(out).not.toMatch(OBEYED)
      const json = await runCommand(['files', image, '--json'])
      expect(json.out).not.toMatch(OBEYED)
      const { entries, problems, state, fileSystem } = JSON.parse(json.out)
      expect({ problems, state, fileSystem }).toEqual({
        problems: [],
        state: 'after',
        fileSystem: 'ext4',
      })
      const names = entries.map(({ path }: { path: readonly string[] }) => path.join(' '))
      expect(names).toContain('caf\udce9-four')
      expect(names).toContain('../../x')
      expect(names).toContain('\x1b[31mxy')
    }))

  test('--recursive prints paths that can be given, and --long what ls -l does', () =>
    withImage(async (image) => {
      const { out } = await runCommand(['files', image, '--recursive'])
      const paths = out.trimEnd().split('\n')
      expect(paths).toContain('/etc/')
      expect(paths).toContain('/etc/ssh/config')
      const one = await runCommand(['files', image, '/..\\/..\\/x'])
      expect(one).toEqual({ status: 0, out: '..\\/..\\/x\n', err: '' })
      const { out: long } = await runCommand(['files', image, 'etc', '--long'])
      expect(long).toMatch(/^-rw-r--r-- +1 +\d+:\d+ +18 1969-12-31T23:59:59Z state$/m)
      expect(long).toMatch(/^drwxr-xr-x +2 +\d+:\d+ +1024 \S+ ssh$/m)
      const { out: link } = await runCommand(['files', image, '/link', '--long'])
      expect(link).toMatch(/^lrwxrwxrwx .* link -> etc\/state\n$/)
    }))

  test('JSON has all that is kept of a file', () =>
    withImage(async (image) => {
      const { out } = await runCommand(['files', image, '/etc/state', '--json'])
      const { entries } = JSON.parse(out)
      expect(entries).toEqual([
        expect.objectContaining({
          path: ['etc', 'state'],
          node: expect.any(Number),
          kind: 'file',
          size: 18,
          allocated: 1024,
          links: 1,
          permissions: '0644',
          times: expect.objectContaining({ modified: '1969-12-31T23:59:59.000000000Z' }),
          record: { offset: expect.any(Number), length: 256 },
          problems: [],
        }),
      ])
    }))

  test('what is not there is said, and nothing else', () =>
    withImage(async (image) => {
      expect(await runCommand(['files', image, '/etc/none'])).toEqual({
        status: 1,
        out: '',
        err: '/etc has nothing of the name “none”.\n',
      })
      expect((await runCommand(['files', image, '/link/x'])).err).toBe('/link is no directory.\n')
      expect((await runCommand(['files', image, '--partition', '1'])).err).toBe(
        'There is no partition 1: the disk has no partitions.\n',
      )
    }))

  test('a directory that is damaged is listed as far as it can be read, with exit status 3', () =>
    inTempDir(async (dir) => {
      const volume = await extVolume({ tree: await treeIn(dir), size: 2 })
      // The length of the entry.
      volume.writeUInt16LE(2, volume.indexOf('nameTwo') - 4)
      const image = await imageIn(dir, diskOf(volume))
      const { status, out, err } = await runCommand(['files', image])
      expect(status).toBe(3)
      expect(out).toContain('etc/\n')
      expect(err).toMatch(/^“\/”: .*\.\n$/)
      const json = await runCommand(['files', image, '--json'])
      expect(JSON.parse(json.out).problems).toHaveLength(1)
    }))

  test('a skeleton is refused', () =>
    withImage(async (image, dir) => {
      const skeleton = join(dir, 'a.skeleton.gz')
      expect((await runCommand(['skeleton', image, skeleton])).status).toBe(0)
      for (const argv of [
        ['files', skeleton],
        ['extract', skeleton, '/', join(dir, 'out')],
      ]) {
        const { status, err } = await runCommand(argv)
        expect(status).toBe(1)
        expect(err).toContain('The data of the disk are not in a skeleton')
      }
    }))
})

const hasBoth = ['mke2fs', 'mkfs.fat', 'mcopy'].every(hasProgram)

describe.skipIf(!hasBoth)('of a disk with two volumes', () => {
  const withDisk = (use: (image: string) => Promise<void>) =>
    inTempDir(async (dir) => {
      const tree = await putTree(join(dir, 'tree'), { 'hello world.txt': 'hello\n' })
      const ext = await extVolume({ tree, size: 4 })
      const args = ['-F', '12', '-n', 'STICK']
      await withVolume({ tool: 'mkfs.fat', args, size: 2 }, async (volume) => {
        const given = join(tree, 'hello world.txt')
        execFileSync('mcopy', ['-i', volume.path, given, '::'], { env: PROGRAM_ENV })
        const fat = Buffer.from(await volume.with((source) => source.read(0, source.size)))
        const disk = Buffer.alloc(8 * MIB)
        disk.set(ext, MIB)
        disk.set(fat, 5 * MIB)
        putBootRecord(disk, 0, [
          { type: 0x83, first: 2048, count: 8192 },
          { type: 0x01, first: 10240, count: 4096 },
          { type: 0x82, first: 14336, count: 2048 },
        ])
        await use(await imageIn(dir, diskOf(disk)))
      })
    })

  test('the volumes are listed, and one is chosen by its partition or its place', () =>
    withDisk(async (image) => {
      const { status, out } = await runCommand(['files', image])
      expect(status).toBe(0)
      expect(out).toMatch(
        /^Partition 1 at 0x100000, ext4\nPartition 2 at 0x500000, FAT12 “STICK”\nPartition 3 at 0x700000: .+\.\n$/,
      )
      for (const choice of [
        ['--partition', '2'],
        ['--offset', '5MiB'],
      ]) {
        const { out: listed } = await runCommand(['files', image, ...choice, '--long'])
        // A name of Windows, and a time of a clock without a zone.
        expect(listed).toMatch(/^-...A--- +- +- +6 \d{4}-\S+\d +hello world\.txt\n$/m)
      }
      expect((await runCommand(['files', image, '/HELLO WORLD.txt', '--partition', '2'])).out).toBe(
        'hello world.txt\n',
      )
    }))

  test('a path needs a choice, and a wrong one is said with what there is', () =>
    withDisk(async (image) => {
      const said = async (...argv: readonly string[]) => {
        const { status, err } = await runCommand(['files', image, ...argv])
        return `${status} ${err}`
      }
      expect(await said('/x')).toBe(
        '1 Several volumes have files: --partition or --offset says which one. Partition 1 at 0x100000, ext4; Partition 2 at 0x500000, FAT12 “STICK”.\n',
      )
      expect(await said('--partition', '9')).toBe(
        '1 There is no partition 9: the disk has 1, 2, 3.\n',
      )
      expect(await said('--offset', '512')).toBe(
        '1 No volume begins at 0x200: the disk has some at 0x100000, 0x500000, 0x700000.\n',
      )
      expect(await said('--partition', '3')).toMatch(/^1 Partition 3 at 0x700000: .+\.\n$/)
      expect(await said('--offset', '512', '--partition', '3')).toMatch(/^2 A --partition has/)
    }))
})
