import {
  appendFile,
  chmod,
  link,
  readdir,
  readFile,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { basename, join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import type { Recipe } from '../../engine/compose/recipe.ts'
import { differencing } from '../../engine/compose/samples/differencing.ts'
import { dirty } from '../../engine/compose/samples/dirty.ts'
import { clean, torn, truncated } from '../../engine/compose/samples/small.ts'
import { wrapped } from '../../engine/compose/samples/wrapped.ts'
import { inPlace, ONE_SENTENCE, withImage } from '../../testing/in-place.ts'
import { describeWithQemu, inTempDir, qemuImg } from '../../testing/qemu.ts'
import { runCommand } from '../../testing/run-command.ts'
import { NodeFile } from '../files/node-file.ts'

const GUID = 'b1c2d3e4-f5a6-4b7c-8d9e-0f1a2b3c4d5e'

const inspect = (path: string) => runCommand(['inspect', path])

describe.each(Object.entries({ dirty, torn, wrapped, differencing }))(
  'the sample %s',
  (_, recipe) => {
    test('becomes what its copy would be, and what it was again', async () => {
      await withImage(async ({ dir, path, undo, before }) => {
        const copy = join(dir, 'copy.vhdx')
        await runCommand(['replay', path, copy, '--file-write-guid', GUID])
        const { status, out, err } = await inPlace(path, '--yes', '--file-write-guid', GUID)
        expect({ status, err }).toEqual({ status: 0, err: '' })
        expect(out).toContain('replayed in place, verified')
        expect(out).toContain(undo)
        expect(Buffer.compare(await readFile(path), await readFile(copy))).toBe(0)

        for (let time = 0; time < 2; time++) {
          expect(await runCommand(['undo', undo, path])).toMatchObject({ status: 0, err: '' })
          expect(Buffer.compare(await readFile(path), before)).toBe(0)
        }
      }, recipe)
    })
  },
)

describe('without --yes', () => {
  test('nothing is changed, and it is said what would be', async () => {
    await withImage(async ({ dir, path, undo, before }) => {
      const { status, out, err } = await inPlace(path)
      expect({ status, err }).toMatchObject({
        status: 10,
        err: expect.stringMatching(ONE_SENTENCE),
      })
      expect(err).toContain('--yes')
      expect(out).toContain('The file grows by 3 MiB to 12 MiB.')
      expect(out).toContain('BAT[3]: NOT_PRESENT → FULLY_PRESENT at 7 MiB')
      expect(out).toContain(basename(undo))
      expect(Buffer.compare(await readFile(path), before)).toBe(0)
      expect(await readdir(dir)).toEqual(['image.vhdx'])
    })
  })

  test.each([
    [true, 0],
    [false, 10],
  ])('somebody at the terminal decides: %s', async (answer, expected) => {
    await withImage(async ({ path }) => {
      const ask = vi.fn(async () => answer)
      const { status } = await runCommand(['replay', '--in-place', path], undefined, ask)
      expect(status).toBe(expected)
      expect(ask).toHaveBeenCalledOnce()
      expect((await inspect(path)).status).toBe(expected)
    })
  })

  test('the other names of the file are counted', async () => {
    await withImage(async ({ dir, path }) => {
      await link(path, join(dir, 'other'))
      expect((await inPlace(path)).out).toContain('2 names')
    })
  })
})

test('--no-undo keeps none', async () => {
  await withImage(async ({ dir, path }) => {
    expect((await inPlace(path)).status).toBe(10)
    expect(await inPlace(path, '--yes', '--no-undo')).toMatchObject({ status: 0, err: '' })
    expect((await inspect(path)).status).toBe(0)
    expect(await readdir(dir)).toEqual(['image.vhdx'])
  })
})

test('a symbolic link stands for its file, which stays what it is', async () => {
  await withImage(async ({ dir, path, undo }) => {
    const other = join(dir, 'link')
    await symlink(path, other)
    expect((await inPlace(other, '--yes')).status).toBe(0)
    expect((await readdir(dir)).sort()).toEqual(['image.vhdx', basename(undo), 'link'])
    expect((await inspect(path)).status).toBe(0)
    expect((await runCommand(['undo', undo, other])).status).toBe(0)
  })
})

test('the undo file is as small as what is written over, zeros aside', async () => {
  const size = 512 * 2 ** 20
  const hole = { kind: 'zero', fileOffset: '16MiB', length: '400MiB' } as const
  const recipe = { ...clean, fileSize: size, log: { entries: [{ descriptors: [hole] }] } }
  await withImage(async ({ path, undo }) => {
    expect((await inPlace(path, '--yes')).status).toBe(0)
    expect((await stat(undo)).size).toBeLessThan(64 * 1024)
    expect((await stat(path)).blocks * 512).toBeLessThan(16 * 2 ** 20)
  }, recipe)
})

describe('the file is not touched', () => {
  test.each<[string, Recipe, number, RegExp]>([
    ['refused', truncated, 20, /^image\.vhdx is refused: [^\n]+\.\n$/],
    ['clean', clean, 0, /^$/],
  ])('where it is %s', async (_, recipe, status, err) => {
    await withImage(async ({ dir, path, before }) => {
      const { mtimeMs } = await stat(path)
      const ended = await inPlace(path, '--yes')
      expect(ended).toMatchObject({ status, err: expect.stringMatching(err) })
      expect((await stat(path)).mtimeMs).toBe(mtimeMs)
      expect(Buffer.compare(await readFile(path), before)).toBe(0)
      expect(await readdir(dir)).toEqual(['image.vhdx'])
    }, recipe)
  })

  test('where it is no VHDX, or not there, or a folder', async () => {
    await inTempDir(async (dir) => {
      await writeFile(join(dir, 'a'), 'text')
      expect(await inPlace(join(dir, 'a'), '--yes')).toMatchObject({ status: 30 })
      for (const path of [join(dir, 'none'), dir]) {
        const { status, err } = await inPlace(path, '--yes')
        expect({ status, err }).toMatchObject({
          status: 1,
          err: expect.stringMatching(ONE_SENTENCE),
        })
      }
    })
  })

  test.each<[string, (path: string) => Promise<void>]>([
    ['is written to', (path) => utimes(path, 1, 1)],
    ['grows', (path) => appendFile(path, 'x')],
    ['shrinks', (path) => truncate(path, 2 ** 20)],
    [
      'has other bytes where the replay writes, with the old date',
      async (path) => {
        const { atime, mtime } = await stat(path)
        const file = await NodeFile.open(path, 'r+')
        await file.write(3 * 2 ** 20, new Uint8Array([1]))
        await file.close()
        await utimes(path, atime, mtime)
      },
    ],
  ])('where it %s between the look and the write', async (_, change) => {
    await withImage(async ({ dir, path }) => {
      // A date that can be set again exactly.
      await utimes(path, 1000, 1000)
      let changed: Buffer = Buffer.alloc(0)
      const ask = async () => {
        await change(path)
        changed = await readFile(path)
        return true
      }
      const { status, err } = await runCommand(['replay', '--in-place', path], undefined, ask)
      expect({ status, err }).toMatchObject({ status: 1, err: expect.stringMatching(ONE_SENTENCE) })
      expect(Buffer.compare(await readFile(path), changed)).toBe(0)
      expect(await readdir(dir)).toEqual(['image.vhdx'])
    })
  })

  test('where a file of the undo file’s name is of something else', async () => {
    await withImage(async ({ path, undo, before }) => {
      await writeFile(undo, 'mine')
      const { status, err } = await inPlace(path, '--yes')
      expect({ status, err }).toMatchObject({ status: 1, err: expect.stringMatching(ONE_SENTENCE) })
      expect(await readFile(undo, 'utf8')).toBe('mine')
      expect(Buffer.compare(await readFile(path), before)).toBe(0)
      expect((await inPlace(path, '--yes', '--no-undo')).status).toBe(0)
    })
  })

  test('when it is interrupted before', async () => {
    await withImage(async ({ dir, path, before }) => {
      const argv = ['replay', '--in-place', path, '--yes']
      const { status, err } = await runCommand(argv, AbortSignal.abort())
      expect({ status, err }).toEqual({ status: 1, err: 'Interrupted: nothing was written.\n' })
      expect(Buffer.compare(await readFile(path), before)).toBe(0)
      expect(await readdir(dir)).toEqual(['image.vhdx'])
    })
  })

  test.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
    'where it may only be read',
    async () => {
      await withImage(async ({ dir, path }) => {
        await chmod(path, 0o400)
        const { status, err } = await inPlace(path, '--yes')
        expect({ status, err }).toEqual({
          status: 1,
          err: `${path} cannot be written: this user has no permission.\n`,
        })
        expect(await readdir(dir)).toEqual(['image.vhdx'])
      })
    },
  )
})

describeWithQemu('what was replayed in place', () => {
  test('has no fault for qemu-img', async () => {
    await withImage(async ({ path }) => {
      await inPlace(path, '--yes')
      const check = await qemuImg(['check', '-f', 'vhdx', path])
      expect(check).toMatchObject({ status: 0, stdout: expect.stringContaining('No errors') })
    })
  })
})
