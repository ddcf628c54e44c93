import { chmod, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { buildRecipe } from '../../engine/compose/build-recipe.ts'
import type { Recipe } from '../../engine/compose/recipe.ts'
import { full } from '../../engine/compose/samples/full.ts'
import { clean, torn, truncated } from '../../engine/compose/samples/small.ts'
import { realImage } from '../../testing/images.ts'
import { inTempDir } from '../../testing/qemu.ts'
import { runCommand } from '../../testing/run-command.ts'
import { writeImage } from '../../testing/write-image.ts'

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
    expect(out).toMatch(/^image\.vhdx: Closed cleanly\./)
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
      expect(out).toMatch(/^a\.zip: This is not a VHDX\./)
      expect(out).toMatch(
        /\nKind {6}It looks like a ZIP archive\. The image may be inside: extract it first\.\n {10}Windows: 7z x FILE\n {10}Linux: unzip FILE\n/,
      )
      expect(err).toMatch(/^a\.zip is not a VHDX: .*ZIP archive.*\.\n$/)
    })
  })

  test('30 for another file, with one command where it is the same everywhere', async () => {
    await inTempDir(async (dir) => {
      const path = join(dir, 'a.7z')
      await writeFile(path, Buffer.from('377abcaf271c0004', 'hex'))
      const { out } = await runCommand(['inspect', path])
      expect(out).toContain('\n          Windows or Linux: 7z x FILE\n')
      expect(out.match(/7z x FILE/g)).toHaveLength(1)
    })
  })

  test('30 for one that only its name tells', async () => {
    await inTempDir(async (dir) => {
      const path = join(dir, 'disk.vhdx.mrt')
      await writeFile(path, 'something')
      const { status, out } = await runCommand(['inspect', path])
      expect(status).toBe(30)
      expect(out).toContain('By its name it is a change tracking file of Hyper-V (MRT).')
      expect(out).toContain('Open the disk of the same name')
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

describe('a report for people', () => {
  const forms = [
    ['--markdown', /^# Report about image\.vhdx\n/],
    ['--html', /^<!doctype html>\n/],
  ] as const

  test.each(forms)('%s, with the notes that a file holds', async (option, beginning) => {
    await inTempDir(async (dir) => {
      const notes = join(dir, 'notes.txt')
      await writeFile(notes, 'Seized on Sunday')
      const { status, out } = await inspectImage(torn, option, '--notes', notes)
      expect(status).toBe(10)
      expect(out).toMatch(beginning)
      expect(out).toContain('Seized on Sunday')
      expect(out).toContain('log.entry-checksum')
    })
  })

  test('is not made without its notes', async () => {
    const { status, out, err } = await inspectImage(torn, '--html', '--notes', '/none/notes.txt')
    expect({ status, out }).toEqual({ status: 1, out: '' })
    expect(err).toMatch(/notes\.txt cannot be read: there is no such file or folder\.\n$/)
  })

  test('has one form', async () => {
    expect(await inspectImage(torn, '--html', '--json')).toMatchObject({ status: 2, out: '' })
    expect(await inspectImage(torn, '--notes', 'x')).toMatchObject({ status: 2, out: '' })
  })
})

describe('--as qemu', () => {
  test('tells what QEMU would do, and warns of it', async () => {
    const { status, out } = await inspectImage(full, '--as', 'qemu')
    expect(status).toBe(10)
    expect(out).toContain('As QEMU reads it (1.7 to 2025, tested with 7.2): QEMU replays ')
    expect(out).toContain('\nDo not run “qemu-img check -r all” on this file.\n')
    expect(out).toMatch(
      /\nDiffers {3}From what MS-VHDX asks for, headers aside, these differ: \d+ sectors/,
    )
    expect(out).toMatch(/\nWhy {7}1\. It /)
    expect(out).toContain('replay.diverges-qemu')
  })

  test('is a part of the report where it is asked for; the finding is there anyway', async () => {
    const asked = JSON.parse((await inspectImage(full, '--json', '--as=qemu')).out)
    expect(asked.qemu).toMatchObject({ answer: 'replays', diverges: true })
    const { out } = await inspectImage(full, '--json')
    expect(JSON.parse(out).qemu).toBeUndefined()
    expect(out).toContain('replay.diverges-qemu')
  })

  test('tells of a clean image, too, and of no other program', async () => {
    const { status, out } = await inspectImage(clean, '--as', 'qemu')
    expect([status, out]).toEqual([0, expect.stringContaining('has nothing to replay.')])
    expect(await inspectImage(clean, '--as', 'windows')).toMatchObject({ status: 2, out: '' })
  })
})
