/** The app in a browser: verdict, save, memory, first load. */
import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { type Page, test } from '@playwright/test'
import { openRealDisk } from '../e2e/support/real-disk/browser.ts'
import { missingDesktop } from '../e2e/support/real-disk/requirements.ts'
import { firstLoad } from '../scripts/bundle-size.mjs'
import { cached } from '../src/engine/bytes/cached-source.ts'
import { buildImage } from '../src/engine/compose/build-image.ts'
import { GIB, KIB, MIB } from '../src/engine/format/layout.ts'
import { inspect } from '../src/engine/inspect/inspect.ts'
import { counting } from '../src/testing/counting-source.ts'
import { inTempDir } from '../src/testing/qemu.ts'
import { writeImage } from '../src/testing/write-image.ts'
import { CACHE } from '../src/worker/file/cache.ts'
import { appUrl, drive, withBrowser } from './support/browser.ts'
import { dirtyFile, greatestDisk, IDS, scatteredChanges } from './support/images.ts'
import { compare, inMs, record } from './support/measure.ts'

/** How often each is saved: a browser takes much longer over a file that the user can see. */
const SAVES = { folder: 6, private: 12 }
/** When it has answered, the worker prepares for a save: that is over before the next run begins. */
const SETTLE_MS = 200

test('gives the verdict on a dirty 200 GiB file hardly later than its bytes are there', async () => {
  await inTempDir(async (folder) => {
    const image = buildImage(dirtyFile(200 * GIB))
    const path = join(folder, 'image.vhdx')
    await writeImage(path, image)
    const counted = counting(image)
    await inspect(cached(counted, CACHE), IDS)
    await withBrowser(async (page) => {
      await drive(page)
      await page.setInputFiles('#driven-file', path)
      const { subject, reference } = await compare(
        20,
        async () => {
          await page.waitForTimeout(SETTLE_MS)
          return page.evaluate(() => window.driver.open())
        },
        async () => {
          await page.waitForTimeout(SETTLE_MS)
          return page.evaluate((ranges) => window.driver.read(ranges), [...counted.reads])
        },
      )
      record({
        what: 'verdict on a dirty 200 GiB file in the browser’s worker, to the reads alone',
        value: subject / reference,
        unit: '×',
        bar: 2,
        direction: 'at most',
        detail: `${inMs(subject)} to ${inMs(reference)}`,
      })
    })
  })
})

/** Saves and plain copies in turn, of a file of 1 GiB in which the replay changes 1,000 sectors. */
async function compareSave(page: Page, folder: string, where: string, runs: number): Promise<void> {
  const path = join(folder, 'image.vhdx')
  await writeImage(path, buildImage(scatteredChanges(GIB, 1000)))
  await page.setInputFiles('#driven-file', path)
  await page.evaluate(() => window.driver.open())
  const { subject, reference } = await compare(
    runs,
    () => page.evaluate(() => window.driver.save()),
    () => page.evaluate(() => window.driver.copy()),
  )
  record({
    what: `save of 1 GiB with 1,000 changed sectors into ${where}, checked and verified, to a plain copy`,
    value: subject / reference,
    unit: '×',
    bar: 1.15,
    direction: 'at most',
    detail: `${inMs(subject)} to ${inMs(reference)}`,
  })
}

test('saves into a folder about as fast as the browser copies a file there', async ({
  launchOptions,
}) => {
  test.setTimeout(600_000)
  const missing = missingDesktop()
  test.info().skip(missing !== undefined, missing)
  await inTempDir(async (folder) => {
    const disk = await openRealDisk(folder, launchOptions)
    try {
      const { page } = disk
      await drive(page)
      await page.click('#driven-folder')
      await disk.allowEditing(() => page.evaluate(() => window.driver.hasFolder()))
      await compareSave(page, folder, 'a folder that the user picked', SAVES.folder)
    } finally {
      await disk.close()
    }
  })
})

test('saves into the private file system about as fast as the browser copies a file there', async () => {
  await inTempDir(async (folder) => {
    await withBrowser(async (page) => {
      await drive(page)
      await compareSave(page, folder, 'the private file system', SAVES.private)
    })
  })
})

test('opens a 64 TiB disk without keeping its BAT in the page', async () => {
  await inTempDir(async (folder) => {
    const path = join(folder, 'image.vhdx')
    await writeImage(path, buildImage(greatestDisk))
    await withBrowser(async (page, context) => {
      await page.goto(appUrl())
      const session = await context.newCDPSession(page)
      const heap = async () => {
        await session.send('HeapProfiler.collectGarbage')
        const { usedSize } = await session.send('Runtime.getHeapUsage')
        return usedSize
      }
      const before = await heap()
      const started = performance.now()
      await page.setInputFiles('input[type=file]', path)
      await page.getByText('Not closed cleanly').first().waitFor()
      const shown = performance.now() - started
      const grown = (await heap()) - before
      record({
        what: 'growth of the page’s heap when a 64 TiB disk with 1 MiB blocks is opened',
        value: grown / MIB,
        unit: 'MiB',
        bar: 150,
        direction: 'at most',
        detail: `first screen after ${inMs(shown)}`,
      })
    })
  })
})

test('loads little JavaScript before a file is opened', async () => {
  const app = fileURLToPath(new URL('../dist/app', import.meta.url))
  const first = firstLoad(app)
  const names = (await readdir(app, { recursive: true })).filter((name) => name.endsWith('.js'))
  const later = names.filter((name) => first.every(({ file }) => file !== name))
  const laterSizes = later.map((name) => gzipSync(readFileSync(join(app, name))).length)
  const inKib = (sizes: readonly number[]) => sizes.reduce((sum, size) => sum + size, 0) / KIB
  record({
    what: 'JavaScript of the first screen and of the worker, gzip',
    value: inKib(first.map(({ size }) => size)),
    unit: 'KiB',
    bar: 150,
    direction: 'at most',
    detail: `${inKib(laterSizes).toFixed(0)} KiB more are fetched while the page is idle`,
  })
})
