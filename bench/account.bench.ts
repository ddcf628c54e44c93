/** The account of the space of a large image that an ext4 of 50 million blocks is in: how long one waits for it behind the verdict. */
import { execFileSync } from 'node:child_process'
import { truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Page, test } from '@playwright/test'
import { NodeFile } from '../src/cli/files/node-file.ts'
import { accountSpace } from '../src/engine/account/space-account.ts'
import { cached } from '../src/engine/bytes/cached-source.ts'
import { isZero } from '../src/engine/bytes/is-zero.ts'
import { buildImage } from '../src/engine/compose/build-image.ts'
import type { Patch } from '../src/engine/compose/description.ts'
import { readGuestSpace } from '../src/engine/disk/guest-space.ts'
import { layersOf } from '../src/engine/disk/layers.ts'
import { walkDisk } from '../src/engine/disk/walk-disk.ts'
import { GIB, KIB, MIB } from '../src/engine/format/layout.ts'
import { readImage } from '../src/engine/image/image.ts'
import { chartImage } from '../src/engine/space/chart-file.ts'
import { PROGRAM_ENV } from '../src/testing/programs.ts'
import { inTempDir } from '../src/testing/qemu.ts'
import { writeImage } from '../src/testing/write-image.ts'
import { CACHE } from '../src/worker/file/cache.ts'
import { appUrl, withBrowser } from './support/browser.ts'
import { inMs, record } from './support/measure.ts'

const SIZE = 200 * GIB
const BLOCKS = SIZE / MIB
/** Where the first of them goes: behind log, metadata and BAT. */
const FIRST = 6
const RUNS = 5
const PIECE = 64 * KIB

/** All bitmaps are written, and few inodes: else most of the file system would be left for later. */
const MKFS = ['-q', '-F', '-O', '^metadata_csum,^uninit_bg', '-N', '51200', '-J', 'size=64']

/** By a step that has no common divisor with it each place is taken once, and none is next to the one before. */
const placeOf = (block: number): number => FIRST + ((block * 7919) % BLOCKS)

/** Where its own tools put something but zeros: pieces of the disk. */
async function ext4Of(folder: string): Promise<readonly Patch[]> {
  const [raw, vhdx] = [join(folder, 'raw'), join(folder, 'made.vhdx')]
  await writeFile(raw, '')
  await truncate(raw, SIZE)
  execFileSync('mkfs.ext4', [...MKFS, raw], { env: PROGRAM_ENV })
  const convert = ['convert', '-f', 'raw', '-O', 'vhdx', '-o', 'block_size=1048576', raw, vhdx]
  execFileSync('qemu-img', convert, { env: PROGRAM_ENV })
  const file = await NodeFile.open(vhdx, 'r')
  const patches: Patch[] = []
  for await (const extent of walkDisk([await readImage(file)], { offset: 0, length: SIZE })) {
    if (extent.from !== 'file') continue
    for (let at = 0; at < extent.length; at += PIECE) {
      const bytes = await file.read(extent.fileOffset + at, Math.min(PIECE, extent.length - at))
      if (!isZero(bytes)) patches.push({ at: extent.offset + at, bytes })
    }
  }
  await file.close()
  return patches
}

/** Every block of the disk is in the file, in no order. */
async function makeImage(folder: string): Promise<string> {
  const path = join(folder, 'image.vhdx')
  const patches = (await ext4Of(folder)).map(({ at, bytes }) => ({
    at: placeOf(Math.floor(at / MIB)) * MIB + (at % MIB),
    bytes,
  }))
  const blocks = Array.from({ length: BLOCKS }, (_, block) => ({
    block,
    fileOffsetMB: placeOf(block),
  }))
  await writeImage(path, buildImage({ virtualDiskSize: SIZE, blocks, patches }))
  return path
}

async function inNode(path: string): Promise<number> {
  const file = await NodeFile.open(path, 'r')
  const image = await readImage(cached(file, CACHE))
  const layers = layersOf(image)
  const started = performance.now()
  const charted = await chartImage(image, undefined)
  const guest = await readGuestSpace(layers, MIB)
  const given = { charted, layers, guest, whyKept: undefined, look: undefined }
  const { account } = await accountSpace(given)
  const took = performance.now() - started
  await file.close()
  const { bytes, copy } = account
  if (bytes['guest-free'] < SIZE / 2 || bytes['in-use'] === 0 || 'ok' in copy.withoutFree) {
    throw new Error('the file system was not read')
  }
  return took
}

/** From the click on Blocks, behind the verdict, to the account on the screen. */
async function onScreen(page: Page, path: string): Promise<number> {
  await page.goto(appUrl())
  await page.setInputFiles('input[type=file]', path)
  const screens = page.getByRole('navigation', { name: 'Screens' })
  await screens.waitFor()
  const link = screens.getByRole('link', { name: /^Blocks/ })
  const started = performance.now()
  await link.click()
  await page.getByText(/^A compact copy would have/).waitFor()
  return performance.now() - started
}

test('knows where 200 GiB go within two seconds', async () => {
  await inTempDir(async (folder) => {
    const path = await makeImage(folder)
    const runs: number[] = []
    for (let run = 0; run < RUNS; run++) runs.push(await inNode(path))
    record({
      what: 'account of a 200 GiB image, all blocks in no order, with an ext4 of 52 million blocks: in Node',
      value: Math.min(...runs),
      unit: 'ms',
      bar: 2000,
      direction: 'at most',
      detail: runs.map(inMs).join(', '),
    })
    await withBrowser(async (page) => {
      const shown: number[] = []
      for (let run = 0; run < RUNS; run++) shown.push(await onScreen(page, path))
      record({
        what: '… on the screen, from the click on Blocks',
        value: Math.min(...shown),
        unit: 'ms',
        bar: 2000,
        direction: 'at most',
        detail: shown.map(inMs).join(', '),
      })
    })
  })
})
