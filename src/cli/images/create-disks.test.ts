/** `create --from`, `--parent` and `--fixed`. */
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { buildImage } from '../../engine/compose/build-image.ts'
import { MIB } from '../../engine/format/layout.ts'
import { numberedGuid } from '../../testing/chain-files.ts'
import { disk } from '../../testing/marks.ts'
import { describeWithQemu, inTempDir, qemuImg, runTool, vhdiAvailable } from '../../testing/qemu.ts'
import { runCommand } from '../../testing/run-command.ts'
import { writeImage } from '../../testing/write-image.ts'

const report = async (path: string, ...options: string[]) =>
  JSON.parse((await runCommand(['inspect', path, '--json', ...options])).out)

/** Data in the second and the last of 5 MiB and a sector. */
const rawDisk = (): Buffer => {
  const bytes = Buffer.alloc(5 * MIB + 512)
  bytes.fill(3, MIB + 7, MIB + 9)
  bytes.fill(4, 5 * MIB)
  return bytes
}

describe('from a raw image', () => {
  test.each([
    ['dynamic', [], 6 * MIB],
    ['fixed', ['--fixed'], 10 * MIB],
  ])('a %s disk with the same bytes is made', (kind, options, size) =>
    inTempDir(async (dir) => {
      const [raw, out, again] = ['a.raw', 'b.vhdx', 'c.raw'].map((name) => join(dir, name))
      if (raw === undefined || out === undefined || again === undefined) return
      await writeFile(raw, rawDisk())
      const argv = ['create', out, '--from', raw, '--block-size', '1MiB', ...options]
      const made = await runCommand(argv)
      expect(made).toMatchObject({ status: 0, err: '' })
      expect(made.out).toContain(`a ${kind} VHDX of ${size / MIB} MiB`)
      expect((await stat(out)).size).toBe(size)
      expect((await report(out)).before.geometry).toMatchObject({ kind, logicalSectorSize: 512 })
      await runCommand(['export', out, again])
      expect((await readFile(again)).equals(rawDisk())).toBe(true)
    }),
  )

  test.each([
    ['a VHDX', () => buildImage(disk({})).toBytes(), '“vhdx-inspector export '],
    [
      'a QCOW2 image',
      () => Buffer.from('QFI\xfb\0\0\0\x03'.padEnd(4096, '\0'), 'latin1'),
      '“vhdx-inspector inspect ',
    ],
    ['an empty file', () => Buffer.alloc(0), 'an empty file'],
    ['no whole sectors', () => Buffer.alloc(1000, 1), 'whole sectors of 512 bytes'],
  ])('not where it is %s', (_, bytes, says) =>
    inTempDir(async (dir) => {
      const [raw, out] = [join(dir, 'a.raw'), join(dir, 'b.vhdx')]
      await writeFile(raw, bytes())
      const { status, err } = await runCommand(['create', out, '--from', raw])
      expect({ status, err }).toEqual({ status: 1, err: expect.stringContaining(says) })
      expect(await readdir(dir)).toEqual(['a.raw'])
    }),
  )
})

describe('a child', () => {
  const PARENT = disk({
    dataWriteGuid: numberedGuid(1),
    virtualDiskId: numberedGuid(2),
    logicalSectorSize: 4096,
    blocks: [{ block: 2, fill: 7 }],
  })

  test('is empty, fits its parent, and reads as it', () =>
    inTempDir(async (dir) => {
      const [base, child] = [join(dir, 'base.vhdx'), join(dir, 'child.avhdx')]
      await writeImage(base, buildImage(PARENT))
      const made = await runCommand(['create', child, '--parent', base])
      expect(made).toEqual({
        status: 0,
        out: `${child}: an empty child of ${base}, with a disk of 16 MiB\n`,
        err: '',
      })
      const { before, chain, verdict } = await report(child, '--find-parents')
      expect(before.geometry).toMatchObject({
        kind: 'differencing',
        blockSize: 2 * MIB,
        logicalSectorSize: 4096,
      })
      expect(verdict.condition).toBe('sound')
      expect(chain.missing).toBeNull()
      expect(chain.files).toHaveLength(2)
      const pairs = Object.fromEntries(
        before.metadata.parentLocator.pairs.map(({ key, value }: Record<string, string>) => [
          key,
          value,
        ]),
      )
      expect(pairs).toEqual({
        parent_linkage: `{${numberedGuid(1)}}`,
        relative_path: '.\\base.vhdx',
        ...(process.platform === 'win32' && { absolute_win32_path: base }),
      })
      expect(before.metadata.virtualDiskId).not.toBe(numberedGuid(2))
      const [one, two] = [join(dir, 'one.raw'), join(dir, 'two.raw')]
      await runCommand(['export', base, one])
      await runCommand(['export', child, two, '--find-parents'])
      expect((await readFile(one)).equals(await readFile(two))).toBe(true)
    }))

  test('has the disk ID of its parent where it takes its place', () =>
    inTempDir(async (dir) => {
      const [base, child] = [join(dir, 'base.vhdx'), join(dir, 'child.vhdx')]
      await writeImage(base, buildImage(PARENT))
      await runCommand(['create', child, '--parent', base, '--keep-id', '--block-size', '1MiB'])
      const { before } = await report(child)
      expect(before.metadata.virtualDiskId).toBe(numberedGuid(2))
      expect(before.geometry.blockSize).toBe(MIB)
    }))

  test.skipIf(!vhdiAvailable)('is one for libvhdi, too', () =>
    inTempDir(async (dir) => {
      const [base, child] = [join(dir, 'base.vhdx'), join(dir, 'child.vhdx')]
      await writeImage(base, buildImage(PARENT))
      await runCommand(['create', child, '--parent', base])
      const { status, stdout } = await runTool('vhdiinfo', [child])
      expect({ status, stdout }).toMatchObject({ status: 0 })
      expect(stdout).toContain('Differential')
      expect(stdout).toContain(numberedGuid(1))
    }),
  )

  test('is not made of a parent that has a log to replay, or is refused', () =>
    inTempDir(async (dir) => {
      const [base, broken, child] = ['base', 'broken', 'child'].map((name) =>
        join(dir, `${name}.vhdx`),
      )
      if (base === undefined || broken === undefined || child === undefined) return
      const entry = { updates: [{ kind: 'bat', changes: { 0: { state: 'zero' } } }] } as const
      await writeImage(base, buildImage({ ...PARENT, log: { entries: [entry] } }))
      const dirty = await runCommand(['create', child, '--parent', base])
      expect(dirty).toMatchObject({ status: 20, out: '' })
      expect(dirty.err).toContain('The parent has a log to replay')
      const torn = { ...PARENT, log: { entries: [{ ...entry, flips: [100] }] } }
      await writeImage(broken, buildImage(torn))
      expect(await runCommand(['create', child, '--parent', broken])).toMatchObject({ status: 20 })
      expect((await readdir(dir)).sort()).toEqual(['base.vhdx', 'broken.vhdx'])
    }))
})

describe('an empty fixed disk', () => {
  test('has all of its blocks, and takes no room', () =>
    inTempDir(async (dir) => {
      const out = join(dir, 'a.vhdx')
      const argv = ['create', out, '--fixed', '--size', '3GiB', '--log-size', '2MiB']
      expect(await runCommand(argv)).toMatchObject({
        status: 0,
        out: `${out}: an empty fixed disk of 3 GiB\n`,
      })
      const { size, blocks } = await stat(out)
      expect(size).toBe(5 * MIB + 3 * 1024 * MIB)
      expect(blocks * 512).toBeLessThan(2 * MIB)
      const { before, log, outcome } = await report(out)
      expect(outcome).toBe('clean')
      expect(log.length).toBe(2 * MIB)
      expect(before.geometry.kind).toBe('fixed')
    }))
})

describeWithQemu('qemu-img', () => {
  test('checks the fixed one, and the one from a raw image, and finds nothing', () =>
    inTempDir(async (dir) => {
      const [raw, made, fixed] = ['a.raw', 'b.vhdx', 'c.vhdx'].map((name) => join(dir, name))
      if (raw === undefined || made === undefined || fixed === undefined) return
      await writeFile(raw, rawDisk())
      await runCommand(['create', made, '--from', raw])
      await runCommand(['create', fixed, '--size', '100MiB', '--fixed'])
      for (const path of [made, fixed]) {
        const check = await qemuImg(['check', '-f', 'vhdx', path])
        expect(check).toMatchObject({ status: 0, stdout: expect.stringContaining('No errors') })
      }
      const same = await qemuImg(['compare', '-f', 'raw', '-F', 'vhdx', raw, made])
      expect(same).toMatchObject({ status: 0 })
    }))
})

test.each([
  [['create', 'out'], 'needs a --size'],
  [['create', 'out', '--size', '1GiB', '--from', 'a'], 'only one of'],
  [['create', 'out', '--parent', 'a', '--from', 'b'], 'only one of'],
  [['create', 'out', '--parent', 'a', '--fixed'], 'no fixed disk'],
  [['create', 'out', '--parent', 'a', '--logical-sector', '512'], 'sectors of its parent'],
  [['create', 'out', '--size', '1GiB', '--keep-id'], 'Only a child'],
  [['create', 'out', '--size', '100'], 'whole sectors'],
  [['create', 'out', '--size', '1GiB', '--block-size', '3MiB'], 'a power of two'],
  [['create', 'out', '--size', '1GiB', '--log-size', '3'], 'a multiple of 1 MiB'],
])('%j is no way to make a disk', async (argv, says) => {
  const { status, err } = await runCommand(argv)
  expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining(says) })
})
