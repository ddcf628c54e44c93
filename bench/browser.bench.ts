/** The app in a browser: verdict, save, memory, first load. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from '@playwright/test'
import { firstLoad } from '../scripts/bundle-size.mjs'
import { cached } from '../src/engine/bytes/cached-source.ts'
import { buildImage } from '../src/engine/compose/build-image.ts'
import { GIB, KIB, MIB } from '../src/engine/format/layout.ts'
import { inspect } from '../src/engine/inspect/inspect.ts'
import { inTempDir } from '../src/testing/qemu.ts'
import { writeImage } from '../src/testing/write-image.ts'
import { CACHE } from '../src/worker/cache.ts'
import { appUrl, drive, withBrowser } from './support/browser.ts'
import { counting } from './support/counting-source.ts'
import { dirtyFile, greatestDisk, IDS, scatteredChanges } from './support/images.ts'
import { compare, inMs, record } from './support/measure.ts'

test('gives the verdict on a dirty 200 GiB file hardly later than its bytes are there', async () => {
  await inTempDir(async (folder) => {
    const image = buildImage(dirtyFile(200 * GIB))
    const path = join(folder, 'image.vhdx')
    await writeImage(path, image)
    const counted = counting(image)
    await inspect(cached(counted, CACHE), IDS)
    await withBrowser(async (page) => {
      await drive(page, path)
      const { subject, reference } = await compare(
        20,
        () => page.evaluate(() => window.driver.open()),
        () => page.evaluate((ranges) => window.driver.read(ranges), [...counted.reads]),
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

test('saves a replayed copy about as fast as the browser copies the file', async () => {
  await inTempDir(async (folder) => {
    const path = join(folder, 'image.vhdx')
    await writeImage(path, buildImage(scatteredChanges(GIB, 1000)))
    await withBrowser(async (page) => {
      await drive(page, path)
      await page.evaluate(() => window.driver.open())
      const { subject, reference } = await compare(
        3,
        () => page.evaluate(() => window.driver.save()),
        () => page.evaluate(() => window.driver.copy()),
      )
      record({
        what: 'save of 1 GiB with 1,000 changed sectors, checked and verified, to a plain copy',
        value: subject / reference,
        unit: '×',
        bar: 1.15,
        direction: 'at most',
        detail: `${inMs(subject)} to ${inMs(reference)}`,
      })
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

test('loads little JavaScript before a file is opened', () => {
  const scripts = firstLoad(fileURLToPath(new URL('../dist/app', import.meta.url)))
  record({
    what: 'JavaScript before a file is opened, gzip',
    value: scripts.reduce((sum, { size }) => sum + size, 0) / KIB,
    unit: 'KiB',
    bar: 150,
    direction: 'at most',
    detail: scripts.map(({ file }) => file).join(', '),
  })
})
