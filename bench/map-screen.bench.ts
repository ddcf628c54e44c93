/** The Blocks screen of the largest disk, in the app itself: how soon its map is there, and what that costs. */
import { join } from 'node:path'
import { type CDPSession, type Page, test } from '@playwright/test'
import { buildImage } from '../src/engine/compose/build-image.ts'
import { MIB } from '../src/engine/format/layout.ts'
import { inTempDir } from '../src/testing/qemu.ts'
import { writeImage } from '../src/testing/write-image.ts'
import { appUrl, withBrowser } from './support/browser.ts'
import { greatestDisk } from './support/images.ts'
import { inMs, record } from './support/measure.ts'
import {
  readsOf,
  type Task,
  traceTasks,
  watchedIn,
  watchPictures,
  watchReads,
} from './support/watch-page.ts'

const RUNS = 8
/** The passes over the BAT read in windows larger than this; nothing else does. */
const LEAST_WINDOW = 2 * MIB
/** Milliseconds in which whatever follows is over. */
const SETTLE_MS = 500

interface Shown {
  /** Milliseconds from the click to the first cells of the map on the screen. */
  readonly first: number
  /** … and to all of them. */
  readonly whole: number
  /** Milliseconds from the last bytes of the BAT, in the worker, to the whole map. */
  readonly afterBytes: number
  /** The most of any task of the page's thread, from opening the file on. */
  readonly longest: Task
  /** Bytes that the page holds, what its arrays hold included; the worker has a heap of its own. */
  readonly heap: number
}

async function heapOf(session: CDPSession): Promise<number> {
  const { usedSize, backingStorageSize } = await session.send('Runtime.getHeapUsage')
  return usedSize + backingStorageSize
}

/** Opens the file, and goes from its first screen to the map. */
async function showMap(page: Page, session: CDPSession, path: string): Promise<Shown> {
  await page.goto(appUrl())
  const screens = page.getByRole('navigation', { name: 'Screens' })
  let reads: Awaited<ReturnType<typeof readsOf>> = []
  const tasks = await traceTasks(session, async () => {
    await page.setInputFiles('input[type=file]', path)
    await screens.waitFor()
    const [worker] = page.workers()
    if (worker === undefined) throw new Error('the app has no worker')
    await page.waitForTimeout(SETTLE_MS)
    await watchReads(worker)
    await screens.getByRole('link', { name: /^Blocks/ }).click()
    await page.getByText('Changed by the replay: 1 block').waitFor()
    await page.waitForTimeout(SETTLE_MS)
    reads = await readsOf(worker)
  })
  const { clicked, pictures } = await watchedIn(page)
  const map = pictures.filter(({ label }) => label.startsWith('67,108,864 blocks'))
  const [first, whole] = [map[0]?.at, map.at(-1)?.at]
  if (first === undefined || whole === undefined) throw new Error('there was no map')
  const windows = reads.filter(({ size }) => size > LEAST_WINDOW)
  const last = Math.max(...windows.map(({ end }) => end))
  // The pass for the map is the first that comes there; another one, for the file, may follow.
  const arrived = windows.filter(({ end }) => end === last).map(({ at }) => at)
  return {
    first: first - clicked,
    whole: whole - clicked,
    afterBytes: whole - Math.min(...arrived),
    longest: {
      took: Math.max(...tasks.map(({ took }) => took)),
      cpu: Math.max(...tasks.map(({ cpu }) => cpu)),
    },
    heap: await heapOf(session),
  }
}

test('has the map of 67 million blocks on the screen as soon as its bytes are there', async () => {
  await inTempDir(async (folder) => {
    const path = join(folder, 'image.vhdx')
    await writeImage(path, buildImage(greatestDisk))
    await withBrowser(async (page, context) => {
      await watchPictures(page)
      const session = await context.newCDPSession(page)
      const runs: Shown[] = []
      for (let run = 0; run < RUNS; run++) runs.push(await showMap(page, session, path))
      const least = (of: (run: Shown) => number) => Math.min(...runs.map(of))
      record({
        what: 'map of 67 million blocks on the screen, from the last bytes of the BAT in the worker',
        value: least(({ afterBytes }) => afterBytes),
        unit: 'ms',
        bar: 300,
        direction: 'at most',
        detail: `first cells ${inMs(least(({ first }) => first))}, all ${inMs(least(({ whole }) => whole))} from the click on; 512 MiB read`,
      })
      record({
        what: 'longest task of the page’s thread, from opening that disk to its map',
        value: least(({ longest }) => longest.took),
        unit: 'ms',
        bar: 50,
        direction: 'at most',
        detail: `the least of ${RUNS} runs: on a busy machine a task waits for the processor, too`,
      })
      record({
        what: '… by the time that the processor works on it, the most of all runs',
        value: Math.max(...runs.map(({ longest }) => longest.cpu)),
        unit: 'ms',
        bar: 50,
        direction: 'at most',
        detail: `${RUNS} runs, the first of them with nothing compiled yet`,
      })
      record({
        what: 'heap of the page with that map on the screen, the most of all runs',
        value: Math.max(...runs.map(({ heap }) => heap)) / MIB,
        unit: 'MiB',
        bar: 150,
        direction: 'at most',
        detail: `${RUNS} runs, garbage included`,
      })
    })
  })
})
