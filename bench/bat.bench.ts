/** The pass over a whole BAT: how many entries a second, and what it costs beside the reading of them. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@playwright/test'
import type { ByteSource } from '../src/engine/bytes/byte-source.ts'
import { MemoryFile } from '../src/engine/bytes/memory-file.ts'
import { buildImage } from '../src/engine/compose/build-image.ts'
import { BAT_ENTRY_SIZE, MIB, TIB } from '../src/engine/format/layout.ts'
import { surveyBat } from '../src/engine/image/bat/bat-survey.ts'
import { visitBat } from '../src/engine/image/bat/visit-bat.ts'
import { readImage } from '../src/engine/image/image.ts'
import { counting } from '../src/testing/counting-source.ts'
import { inTempDir } from '../src/testing/qemu.ts'
import { drive, withBrowser } from './support/browser.ts'
import { compare, inMs, record, timed } from './support/measure.ts'

const RUNS = 15
/** A BAT of 64 MiB: 8 million entries. */
const VIRTUAL_DISK_SIZE = 8 * TIB
/** Where the blocks begin, in MiB: behind the BAT. */
const FIRST = 80
/** Odd, so that its multiples go through all blocks, in no order. */
const STRIDE = 5_000_011

/** The two words of an entry, by its index. */
type Fill = (index: number) => readonly [low: number, high: number]

const presentAt = (mib: number): readonly [number, number] => [
  ((mib << 20) | 6) >>> 0,
  Math.floor(mib / 4096),
]

/** `least`: million entries a second. */
const tables: readonly { readonly name: string; readonly least: number; readonly fill: Fill }[] = [
  { name: 'empty', least: 200, fill: () => [0, 0] },
  { name: 'all blocks zero, as QEMU makes it', least: 200, fill: () => [2, 0] },
  { name: 'full, in order', least: 200, fill: (index) => presentAt(FIRST + index) },
  {
    name: 'full, in no order',
    least: 25,
    fill: (index) => presentAt(FIRST + ((index * STRIDE) % 2 ** 23)),
  },
  { name: 'hostile: all blocks in one place', least: 5, fill: () => presentAt(FIRST) },
  { name: 'hostile: all blocks in the log', least: 5, fill: () => presentAt(1) },
  { name: 'hostile: all bits set', least: 5, fill: () => [0xffff_ffff, 0xffff_ffff] },
]

/** The beginning of an image, up to the end of its BAT. */
async function headOf(fill: Fill): Promise<MemoryFile> {
  const image = buildImage({ virtualDiskSize: VIRTUAL_DISK_SIZE })
  const { bat } = await readImage(image)
  if (!bat) throw new Error('the image has no BAT')
  const words = new Uint32Array(2 * bat.count)
  for (let index = 0; index < bat.count; index++) words.set(fill(index), 2 * index)
  const head = new MemoryFile(image.take(0, bat.region.offset + bat.region.length))
  await head.write(bat.region.offset, new Uint8Array(words.buffer, 0, bat.count * BAT_ENTRY_SIZE))
  return head
}

/** As if all the blocks followed. */
async function imageOf(head: ByteSource) {
  const source: ByteSource = {
    size: VIRTUAL_DISK_SIZE + FIRST * MIB + TIB,
    read: async (offset, length) =>
      offset < head.size ? head.read(offset, length) : new Uint8Array(length),
  }
  const { bat, ...image } = await readImage(source)
  if (!bat) throw new Error('the image has no BAT')
  return { ...image, bat }
}

for (const { name, least, fill } of tables) {
  test(`passes over the entries of a BAT in memory: ${name}`, async () => {
    const image = await imageOf(await headOf(fill))
    const { source, bat } = image
    const { subject, reference } = await compare(
      RUNS,
      timed(() => surveyBat(image, { targets: [] })),
      timed(() => visitBat(source, bat, undefined, () => true)),
    )
    const millions = bat.count / 1e6
    record({
      what: `pass over a BAT of ${millions.toFixed(1)} million entries in memory, a second: ${name}`,
      value: millions / (subject / 1000),
      unit: 'million',
      bar: least,
      direction: 'at least',
      detail: `${inMs(subject)}; ${inMs(reference)} to copy its bytes`,
    })
  })
}

test('passes over a BAT in the browser about as fast as it can read the bytes', async () => {
  await inTempDir(async (folder) => {
    const path = join(folder, 'image.vhdx')
    const head = await headOf(() => [2, 0])
    await writeFile(path, await head.read(0, head.size))
    const { source, bat } = await imageOf(head)
    const counted = counting(source)
    await visitBat(counted, bat, undefined, () => true)
    await withBrowser(async (page) => {
      await drive(page)
      await page.setInputFiles('#driven-file', path)
      const { subject, reference } = await compare(
        RUNS,
        () => page.evaluate(() => window.driver.survey()),
        () => page.evaluate((ranges) => window.driver.read(ranges), [...counted.reads]),
      )
      record({
        what: 'pass over a BAT of 64 MiB in the browser’s worker, to the reads alone',
        value: subject / reference,
        unit: '×',
        bar: 1.3,
        direction: 'at most',
        detail: `${inMs(subject)} to ${inMs(reference)}`,
      })
    })
  })
})
