/** A large file taken out of a guest, on the command line and in the browser. */
import { randomFillSync } from 'node:crypto'
import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from '@playwright/test'
import { GIB, MIB } from '../src/engine/format/layout.ts'
import { withVolume } from '../src/testing/made-volumes.ts'
import { hasProgram } from '../src/testing/programs.ts'
import { inTempDir, runTool } from '../src/testing/qemu.ts'
import { drive, withBrowser } from './support/browser.ts'
import { compare, inMs, record, timed } from './support/measure.ts'

const RUNS = 10
const SIZE = GIB
/** Milliseconds after which a program has hung. */
const LIMIT = 120_000
const PROGRAM = fileURLToPath(new URL('../dist/cli/vhdx-inspector.js', import.meta.url))

async function run(program: string, args: readonly string[]): Promise<void> {
  const { status, stderr } = await runTool(program, args, LIMIT)
  if (status !== 0) throw new Error(`${program}: ${stderr}`)
}

const ours = (...args: readonly string[]): Promise<void> =>
  run(process.execPath, [PROGRAM, ...args])

/** An image whose ext4 holds a file of `SIZE` bytes, `/large`, which stays beside it. */
async function imageWithLargeFile(folder: string): Promise<{ large: string; image: string }> {
  const tree = join(folder, 'tree')
  const [large, image] = [join(tree, 'large'), join(folder, 'image.vhdx')]
  await mkdir(tree)
  const file = await open(large, 'w')
  const noise = randomFillSync(new Uint8Array(32 * MIB))
  for (let at = 0; at < SIZE; at += noise.length) await file.write(noise, 0, noise.length, at)
  await file.close()
  const args = ['-qF', '-t', 'ext4', '-d', tree]
  await withVolume({ tool: 'mke2fs', args, size: SIZE / MIB + 256 }, ({ path }) =>
    ours('create', image, '--from', path),
  )
  return { large, image }
}

test('takes a large file out of an ext4 about as fast as cp copies its bytes', async () => {
  test.info().skip(!hasProgram('mke2fs'), 'mke2fs is not installed')
  await inTempDir(async (folder) => {
    const { large, image } = await imageWithLargeFile(folder)
    const out = join(folder, 'out')
    const making = (make: () => Promise<void>) => {
      const measured = timed(make)
      return () => measured().finally(() => rm(out, { force: true }))
    }
    const cp = making(() => run('cp', [large, out]))
    const taking = making(() => ours('extract', image, '/large', out))
    const { subject, reference } = await compare(RUNS, taking, cp)
    record({
      what: 'a file of 1 GiB taken out of an ext4 on the command line, Node’s own start included, to cp of the same bytes',
      value: subject / reference,
      unit: '×',
      bar: 1.5,
      direction: 'at most',
      detail: `${inMs(subject)} to ${inMs(reference)}`,
    })
    const { subject: start } = await compare(
      RUNS,
      making(() => ours('--version')),
      cp,
    )
    record({
      what: '… without Node’s own start',
      value: (subject - start) / reference,
      unit: '×',
      bar: 1.2,
      direction: 'at most',
      detail: `${inMs(subject - start)} to ${inMs(reference)}`,
    })
  })
})

test('takes a large file out of an ext4 about as fast as the browser copies its bytes', async () => {
  test.info().skip(!hasProgram('mke2fs'), 'mke2fs is not installed')
  await inTempDir(async (folder) => {
    const { image } = await imageWithLargeFile(folder)
    await withBrowser(async (page) => {
      await drive(page)
      await page.setInputFiles('#driven-file', image)
      await page.evaluate(() => window.driver.open())
      const range = { offset: 64 * MIB, length: SIZE }
      const { subject, reference } = await compare(
        RUNS,
        () => page.evaluate(() => window.driver.takeOut('/large')),
        () => page.evaluate((copied) => window.driver.copy(copied), range),
      )
      record({
        what: 'a file of 1 GiB taken out of an ext4 in the browser into its private file system, to a plain copy of as many bytes',
        value: subject / reference,
        unit: '×',
        bar: 1.2,
        direction: 'at most',
        detail: `${inMs(subject)} to ${inMs(reference)}`,
      })
    })
  })
})
