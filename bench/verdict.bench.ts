/** The verdict on a file of any size: what is read for it. How long it takes is measured in the browser. */
import { join } from 'node:path'
import { test } from '@playwright/test'
import { NodeFile } from '../src/cli/files/node-file.ts'
import { cached } from '../src/engine/bytes/cached-source.ts'
import { buildImage } from '../src/engine/compose/build-image.ts'
import type { ImageDescription } from '../src/engine/compose/description.ts'
import {
  GIB,
  HEADER_SECTION_SIZE,
  LOG_SECTOR_SIZE,
  METADATA_TABLE_SIZE,
  MIB,
} from '../src/engine/format/layout.ts'
import { inspect } from '../src/engine/inspect/inspect.ts'
import { inTempDir } from '../src/testing/qemu.ts'
import { writeImage } from '../src/testing/write-image.ts'
import { CACHE } from '../src/worker/file/cache.ts'
import { counting } from './support/counting-source.ts'
import { dirtyFile, greatestDisk, IDS } from './support/images.ts'
import { record } from './support/measure.ts'

async function withFile(
  description: ImageDescription,
  use: (file: NodeFile) => Promise<void>,
): Promise<void> {
  await inTempDir(async (folder) => {
    const path = join(folder, 'image.vhdx')
    await writeImage(path, buildImage(description))
    const file = await NodeFile.open(path, 'r')
    await use(file).finally(() => file.close())
  })
}

test('reads the header section, the log and the tables of a dirty 200 GiB file, and no more', async () => {
  await withFile(dirtyFile(200 * GIB), async (file) => {
    const counted = counting(file)
    const { inspection } = await inspect(cached(counted, CACHE), IDS)
    const { log, update } = inspection
    if (!log || !update) throw new Error('the image is not dirty')
    const metadata = METADATA_TABLE_SIZE + LOG_SECTOR_SIZE
    const targets = update.changes.reduce((sum, { length }) => sum + length, 0)
    const needed = HEADER_SECTION_SIZE + log.region.length + metadata + targets
    record({
      what: 'bytes read for the verdict on a dirty 200 GiB file, to header section + log + tables',
      value: counted.bytesRead / needed,
      unit: '×',
      bar: 1.1,
      direction: 'at most',
      detail: `${counted.bytesRead} to ${needed} bytes, in ${counted.reads.length} reads`,
    })
  })
})

test('does not read the BAT of a 64 TiB disk for its first screen', async () => {
  await withFile(greatestDisk, async (file) => {
    const counted = counting(file)
    await inspect(counted, IDS)
    record({
      what: 'bytes read for the first screen of a 64 TiB disk with 1 MiB blocks (its BAT has 512 MiB)',
      value: counted.bytesRead / MIB,
      unit: 'MiB',
      bar: 8,
      direction: 'at most',
      detail: `${counted.reads.length} reads`,
    })
  })
})
