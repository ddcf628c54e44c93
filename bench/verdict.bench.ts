/** The verdict on a file of any size: what is read for it. How long it takes is measured in the browser. */
import { join } from 'node:path'
import { test } from '@playwright/test'
import { NodeFile } from '../src/cli/files/node-file.ts'
import type { ByteRange } from '../src/engine/bytes/byte-source.ts'
import { cached } from '../src/engine/bytes/cached-source.ts'
import { endOf, totalLength } from '../src/engine/bytes/ranges.ts'
import { buildImage } from '../src/engine/compose/build-image.ts'
import type { ImageDescription } from '../src/engine/compose/description.ts'
import { diagnose } from '../src/engine/diagnosis/diagnose.ts'
import {
  BAT_ENTRY_SIZE,
  GIB,
  HEADER_SECTION_SIZE,
  LOG_SECTOR_SIZE,
  METADATA_TABLE_SIZE,
  MIB,
} from '../src/engine/format/layout.ts'
import { inspect } from '../src/engine/inspect/inspect.ts'
import { surveyBlocks } from '../src/engine/inspect/survey.ts'
import { lookFurther } from '../src/engine/looks/look-further.ts'
import { counting } from '../src/testing/counting-source.ts'
import { inTempDir } from '../src/testing/qemu.ts'
import { writeImage } from '../src/testing/write-image.ts'
import { CACHE } from '../src/worker/file/cache.ts'
import { cutFile, dirtyFile, greatestDisk, IDS, wholeFile } from './support/images.ts'
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

/** How many bytes of reads lie in the first MiB, the log and the regions, and how many elsewhere. */
function sorted(reads: readonly ByteRange[], structures: readonly ByteRange[]) {
  const within = ({ offset, length }: ByteRange): number =>
    structures.reduce((sum, each) => {
      const [from, to] = [Math.max(offset, each.offset), Math.min(offset + length, endOf(each))]
      return sum + Math.max(0, to - from)
    }, 0)
  const inside = reads.reduce((sum, read) => sum + within(read), 0)
  return { inside, elsewhere: totalLength(reads) - inside }
}

/** All blocks looked at and all causes found, and then what is looked at behind that. */
async function judged(file: NodeFile) {
  const counted = counting(file)
  const inspected = await surveyBlocks(await inspect(cached(counted, CACHE), IDS))
  const verdict = await diagnose(inspected)
  const count = counted.reads.length
  await lookFurther({ inspected })
  const { before, log } = inspected.inspection
  const { bat, metadata } = before.regionTables
  if (!bat || !metadata || !before.geometry) throw new Error('the image has no tables')
  const structures = [
    { offset: 0, length: HEADER_SECTION_SIZE },
    ...(log ? [log.region] : []),
    bat,
    metadata,
  ]
  const tables = METADATA_TABLE_SIZE + LOG_SECTOR_SIZE + before.geometry.batEntries * BAT_ENTRY_SIZE
  return {
    verdict,
    ...sorted(counted.reads.slice(0, count), structures),
    behind: totalLength(counted.reads.slice(count)),
    needed: HEADER_SECTION_SIZE + (log?.region.length ?? 0) + tables,
  }
}

test.describe('the verdict on all blocks of a 200 GiB file', () => {
  for (const [name, make] of [
    ['dirty and whole', wholeFile],
    ['cut off', cutFile],
  ] as const) {
    for (const blockSize of [32 * MIB, MIB]) {
      test(`${name}, blocks of ${blockSize / MIB} MiB`, async () => {
        await withFile(make(200 * GIB, blockSize), async (file) => {
          const { verdict, inside, elsewhere, behind, needed } = await judged(file)
          record({
            what: `all blocks and causes of a 200 GiB file, ${name}, blocks of ${blockSize / MIB} MiB: bytes read of header section, log and tables, to these`,
            value: inside / needed,
            unit: '×',
            bar: 2,
            direction: 'at most',
            detail: `${verdict.condition}; ${inside} to ${needed} bytes`,
          })
          record({
            what: '… and besides, of space that nobody owns, and behind the verdict',
            value: (elsewhere + behind) / MIB,
            unit: 'MiB',
            bar: 128,
            direction: 'at most',
            detail: `${elsewhere} and ${behind} bytes`,
          })
        })
      })
    }
  }
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
