import { chmod, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { buildRecipe } from '../engine/compose/build-recipe.ts'
import type { Recipe } from '../engine/compose/recipe.ts'
import { clean, torn, truncated } from '../engine/compose/samples/small.ts'
import { realImage } from '../testing/images.ts'
import { inTempDir } from '../testing/qemu.ts'
import { runCommand } from '../testing/run-command.ts'
import { writeImage } from '../testing/write-image.ts'

const inspectImage = (recipe: Recipe, ...options: readonly string[]) =>
  inTempDir(async (dir) => {
    const path = join(dir, 'image.vhdx')
    await writeImage(path, buildRecipe(recipe))
    return runCommand(['inspect', path, ...options])
  })

describe('the exit status is the outcome:', () => {
  test('0 for a clean image', async () => {
    const { status, out, err } = await inspectImage(clean)
    expect(status).toBe(0)
    expect(out).toMatch(/^image\.vhdx: clean/)
    expect(err).toBe('')
  })

  test('10 for one whose log can be replayed', async () => {
    const { status, out, err } = await inspectImage(torn)
    expect(status).toBe(10)
    expect(out).toContain('BAT[2]: NOT_PRESENT → FULLY_PRESENT at 6 MiB')
    expect(out).toContain('80000000000000003')
    expect(err).toBe('')
  })

  test('20 for one that is refused, with a sentence', async () => {
    const { status, out, err } = await inspectImage(truncated)
    expect(status).toBe(20)
    expect(out).toContain('replay.truncated')
    expect(err).toMatch(/^image\.vhdx is refused: .*FlushedFileOffset.*\.\n$/)
  })

  test('30 for another file, with what it is', async () => {
    await inTempDir(async (dir) => {
      const path = join(dir, 'a.zip')
      await writeFile(path, 'PK\x03\x04')
      const { status, out, err } = await runCommand(['inspect', path])
      expect(status).toBe(30)
      expect(out).toMatch(/^a\.zip: not a VHDX/)
      expect(err).toMatch(/^a\.zip is not a VHDX: .*ZIP archive.*\.\n$/)
    })
  })

  test('1 for a file that cannot be read', async () => {
    await inTempDir(async (dir) => {
      const missing = await runCommand(['inspect', join(dir, 'none.vhdx')])
      expect(missing).toMatchObject({ status: 1, out: '' })
      expect(missing.err).toMatch(/none\.vhdx cannot be read: there is no such file or folder\.\n$/)
      const folder = await runCommand(['inspect', dir])
      expect(folder).toMatchObject({ status: 1, out: '' })
      expect(folder.err).toMatch(/cannot be read: it is a folder\.\n$/)
    })
  })

  test('2 for a wrong use', async () => {
    expect(await runCommand(['inspect'])).toMatchObject({ status: 2, out: '' })
  })
})

describe('with --json', () => {
  test('the report is on the output, and nothing else', async () => {
    const { status, out } = await inspectImage(torn, '--json')
    expect(status).toBe(10)
    expect(JSON.parse(out)).toMatchObject({
      format: 'vhdx-inspector-report',
      version: 1,
      outcome: 'replayable',
      file: { name: 'image.vhdx', size: 8 * 1024 * 1024 },
      before: { bat: { payload: { 'fully-present': 2 } } },
      after: { bat: { payload: { 'fully-present': 4 } } },
    })
  })

  test('so it is for a file that is refused or none', async () => {
    const { status, out, err } = await inspectImage(truncated, '--json')
    expect(status).toBe(20)
    expect(JSON.parse(out)).toMatchObject({ outcome: 'refused', replay: null, after: null })
    expect(err).toContain('is refused')
  })

  test('two runs differ in the time at most', async () => {
    const [one, two] = [await inspectImage(torn, '--json'), await inspectImage(torn, '--json')]
    expect({ ...JSON.parse(one.out), made: '' }).toEqual({ ...JSON.parse(two.out), made: '' })
  })
})

test('what a hostile file calls itself cannot reach the terminal', async () => {
  const creator = '\x1b[2J\x1b]0;owned\x07\u202e'
  const hostile: Recipe = { ...clean, disk: { ...clean.disk, creator } }
  for (const options of [[], ['--json']]) {
    const { out, err } = await inspectImage(hostile, ...options)
    expect(out + err).not.toMatch(/[^\n\P{Cc}]|\u202e/u)
  }
})

test('the image is only read', async () => {
  await inTempDir(async (dir) => {
    const path = join(dir, 'image.vhdx')
    await writeImage(path, buildRecipe(torn))
    await chmod(path, 0o444)
    const [bytes, { mtimeMs }] = [await readFile(path), await stat(path)]
    expect((await runCommand(['inspect', path])).status).toBe(10)
    expect(Buffer.compare(await readFile(path), bytes)).toBe(0)
    expect((await stat(path)).mtimeMs).toBe(mtimeMs)
  })
})

const swap = realImage('windows-swap.vhdx')
test.skipIf(swap === undefined)('an image that Windows made is clean', async () => {
  const { status, out } = await runCommand(['inspect', swap ?? ''])
  expect(status).toBe(0)
  expect(out).toContain('Microsoft Windows')
})
