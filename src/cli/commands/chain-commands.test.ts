import { mkdir, readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildImage } from '../../engine/compose/build-image.ts'
import { MIB } from '../../engine/format/layout.ts'
import { numberedGuid, parentOf } from '../../testing/chain-files.ts'
import {
  A,
  B,
  base,
  child,
  middle,
  withChainFiles as withFiles,
} from '../../testing/chain-folder.ts'
import { disk } from '../../testing/marks.ts'
import { hasTool, inTempDir, runTool } from '../../testing/qemu.ts'
import { openReferenceDisk, readReference } from '../../testing/reference-disk.ts'
import { runCommand } from '../../testing/run-command.ts'
import { writeImage } from '../../testing/write-image.ts'

test('inspect tells the chain of the parents that are given', () =>
  withFiles(async (_, [image = '', second = '', third = '']) => {
    const options = ['--parent', third, '--parent', second]
    const { status, out } = await runCommand(['inspect', image, ...options])
    expect(status).toBe(0)
    expect(out).toMatch(/Chain +child: .*child\.vhdx, 16 MiB\n +parent 1: .*middle\.vhdx/)
    expect(out).toMatch(/parent 2: .*base\.vhdx.*\n +relative_path: \.\\base\.vhdx\n/)
    expect(out).toMatch(/C:\\Disks\\base\.vhdx\n.*current header\.\n +complete/)
    const json = await runCommand(['inspect', image, '--json', ...options])
    expect(JSON.parse(json.out)).toMatchObject({
      chain: {
        complete: true,
        files: [{ name: image, link: null }, { name: second }, { name: third }],
        missing: null,
        refused: [],
      },
    })
  }))

test('a missing parent is named, and a wrong one is not used', () =>
  withFiles(async (_, [image = '', , third = '']) => {
    const { out } = await runCommand(['inspect', image, '--parent', third])
    expect(out).toContain(`missing: a parent with parent_linkage ${B}`)
    expect(out).toContain('relative_path: .\\middle.vhdx')
    expect(out).toMatch(/not used: .*base\.vhdx: .*base\.vhdx is not the parent/)
  }))

test('a file that is given twice is one file, and the image is not its own parent', () =>
  withFiles(async (_, [image = '', second = '', third = '']) => {
    const options = [second, third, third, second, image].flatMap((path) => ['--parent', path])
    const { status, out } = await runCommand(['inspect', image, ...options])
    expect(status).toBe(0)
    expect(out).toContain('complete')
    expect(out).not.toContain('not used')
  }))

test('an image that names itself as its parent is told so, even where it is given as that', () =>
  inTempDir(async (dir) => {
    const image = join(dir, 'self.vhdx')
    await writeImage(image, buildImage(disk({ ...parentOf(A, 'self.vhdx'), dataWriteGuid: A })))
    for (const options of [['--parent', image], ['--find-parents']]) {
      const { out } = await runCommand(['inspect', image, ...options])
      expect(out).toContain('it is in the chain already')
      expect(out).not.toContain('parent 1')
    }
  }))

/** As a machine leaves it that was started with the parent: both headers have a new DataWriteGuid. */
/** Its last block is said to lie past the end of the file. */
/** Block 0 is where the log says, or nowhere without it. */
test('of a disk without parents, nothing is said about chains', () =>
  withFiles(async (_, [, , third = '']) => {
    expect((await runCommand(['inspect', third])).out).not.toMatch(/Chain/)
    const { out } = await runCommand(['inspect', third, '--json'])
    expect(JSON.parse(out)).not.toHaveProperty('chain')
  }))

test('export and map read through the chain, as a plain reader does', () =>
  withFiles(async (dir, paths) => {
    const [image = '', ...parents] = paths
    const out = join(dir, 'out.raw')
    const options = parents.flatMap((path) => ['--parent', path])
    expect(await runCommand(['export', image, out, ...options])).toMatchObject({
      status: 0,
      err: '',
    })
    const chain = await Promise.all(
      [child, middle, base].map((description) => openReferenceDisk(buildImage(description))),
    )
    const written = await readFile(out)
    expect(written.length).toBe(16 * MIB)
    expect(Buffer.compare(written, await readReference(chain, 0, 16 * MIB))).toBe(0)

    const map = await runCommand(['map', image, '--json', ...options])
    const { extents } = JSON.parse(map.out) as {
      extents: {
        start: number
        length: number
        from: string
        fileOffset?: number
        layer?: number
      }[]
    }
    const bytes = Buffer.alloc(16 * MIB)
    const files = await Promise.all(paths.map((path) => readFile(path)))
    for (const { start, length, fileOffset, layer = 0 } of extents) {
      if (fileOffset !== undefined) {
        files[layer]?.copy(bytes, start, fileOffset, fileOffset + length)
      }
    }
    expect(Buffer.compare(bytes, written)).toBe(0)
  }))

/** It follows the relative paths, and takes files with one FileWriteGuid for one file. */
test.skipIf(!hasTool('7zz', 'i'))('export reads the chain as 7-Zip does', () =>
  withFiles(async (dir, [image = '']) => {
    const out = join(dir, 'out.raw')
    expect((await runCommand(['export', image, out, '--find-parents'])).status).toBe(0)
    const theirs = join(dir, 'theirs')
    expect(await runTool('7zz', ['e', `-o${theirs}`, image])).toMatchObject({ status: 0 })
    const [name = ''] = await readdir(theirs)
    expect(Buffer.compare(await readFile(join(theirs, name)), await readFile(out))).toBe(0)
  }),
)

test('export refuses a disk of which a parent is missing', () =>
  withFiles(async (dir, [image = '', second = '']) => {
    const out = join(dir, 'out.raw')
    const { status, err } = await runCommand(['export', image, out, '--parent', second])
    expect(status).toBe(20)
    expect(err).toContain('in its parent')
    await expect(readFile(out)).rejects.toThrow()
    // What the refusal names works.
    expect(err).toContain('export IMAGE OUT --parent PARENT”, or --find-parents')
    const found = await runCommand(['export', image, out, '--find-parents'])
    expect(found).toMatchObject({ status: 0, err: '' })
  }))

test('--find-parents looks into folders, and goes on where a file does not fit', () =>
  withFiles(async (dir, [image = '', , third = '']) => {
    const [apart, wrong] = [join(dir, 'apart'), join(dir, 'wrong')]
    await mkdir(apart)
    await mkdir(wrong)
    await rename(third, join(apart, 'BASE.VHDX'))
    await writeImage(
      join(wrong, 'base.vhdx'),
      buildImage({ ...base, dataWriteGuid: numberedGuid(0xd), virtualDiskSize: 32 * MIB }),
    )
    const folders = ['--find-parents', wrong, '--find-parents', apart]
    const { status, out } = await runCommand(['inspect', image, ...folders])
    expect(out).toMatch(/parent 2: .*BASE\.VHDX/)
    expect(out).toMatch(/not used: .*wrong.base\.vhdx: The chain is complete without it/)
    expect(status).toBe(0)
    const none = await runCommand(['inspect', image, '--find-parents', join(dir, 'none')])
    expect(none).toMatchObject({ status: 1, out: '' })
    expect(none.err).toMatch(/^.*none cannot be read: there is no such file or folder\.\n$/)
  }))

test('--find-parents follows the relative paths, each from the file that says it', () =>
  withFiles(async (dir, [image = '', second = '', third = '']) => {
    const found = await runCommand(['inspect', image, '--find-parents'])
    expect(found.out).toContain('complete')
    const apart = join(dir, 'apart')
    await mkdir(apart)
    await rename(third, join(apart, 'base.vhdx'))
    expect((await runCommand(['inspect', image, '--find-parents'])).out).toContain('missing:')
    await rename(second, join(apart, 'middle.vhdx'))
    const given = ['--parent', join(apart, 'middle.vhdx'), '--find-parents']
    expect((await runCommand(['inspect', image, ...given])).out).toContain('complete')
    const none = await runCommand(['inspect', image])
    expect(none.out).toContain('missing:')
  }))

test('a file that names itself as its parent ends the search', () =>
  inTempDir(async (dir) => {
    const path = join(dir, 'self.vhdx')
    await writeImage(path, buildImage(disk({ ...parentOf(A, 'self.vhdx'), dataWriteGuid: A })))
    const { status, out } = await runCommand(['inspect', path, '--find-parents'])
    expect(status).toBe(12)
    expect(out).toContain('it is in the chain already')
  }))

test('a parent that cannot be read is said', () =>
  withFiles(async (dir, [image = '']) => {
    const answer = await runCommand(['inspect', image, '--parent', join(dir, 'none.vhdx')])
    expect(answer).toMatchObject({ status: 1, out: '' })
    expect(answer.err).toMatch(/none\.vhdx cannot be read/)
  }))
