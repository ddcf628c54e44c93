import { appendFile, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { buildRecipe } from '../../engine/compose/build-recipe.ts'
import { clean } from '../../engine/compose/samples/small.ts'
import { wrapped } from '../../engine/compose/samples/wrapped.ts'
import { ONE_SENTENCE, withImage } from '../../testing/in-place.ts'
import {
  copyOf,
  isFile,
  makePatchFiles,
  type PatchedImage,
  withPatch,
} from '../../testing/patched-image.ts'
import { inTempDir } from '../../testing/qemu.ts'
import { runCommand } from '../../testing/run-command.ts'
import { writeImage } from '../../testing/write-image.ts'
import { NodeFile } from '../files/node-file.ts'

afterEach(() => vi.restoreAllMocks())
// For machines that are busy with other things.
vi.setConfig({ testTimeout: 30_000 })

const apply = (patch: string, image: string, ...options: readonly string[]) =>
  runCommand(['apply', patch, image, ...options])

test('apply makes the saved copy of the image, and with --undo the image again', async () => {
  for (const recipe of [undefined, wrapped]) {
    await withPatch(async ({ path, patch, before, after }) => {
      expect(await apply(patch, path)).toMatchObject({
        status: 0,
        out: expect.stringContaining('as its patch makes it'),
        err: '',
      })
      expect(await isFile(path, after)).toBe(true)
      expect((await apply(patch, path)).out).toContain('already')
      expect(await apply(patch, path, '--undo')).toMatchObject({ status: 0, err: '' })
      expect(await isFile(path, before)).toBe(true)
      expect((await apply(patch, path, '--undo')).out).toContain('already')
      expect(await isFile(path, before)).toBe(true)
    }, recipe)
  }
})

describe('patch', () => {
  test('writes the patch and both scripts, and says how large they are', async () => {
    await withImage(async ({ dir, path, before }) => {
      const out = join(dir, 'disk.patch')
      const { status, out: text, err } = await runCommand(['patch', path, out])
      expect({ status, err }).toEqual({ status: 0, err: '' })
      expect((await readdir(dir)).sort()).toEqual([
        'disk.patch',
        'disk.patch.ps1',
        'disk.patch.sh',
        'image.vhdx',
      ])
      expect(text.match(/disk\.patch(\.sh|\.ps1)?: \d+(\.\d+)? KiB/g)).toHaveLength(3)
      expect((await stat(out)).size).toBeLessThan(100 * 1024)
      expect(await isFile(path, before)).toBe(true)
    })
  })

  test('overwrites nothing, neither patch nor script, and leaves none of them', async () => {
    for (const taken of ['disk.patch', 'disk.patch.sh', 'disk.patch.ps1']) {
      await withImage(async ({ dir, path }) => {
        await writeFile(join(dir, taken), 'mine')
        const { status, err } = await runCommand(['patch', path, join(dir, 'disk.patch')])
        expect({ status, err }).toMatchObject({
          status: 1,
          err: expect.stringMatching(/exists already/),
        })
        expect((await readdir(dir)).sort()).toEqual([taken, 'image.vhdx'].sort())
        expect(await readFile(join(dir, taken), 'utf8')).toBe('mine')
      })
    }
  })

  test('of an image that is clean, refused or none writes nothing, and says so', async () => {
    await withImage(async ({ dir, path }) => {
      const out = join(dir, 'disk.patch')
      expect(await runCommand(['patch', path, out])).toMatchObject({
        status: 1,
        out: '',
        err: `No patch was written: the log of ${path} is empty, so that it would change nothing.\n`,
      })
      await writeFile(path, 'no image')
      expect((await runCommand(['patch', path, out])).status).toBe(30)
      expect(await readdir(dir)).toEqual(['image.vhdx'])
    }, clean)
    await withImage(async ({ dir, path }) => {
      await truncate(path, 5 * 2 ** 20)
      expect((await runCommand(['patch', path, join(dir, 'disk.patch')])).status).toBe(20)
      expect(await readdir(dir)).toEqual(['image.vhdx'])
    })
  })

  test('with the same FileWriteGuid is the same patch again', async () => {
    await withPatch(async ({ path, dir, patch }) => {
      const again = await inTempDir(async (other) => {
        const made = await makePatchFiles(path, other)
        return readFile(made.patch)
      })
      expect(await isFile(patch, again)).toBe(true)
      expect(await readdir(dir)).toHaveLength(5)
    })
  })
})

describe('apply refuses, and writes nothing,', () => {
  const refuses = async (patch: string, image: string, what: RegExp) => {
    const bytes = await readFile(image)
    for (const options of [[], ['--undo']]) {
      const { status, err } = await apply(patch, image, ...options)
      expect({ status, err }).toMatchObject({ status: 1, err: expect.stringMatching(what) })
      expect(err).toMatch(ONE_SENTENCE)
      expect(await isFile(image, bytes)).toBe(true)
    }
  }

  test('another image', async () => {
    await withPatch(async (place) => {
      const other = join(place.dir, 'other.vhdx')
      await writeImage(other, buildRecipe(wrapped))
      await refuses(place.patch, other, /is not the image/)
    })
  })

  test('an image that has been changed, before or after', async () => {
    await withPatch(async (place) => {
      const { patch, before, after } = place
      const work = await copyOf(place)
      const differs = (byte: number, at: number) => byte !== after[at]
      const places = [before.findIndex(differs), before.findLastIndex(differs)]
      for (const content of [before, after]) {
        for (const at of places) {
          const bytes = Buffer.from(content)
          bytes[at] = (bytes[at] ?? 0) ^ 0x81
          await writeFile(work, bytes)
          await refuses(patch, work, /has been changed since/)
        }
        await writeFile(work, content)
        await appendFile(work, 'x')
        await refuses(patch, work, /has been changed since/)
      }
    })
  })

  test('a patch that is damaged, cut, of another kind, or the image itself', async () => {
    await withPatch(async (place) => {
      const { dir, path, patch, sh } = place
      const good = await readFile(patch)
      const bad = join(dir, 'bad.patch')
      for (const bytes of [
        good.subarray(0, good.length - 1),
        good.subarray(0, 20),
        Buffer.alloc(0),
        Buffer.concat([good, Buffer.from('x')]),
        Buffer.from(good).fill(1, 100, 101),
      ]) {
        await writeFile(bad, bytes)
        await refuses(bad, path, /cannot be used: it is/)
      }
      await refuses(sh, path, /cannot be used: it is no patch/)
      await refuses(path, path, /are one file/)
      await rm(bad)
      await refuses(bad, path, /no such file/)
      await refuses(patch, patch, /are one file/)
    })
  })
})

describe('stopped at any of its writes and flushes', () => {
  /** Lets `after` of them through, then fails. Gives how many there were. */
  function failAfter(after: number): () => number {
    let count = 0
    for (const method of ['write', 'resize', 'flush'] as const) {
      const real = NodeFile.prototype[method] as (...args: unknown[]) => Promise<void>
      vi.spyOn(NodeFile.prototype, method).mockImplementation(async function (
        this: NodeFile,
        ...args: unknown[]
      ) {
        if (count++ >= after) throw Object.assign(new Error('EIO'), { code: 'EIO' })
        return real.apply(this, args)
      })
    }
    return () => count
  }

  test.each([[[]], [['--undo']]])('apply %j is completed, or taken back', async (options) => {
    await withPatch(async (place: PatchedImage) => {
      const { patch, before, after } = place
      const work = await copyOf(place)
      const start = options.length === 0 ? before : after
      for (let at = 0; ; at++) {
        await writeFile(work, start)
        failAfter(at)
        const stopped = await apply(patch, work, ...options)
        vi.restoreAllMocks()
        if (stopped.status === 0) {
          expect(at).toBeGreaterThan(12)
          break
        }
        expect(stopped.err).toMatch(/only half written.*the same command again completes it/)
        expect(stopped.err).toMatch(ONE_SENTENCE)
        // What is left is an image that can be opened or replayed.
        expect([0, 10]).toContain((await runCommand(['inspect', work])).status)
        const half = await readFile(work)
        expect(await apply(patch, work)).toMatchObject({ status: 0, err: '' })
        expect(await isFile(work, after)).toBe(true)
        await writeFile(work, half)
        expect(await apply(patch, work, '--undo')).toMatchObject({ status: 0, err: '' })
        expect(await isFile(work, before)).toBe(true)
      }
    })
  })
})

test('both commands say what they take', async () => {
  for (const argv of [
    ['patch'],
    ['patch', 'a'],
    ['patch', 'a', 'b', 'c'],
    ['patch', 'a', 'b', '--undo'],
    ['patch', 'a', 'b', '--file-write-guid', 'x'],
    ['apply', 'a'],
    ['apply', 'a', 'b', 'c'],
    ['apply', 'a', 'b', '--yes'],
  ]) {
    expect((await runCommand(argv)).status).toBe(2)
  }
})
