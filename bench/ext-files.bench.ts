/** All inodes of an ext4: a pass of footprints, and a walk through its directories, against `fls -r` on the same disk. */
import { execFileSync } from 'node:child_process'
import { mkdir, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@playwright/test'
import { NodeFile } from '../src/cli/files/node-file.ts'
import { GIB } from '../src/engine/format/layout.ts'
import { openExtFiles } from '../src/engine/guest/ext/files/open-ext-files.ts'
import type { GuestFiles } from '../src/engine/guest/guest-files.ts'
import { walkFiles } from '../src/engine/guest/walk.ts'
import { PROGRAM_ENV } from '../src/testing/programs.ts'
import { inTempDir } from '../src/testing/qemu.ts'
import { inMs, record } from './support/measure.ts'

/** `FOLDERS=1000` has a million files, and takes minutes to be made. */
const FOLDERS = Number(process.env['FOLDERS'] ?? 50)
const FILES = 1000
const RUNS = 3

async function makeVolume(folder: string): Promise<string> {
  const [tree, path] = [join(folder, 'tree'), join(folder, 'volume')]
  for (let i = 0; i < FOLDERS; i++) {
    const inside = join(tree, `folder-${i}`)
    await mkdir(inside, { recursive: true })
    for (let j = 0; j < FILES; j++) {
      await writeFile(join(inside, `some-file-name-${j}.txt`), j % 10 === 0 ? 'x' : '')
    }
  }
  await writeFile(path, '')
  await truncate(path, 6 * GIB)
  const nodes = `${FOLDERS * (FILES + 1) + 1000}`
  execFileSync('mke2fs', ['-qF', '-t', 'ext4', '-N', nodes, '-d', tree, path], { env: PROGRAM_ENV })
  return path
}

/** Milliseconds of the fastest of some runs, and what the last one counted. */
async function fastest(run: () => Promise<number> | number) {
  let [least, count] = [Number.POSITIVE_INFINITY, 0]
  for (let i = 0; i < RUNS; i++) {
    const started = performance.now()
    count = await run()
    least = Math.min(least, performance.now() - started)
  }
  return { time: least, count }
}

const ours = async (
  path: string,
  pass: (files: GuestFiles) => Promise<number>,
): Promise<number> => {
  const source = await NodeFile.open(path, 'r')
  const files = await openExtFiles(source)
  if (!files.ok) throw new Error(files.reason)
  const count = await pass(files)
  await source.close()
  return count
}

async function countFootprints(files: GuestFiles): Promise<number> {
  let count = 0
  for await (const footprints of files.footprints()) count += footprints.length
  return count
}

async function countNames(files: GuestFiles): Promise<number> {
  let count = 0
  for await (const { entries } of walkFiles(files)) count += entries.length
  return count
}

test('reads all inodes and all names of an ext4', async () => {
  test.setTimeout(3_600_000)
  await inTempDir(async (folder) => {
    const path = process.env['EXT_VOLUME'] ?? (await makeVolume(folder))
    const options = { env: PROGRAM_ENV, maxBuffer: GIB }
    const fls = await fastest(
      () =>
        execFileSync('fls', ['-r', '-u', '-f', 'ext', path], options).toString().split('\n').length,
    )
    for (const [what, pass] of [
      ['footprints of all inodes', countFootprints],
      ['a walk through all directories', countNames],
    ] as const) {
      const { time, count } = await fastest(() => ours(path, pass))
      record({
        what: `${what} of an ext4 with ${count} of them, to \`fls -r\``,
        value: time / fls.time,
        unit: '×',
        bar: 1.5,
        direction: 'at most',
        detail: `${inMs(time)} to ${inMs(fls.time)}, which lists ${fls.count}`,
      })
    }
  })
})
