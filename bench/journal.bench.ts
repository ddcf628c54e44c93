/** Changes in place: what a replay and a commit cost on this machine's disk, with flushes that are real. */
import { copyFile, open } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@playwright/test'
import { NodeFile } from '../src/cli/files/node-file.ts'
import type { ByteFile } from '../src/engine/bytes/byte-source.ts'
import { guid } from '../src/engine/bytes/guid.ts'
import { buildImage } from '../src/engine/compose/build-image.ts'
import { batEntry, PAYLOAD_STATES } from '../src/engine/format/bat-entry.ts'
import { GIB } from '../src/engine/format/layout.ts'
import { inspect } from '../src/engine/inspect/inspect.ts'
import { planJournal } from '../src/engine/journal/plan-journal.ts'
import { applyTo } from '../src/engine/update/apply.ts'
import { inTempDir, qemuAvailable, qemuImg } from '../src/testing/qemu.ts'
import { writeImage } from '../src/testing/write-image.ts'
import { bigLog, IDS } from './support/images.ts'
import { compare, inMs, record, type Timed, timed } from './support/measure.ts'

const RUNS = 10
/** Each takes seconds. */
const QEMU_RUNS = 2

/** Opens a file of this machine to change it. */
async function withFile<T>(path: string, use: (file: NodeFile) => Promise<T>): Promise<T> {
  const file = await NodeFile.open(path, 'r+')
  try {
    return await use(file)
  } finally {
    await file.close()
  }
}

/** A copy that is on the disk before anything is measured: else the first flush would pay for it. */
async function freshCopy(from: string, to: string): Promise<void> {
  await copyFile(from, to)
  const copy = await open(to)
  await copy.sync()
  await copy.close()
}

test('replays in place, stable at its end, long before QEMU has done it', async () => {
  test.info().skip(!qemuAvailable, 'qemu-img is not installed')
  await inTempDir(async (folder) => {
    const [dirty, copy] = [join(folder, 'dirty.vhdx'), join(folder, 'copy.vhdx')]
    await writeImage(dirty, buildImage(bigLog()))
    const onFreshCopy =
      (work: Timed): Timed =>
      async () => {
        await freshCopy(dirty, copy)
        return work()
      }
    const ours = timed(() =>
      withFile(copy, async (file) => {
        const { update } = await inspect(file, IDS)
        if (update === undefined) throw new Error('the image has nothing to replay')
        await applyTo(file, update.plan.steps)
      }),
    )
    const qemu = timed(async () => {
      const { status, stderr } = await qemuImg(['check', '-r', 'all', copy], 240_000)
      if (status !== 0) throw new Error(`qemu-img check: ${stderr}`)
    })
    const { subject } = await compare(RUNS, onFreshCopy(ours), async () => 0)
    const { reference } = await compare(QEMU_RUNS, async () => 0, onFreshCopy(qemu))
    record({
      what: 'replay in place of 15,000 descriptors, from opening to the last flush, against qemu-img check -r all',
      value: reference / subject,
      unit: '×',
      bar: 15,
      direction: 'at least',
      detail: `${inMs(subject)} to ${inMs(reference)}`,
    })
  })
})

test('commits a change of one BAT entry with a fixed number of flushes', async () => {
  await inTempDir(async (folder) => {
    const path = join(folder, 'disk.vhdx')
    await writeImage(path, buildImage({ virtualDiskSize: GIB }))
    let flushes = 0
    const commit = timed(() =>
      withFile(path, async (file) => {
        const counted: ByteFile = {
          get size() {
            return file.size
          },
          read: (offset, length) => file.read(offset, length),
          write: (offset, bytes) => file.write(offset, bytes),
          resize: (size) => file.resize(size),
          flush: () => {
            flushes++
            return file.flush()
          },
        }
        const { before: image, scan } = await inspect(file, IDS)
        if (image.bat === undefined) throw new Error('the image has no BAT')
        const { offset } = image.bat.region
        const bytes = batEntry.encode({ state: PAYLOAD_STATES.indexOf('zero') })
        const { steps } = await planJournal({
          image,
          scan,
          updates: [{ offset, content: { kind: 'bytes', bytes } }],
          ids: {
            ...IDS,
            logGuid: guid('9b2f7d10-4c5e-4a63-8f7a-21d3e4f50617'),
            sequenceNumber: 1n,
          },
        })
        await applyTo(counted, steps)
      }),
    )
    const took = await commit()
    record({
      what: 'commit of one BAT entry',
      value: flushes,
      unit: 'flushes',
      bar: 9,
      direction: 'at most',
      detail: inMs(took),
    })
  })
})
