/** The log: what a scan and a replay cost beside the least that they could. */
import { join } from 'node:path'
import { test } from '@playwright/test'
import type { ByteRange, ByteSource } from '../src/engine/bytes/byte-source.ts'
import { crc32c } from '../src/engine/bytes/hash/crc32c.ts'
import { MemoryFile } from '../src/engine/bytes/memory-file.ts'
import { endOf } from '../src/engine/bytes/ranges.ts'
import { buildImage } from '../src/engine/compose/build-image.ts'
import { LOG_GUID } from '../src/engine/compose/compose-log.ts'
import { MIB } from '../src/engine/format/layout.ts'
import { inspect } from '../src/engine/inspect/inspect.ts'
import { planReplay } from '../src/engine/log/replay.ts'
import { scanLog } from '../src/engine/log/scan.ts'
import { readAsQemu } from '../src/engine/qemu/qemu-report.ts'
import { preview } from '../src/engine/update/preview.ts'
import { inTempDir, qemuAvailable, qemuImg } from '../src/testing/qemu.ts'
import { writeImage } from '../src/testing/write-image.ts'
import { HOSTILE_LOGS } from './support/hostile-logs.ts'
import { BIG_LOG_LENGTH, BIG_LOG_TARGETS, bigLog, IDS } from './support/images.ts'
import { compare, inMs, record, timed } from './support/measure.ts'

const RUNS = 25
const image = buildImage(bigLog())
const region = { offset: MIB, length: BIG_LOG_LENGTH }
/** As much of the image as a scan reads. */
const ordinary = new MemoryFile(image.take(0, endOf(region)))

test('scans the log about as fast as its bytes can be hashed', async () => {
  const bytes = image.take(region.offset, region.length)
  const { subject, reference } = await compare(
    RUNS,
    timed(() => scanLog(ordinary, region, LOG_GUID)),
    timed(() => crc32c(bytes)),
  )
  record({
    what: 'scan of a 64 MiB log with 15,000 descriptors, to a bare CRC-32C of it',
    value: subject / reference,
    unit: '×',
    bar: 2,
    direction: 'at most',
    detail: `${inMs(subject)} to ${inMs(reference)}`,
  })
})

for (const { name, bytes } of HOSTILE_LOGS) {
  test(`is not held up by a hostile log: ${name}`, async () => {
    const hostile = new MemoryFile()
    await hostile.write(region.offset, bytes(region.length))
    const { subject, reference } = await compare(
      RUNS,
      timed(() => scanLog(hostile, region, LOG_GUID)),
      timed(() => scanLog(ordinary, region, LOG_GUID)),
    )
    record({
      what: `scan of a hostile log, to the ordinary one: ${name}`,
      value: subject / reference,
      unit: '×',
      bar: 3,
      direction: 'at most',
      detail: `${inMs(subject)} to ${inMs(reference)}`,
    })
  })
}

for (const { name, bytes } of HOSTILE_LOGS) {
  test(`is not held up by what QEMU would do with a hostile log: ${name}`, async () => {
    const whole = new MemoryFile(image.toBytes())
    const hostile = new MemoryFile(image.toBytes())
    await hostile.write(region.offset, bytes(region.length))
    const [usual, other] = [await inspect(whole, IDS), await inspect(hostile, IDS)]
    const { subject, reference } = await compare(
      RUNS,
      timed(() => readAsQemu(other)),
      timed(() => readAsQemu(usual)),
    )
    record({
      what: `a hostile log as QEMU reads it, to the ordinary one: ${name}`,
      value: subject / reference,
      unit: '×',
      bar: 3,
      direction: 'at most',
      detail: `${inMs(subject)} to ${inMs(reference)}`,
    })
  })
}

test('plans and previews a replay long before QEMU has done it', async () => {
  test.info().skip(!qemuAvailable, 'qemu-img is not installed')
  await inTempDir(async (folder) => {
    const path = join(folder, 'replayed-by-qemu.vhdx')
    await writeImage(path, image)
    const qemu = timed(async () => {
      const { status, stderr } = await qemuImg(['check', '-r', 'all', path], 240_000)
      if (status !== 0) throw new Error(`qemu-img check: ${stderr}`)
    })
    const source = new MemoryFile(image.toBytes())
    const params = await replayParams(source)
    const planAndPreview = timed(async () => {
      const { steps } = await planReplay(params)
      await readThrough(preview(source, steps), BIG_LOG_TARGETS)
    })
    const { subject } = await compare(RUNS, planAndPreview, async () => 0)
    const reference = await qemu()
    record({
      what: 'plan and preview of 15,000 descriptors, all of it read, against qemu-img check -r all',
      value: reference / subject,
      unit: '×',
      bar: 50,
      direction: 'at least',
      detail: `${inMs(subject)} to ${inMs(reference)}`,
    })
  })
})

/** As a viewer or a copy would: a MiB at a time. */
async function readThrough(source: ByteSource, { offset, length }: ByteRange): Promise<void> {
  for (let at = 0; at < length; at += MIB) {
    await source.read(offset + at, Math.min(MIB, length - at))
  }
}

/** Everything that a plan needs, from the image as a session has it. */
async function replayParams(source: ByteSource) {
  const { before, scan } = await inspect(source, IDS)
  const { current } = before.headers
  if (current?.values === undefined || scan?.active === undefined) {
    throw new Error('the image has nothing to replay')
  }
  const header = { copy: current.copy, values: current.values }
  return { source, region, active: scan.active, header, ids: IDS }
}
