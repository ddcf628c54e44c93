import { copyFile, readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  type ImageInFolder,
  inPlace,
  ONE_SENTENCE,
  withImage,
  withoutHeaders,
} from '../../testing/in-place.ts'
import { runCommand } from '../../testing/run-command.ts'
import { stride } from '../../testing/thorough.ts'
import { failure } from '../failure.ts'
import { NodeFile } from '../files/node-file.ts'

afterEach(() => vi.restoreAllMocks())

const failed = (code: string): Error =>
  failure('The file cannot be written', Object.assign(new Error(code), { code }))

/** Lets `after` writes, flushes and changes of size through, then calls `fail`. Gives how many there were. */
function failAfter(after: number, fail: () => Promise<void>): () => number {
  let count = 0
  for (const method of ['write', 'resize', 'flush'] as const) {
    const real = NodeFile.prototype[method] as (...args: unknown[]) => Promise<void>
    vi.spyOn(NodeFile.prototype, method).mockImplementation(async function (
      this: NodeFile,
      ...args: unknown[]
    ) {
      if (count++ >= after) await fail()
      return real.apply(this, args)
    })
  }
  return () => count
}

describe('stopped at any of its writes and flushes', () => {
  /** How many there are in a whole run with an undo file. */
  async function countChanges(
    argv: (place: ImageInFolder) => readonly string[],
    prepare = async (_: ImageInFolder) => {},
  ) {
    let count = 0
    await withImage(async (place) => {
      await prepare(place)
      const counted = failAfter(Number.POSITIVE_INFINITY, async () => {})
      expect((await runCommand(argv(place))).status).toBe(0)
      count = counted()
      vi.restoreAllMocks()
    })
    return count
  }

  const replay = ({ path }: ImageInFolder) => ['replay', '--in-place', path, '--yes']
  const takeBack = ({ path, undo }: ImageInFolder) => ['undo', undo, path]
  const replayed = async ({ path }: ImageInFolder) => {
    await inPlace(path, '--yes')
  }

  /** The whole result, to compare with. */
  async function whole(): Promise<Buffer> {
    let bytes: Buffer = Buffer.alloc(0)
    await withImage(async (place) => {
      await replayed(place)
      bytes = await withoutHeaders(place.path)
    })
    return bytes
  }

  test.each(['ENOSPC', 'abort'])('by %s, the replay is completed or taken back', async (how) => {
    const count = await countChanges(replay)
    const expected = await whole()
    expect(count).toBeGreaterThan(12)
    // After which change it is stopped matters more than how.
    for (let at = how === 'abort' ? 1 : 0; at < count; at += stride(2)) {
      await withImage(async (place) => {
        const { path, undo, before, dir } = place
        const interrupt = new AbortController()
        failAfter(at, async () => {
          if (how !== 'abort') throw failed(how)
          interrupt.abort()
          throw new Error('stopped')
        })
        const stopped = await runCommand(replay(place), interrupt.signal)
        vi.restoreAllMocks()
        expect(stopped).toMatchObject({ status: 1, err: expect.stringMatching(ONE_SENTENCE) })
        const files = await readdir(dir)
        if (files.includes(basename(undo))) {
          // The undo file is whole: back, and again.
          const copy = join(dir, 'copy.vhdx')
          await copyFile(path, copy)
          expect((await runCommand(['undo', undo, copy])).status).toBe(0)
          expect(Buffer.compare(await readFile(copy), before)).toBe(0)
          expect(stopped.err).toContain('takes it back')
        } else {
          expect(Buffer.compare(await readFile(path), before)).toBe(0)
          expect(files).toEqual(['image.vhdx'])
        }
        const again = await inPlace(path, '--yes')
        expect(again).toMatchObject({ status: 0, err: '' })
        expect(Buffer.compare(await withoutHeaders(path), expected)).toBe(0)
        // It is the undo file of the beginning.
        expect((await runCommand(takeBack(place))).status).toBe(0)
        expect(Buffer.compare(await readFile(path), before)).toBe(0)
      })
    }
  })

  test('the undoing is completed, or the replay is', async () => {
    const count = await countChanges(takeBack, replayed)
    const expected = await whole()
    for (let at = 0; at < count; at++) {
      await withImage(async (place) => {
        const { path, undo, before, dir } = place
        await replayed(place)
        failAfter(at, async () => {
          throw failed('EIO')
        })
        const stopped = await runCommand(takeBack(place))
        vi.restoreAllMocks()
        expect(stopped).toMatchObject({ status: 1, err: expect.stringMatching(ONE_SENTENCE) })
        const copy = join(dir, 'copy.vhdx')
        await copyFile(path, copy)
        expect([0, 10]).toContain((await runCommand(['inspect', copy])).status)
        expect((await inPlace(copy, '--yes')).status).toBe(0)
        expect(Buffer.compare(await withoutHeaders(copy), expected)).toBe(0)
        expect((await runCommand(['undo', undo, path])).status).toBe(0)
        expect(Buffer.compare(await readFile(path), before)).toBe(0)
      })
    }
  })
})
