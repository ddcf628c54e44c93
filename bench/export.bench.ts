/** The export of a whole virtual disk, raw and as a new VHDX, in the browser and on the command line. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from '@playwright/test'
import { GIB } from '../src/engine/format/layout.ts'
import { inTempDir, qemuAvailable, runTool } from '../src/testing/qemu.ts'
import { drive, withBrowser } from './support/browser.ts'
import { writeDenseDisk } from './support/dense-disk.ts'
import { compare, inMs, record, type Timed, timed } from './support/measure.ts'

const BROWSER_RUNS = 10
const NODE_RUNS = 12
/** Milliseconds after which a program has hung. */
const LIMIT = 120_000
const PROGRAM = fileURLToPath(new URL('../dist/cli/vhdx-inspector.js', import.meta.url))

for (const format of ['raw', 'vhdx'] as const) {
  test(`exports a dense disk as ${format} about as fast as the browser copies its bytes`, async () => {
    await inTempDir(async (folder) => {
      const { path, ...range } = await writeDenseDisk(join(folder, 'image.vhdx'), GIB)
      await withBrowser(async (page) => {
        await drive(page)
        await page.setInputFiles('#driven-file', path)
        await page.evaluate(() => window.driver.open())
        const wish = { format, length: range.length }
        const { subject, reference } = await compare(
          BROWSER_RUNS,
          () => page.evaluate((wished) => window.driver.exportDisk(wished), wish),
          () => page.evaluate((copied) => window.driver.copy(copied), range),
        )
        record({
          what: `export of a dense disk of 1 GiB as ${format} into the private file system, checked and verified, to a plain copy of its bytes`,
          value: subject / reference,
          unit: '×',
          bar: 1.2,
          direction: 'at most',
          detail: `${inMs(subject)} to ${inMs(reference)}`,
        })
      })
    })
  })
}

type Command = readonly [program: string, args: readonly string[]]

/** Programs one after the other, from the start of the first to the end of the last, each time into a new file. */
function running(out: string, ...commands: readonly Command[]): Timed {
  const run = timed(async () => {
    for (const [program, args] of commands) {
      const { status, stderr } = await runTool(program, args, LIMIT)
      if (status !== 0) throw new Error(`${program}: ${stderr}`)
    }
  })
  return () => run().finally(() => rm(out, { force: true }))
}

const exporting = (...args: readonly string[]): Command => [
  process.execPath,
  [PROGRAM, 'export', ...args],
]

test('exports a dense disk on the command line about as fast as qemu-img does', async () => {
  test.info().skip(!qemuAvailable, 'qemu-img is not installed')
  await inTempDir(async (folder) => {
    const { path } = await writeDenseDisk(join(folder, 'image.vhdx'), GIB)
    const out = join(folder, 'disk.raw')
    const { subject, reference } = await compare(
      NODE_RUNS,
      running(out, exporting(path, out)),
      running(out, ['qemu-img', ['convert', '-O', 'raw', path, out]]),
    )
    record({
      what: 'export of a dense disk of 1 GiB on the command line, Node’s own start included, to qemu-img convert -O raw',
      value: subject / reference,
      unit: '×',
      bar: 1.5,
      direction: 'at most',
      detail: `${inMs(subject)} to ${inMs(reference)}`,
    })
  })
})

test('writes a new VHDX of a dense disk no slower than qemu-img does, and proves it about as fast', async () => {
  test.info().skip(!qemuAvailable, 'qemu-img is not installed')
  await inTempDir(async (folder) => {
    const { path } = await writeDenseDisk(join(folder, 'image.vhdx'), 2 * GIB)
    const out = join(folder, 'new.vhdx')
    const convert: Command = ['qemu-img', ['convert', '-O', 'vhdx', path, out]]
    const compareDisks: Command = ['qemu-img', ['compare', '-f', 'vhdx', '-F', 'vhdx', path, out]]
    const ours = exporting(path, out, '--format', 'vhdx')
    const [program, args] = ours
    const bare = await compare(
      NODE_RUNS,
      running(out, [program, [...args, '--no-verify']]),
      running(out, convert),
    )
    record({
      what: 'a dense disk of 2 GiB as a new dynamic VHDX on the command line, not read back, Node’s own start included, to qemu-img convert -O vhdx',
      value: bare.subject / bare.reference,
      unit: '×',
      bar: 1,
      direction: 'at most',
      detail: `${inMs(bare.subject)} to ${inMs(bare.reference)}`,
    })
    const proven = await compare(NODE_RUNS, running(out, ours), running(out, convert, compareDisks))
    record({
      what: '… read back and verified, to qemu-img convert -O vhdx and qemu-img compare',
      value: proven.subject / proven.reference,
      unit: '×',
      bar: 1.25,
      direction: 'at most',
      detail: `${inMs(proven.subject)} to ${inMs(proven.reference)}`,
    })
  })
})
