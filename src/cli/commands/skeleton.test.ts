import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { buildImage } from '../../engine/compose/build-image.ts'
import { MIB } from '../../engine/format/layout.ts'
import { numberedGuid, parentOf } from '../../testing/chain-files.ts'
import { disk } from '../../testing/marks.ts'
import { inTempDir } from '../../testing/qemu.ts'
import { runCommand } from '../../testing/run-command.ts'
import { NOT_CLOSED, TORN } from '../../testing/salvage-images.ts'
import { writeImage } from '../../testing/write-image.ts'

interface Files {
  readonly dir: string
  readonly image: string
  readonly skeleton: string
}

/** An image and its skeleton. */
const withSkeleton = (
  description: Parameters<typeof buildImage>[0],
  use: (files: Files) => Promise<void>,
): Promise<void> =>
  inTempDir(async (dir) => {
    const files = { dir, image: join(dir, 'a.vhdx'), skeleton: join(dir, 'a.skeleton.gz') }
    await writeImage(files.image, buildImage(description))
    const made = await runCommand(['skeleton', files.image, files.skeleton])
    expect(made).toMatchObject({ status: 0, err: '' })
    await use(files)
  })

test('says what remains in a skeleton and what does not, and writes it', () =>
  withSkeleton(NOT_CLOSED, async ({ dir, image, skeleton }) => {
    expect((await stat(skeleton)).size).toBeLessThan(20_000)
    const out = join(dir, 'b.gz')
    const { out: told } = await runCommand(['skeleton', image, out])
    expect(told.split('\n')).toEqual([
      'What remains in it:',
      expect.stringMatching(/^ {2}The name of the program that made the file, “VHDX Inspector”/),
      expect.stringMatching(/^ {2}The size of the disk, 16 MiB/),
      expect.stringMatching(/^ {2}The whole log, 1 MiB with 1 entry: metadata of any age\.$/),
      '  The name of the file, “a.vhdx”.',
      'What does not:',
      expect.stringMatching(/^ {2}The data of the disk, \d MiB: partition tables/),
      expect.stringMatching(/^ {2}Of 8 MiB there remain 4 MiB/),
      expect.stringMatching(/b\.gz: \d.*, a skeleton, verified$/),
      '',
    ])
    expect(await readFile(out)).toEqual(await readFile(skeleton))
  }))

test('inspect says the same of it as of the image, and which file it is about', () =>
  withSkeleton(NOT_CLOSED, async ({ image, skeleton }) => {
    const report = async (path: string) => {
      const { status, out } = await runCommand(['inspect', path, '--json'])
      return { status, ...JSON.parse(out) }
    }
    const [a, b] = [await report(image), await report(skeleton)]
    expect(b.file).toEqual({
      ...a.file,
      skeleton: { name: 'a.skeleton.gz', pathsBlanked: false },
    })
    for (const part of ['status', 'outcome', 'headers', 'log', 'before', 'after'] as const) {
      expect(b[part]).toEqual(a[part])
    }
    const { out } = await runCommand(['inspect', skeleton])
    expect(out).toMatch(/This is a skeleton of “a\.vhdx”/)
    expect(out).toMatch(/Volumes +Not in this skeleton\./)
    expect(out).not.toMatch(/Next:/)
    const { out: markdown } = await runCommand(['inspect', skeleton, '--markdown'])
    expect(markdown).toMatch(/# Report about a\.vhdx/)
    expect(markdown).toMatch(/Read from.*“a\.skeleton\.gz”, a skeleton/)
  }))

describe('of a skeleton', () => {
  const COMMANDS: readonly ((skeleton: string, out: string) => readonly string[])[] = [
    (path, out) => ['export', path, out],
    (path, out) => ['export', path, out, '--unowned'],
    (path, out) => ['replay', path, out],
    (path) => ['replay', '--in-place', '--yes', path],
    (path, out) => ['salvage', path, out, '--way', 'log-up-to'],
    (path) => ['hash', '--after', path],
    (path) => ['inspect', '--json', '--sha256', path],
    (path, out) => ['relink', path, out, '--parent', path.replace('.skeleton.gz', '.vhdx')],
    (path) => ['apply', path.replace('.skeleton.gz', '.vhdx'), path],
    (path) => ['undo', path.replace('.skeleton.gz', '.vhdx'), path],
  ]

  test('no command makes what needs its data, and says so', () =>
    withSkeleton(NOT_CLOSED, async ({ dir, skeleton }) => {
      const before = await readFile(skeleton)
      for (const [i, command] of COMMANDS.entries()) {
        const out = join(dir, `out${i}`)
        const argv = command(skeleton, out)
        const { status, err } = await runCommand(argv)
        expect([argv[0], status, err]).toEqual([
          argv[0],
          1,
          expect.stringMatching(
            /^The data of the disk are not in a skeleton: .* needs the file itself\.\n$/,
          ),
        ])
        await expect(stat(out)).rejects.toThrow(/ENOENT/)
      }
      expect(await readFile(skeleton)).toEqual(before)
    }))

  test('map, history, trace and the list of salvages say what they say of the image', () =>
    withSkeleton(TORN, async ({ image, skeleton }) => {
      for (const command of ['history', 'trace', 'salvage', 'map'] as const) {
        const [a, b] = [await runCommand([command, image]), await runCommand([command, skeleton])]
        const plain = (text: string) =>
          text
            .replaceAll(/a\.(vhdx|skeleton\.gz)/g, 'a')
            .replaceAll(/absent *$|file at .*$/gm, 'data')
        expect([b.status, plain(b.out)]).toEqual([a.status, plain(a.out)])
      }
      const { out } = await runCommand(['map', skeleton, '--before', '--json'])
      expect(JSON.parse(out).extents[0]).toEqual({ start: 0, length: 4 * MIB, from: 'absent' })
    }))

  test('space says where the bytes of its file go, and looks at none', () =>
    withSkeleton(NOT_CLOSED, async ({ image, skeleton }) => {
      const sharesOf = async (path: string) =>
        JSON.parse((await runCommand(['space', path, '--json'])).out)
      const [of, its] = [await sharesOf(image), await sharesOf(skeleton)]
      expect(its).toMatchObject({ size: of.size, shares: of.shares, runs: of.runs })
      expect(its.volumes).toMatchObject([
        { reason: 'What it says of its space is not in this skeleton.' },
      ])
      expect(its.compact.withoutFree).toHaveProperty('reason')
      expect(await runCommand(['space', skeleton, '--zeros'])).toMatchObject({
        status: 1,
        err: 'The data of the disk are not in a skeleton: a look for zeros needs the file itself.\n',
      })
    }))

  test('a patch can be made, of its replay and of a salvage: it fits the image', async () => {
    for (const [description, command] of [
      [NOT_CLOSED, ['patch']],
      [TORN, ['salvage', '--way', 'without-log', '--patch']],
    ] as const) {
      await withSkeleton(description, async ({ dir, image, skeleton }) => {
        const [first, ...rest] = command
        const patch = join(dir, 'p')
        const made = await runCommand([first, skeleton, patch, ...rest])
        expect(made).toMatchObject({ status: 0, err: '' })
        expect(await runCommand(['apply', patch, image])).toMatchObject({ status: 0, err: '' })
        expect(await runCommand(['inspect', image])).toMatchObject({ status: 0 })
      })
    }
  })

  test('a chain of skeletons is put together, and its disk is not exported', () =>
    inTempDir(async (dir) => {
      const at = (name: string) => join(dir, name)
      const base = disk({ dataWriteGuid: numberedGuid(1), blocks: [{ block: 0, fill: 1 }] })
      const child = disk({ ...parentOf(numberedGuid(1), 'base.vhdx'), blocks: [{ block: 1 }] })
      await writeImage(at('base.vhdx'), buildImage(base))
      await writeImage(at('child.vhdx'), buildImage(child))
      for (const name of ['base', 'child']) {
        await runCommand(['skeleton', at(`${name}.vhdx`), at(`${name}.gz`)])
      }
      const parent = ['--parent', at('base.gz')]
      const { out } = await runCommand(['inspect', at('child.gz'), ...parent])
      expect(out).toMatch(/Chain +child: .*child.gz[\s\S]*base.gz/)
      const of = await runCommand(['export', at('child.vhdx'), at('o'), ...parent])
      expect(of).toMatchObject({
        status: 1,
        err: expect.stringMatching(/an export needs the file/),
      })
    }))

  test('another one is not made, and of what is no VHDX none', () =>
    withSkeleton(NOT_CLOSED, async ({ dir, skeleton }) => {
      expect(await runCommand(['skeleton', skeleton, join(dir, 'o')])).toMatchObject({
        status: 1,
        err: expect.stringMatching(/is a skeleton already/),
      })
      const other = join(dir, 'other.gz')
      await writeFile(other, gzipSync('no image'))
      expect(await runCommand(['skeleton', other, join(dir, 'o')])).toMatchObject({
        status: 20,
        err: expect.stringMatching(/^There can be no skeleton of .*: it is not a VHDX/),
      })
      expect((await runCommand(['inspect', other])).out).toMatch(/a gzip archive/)
    }))

  test('a damaged one is refused in a sentence', () =>
    withSkeleton(NOT_CLOSED, async ({ dir, skeleton }) => {
      const bytes = await readFile(skeleton)
      const cut = join(dir, 'cut.gz')
      await writeFile(cut, bytes.subarray(0, bytes.length - 20))
      expect(await runCommand(['inspect', cut])).toMatchObject({
        status: 1,
        err: expect.stringMatching(/cut\.gz cannot be read: This skeleton is damaged: [^\n]*\.\n$/),
      })
    }))
})

test('with blanked paths it names neither the parent nor the file', () =>
  inTempDir(async (dir) => {
    const [image, out] = [join(dir, 'Secret.vhdx'), join(dir, 'o.gz')]
    const child = disk(parentOf(numberedGuid(1), '.\\Secret\\base.vhdx'))
    await writeImage(image, buildImage(child))
    const made = await runCommand(['skeleton', image, out, '--blank-paths'])
    expect(made.out).not.toMatch(/Secret(?!.*verified)/)
    const { out: report } = await runCommand(['inspect', out, '--json'])
    expect(report).not.toMatch(/Secret/)
    expect(report).toMatch(/\.\\\\x+\\\\x+\.x+/)
    expect(JSON.parse(report).file).toMatchObject({
      name: 'o.gz',
      skeleton: { pathsBlanked: true },
    })
  }))
