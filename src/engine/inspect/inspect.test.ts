import { expect, test } from 'vitest'
import { guid, NIL_GUID } from '../bytes/guid.ts'
import { buildImage } from '../compose/build-image.ts'
import type { ImageDescription } from '../compose/description.ts'
import type { SampleId } from '../compose/sample-id.ts'
import { buildSample } from '../compose/samples.ts'
import { MIB } from '../format/layout.ts'
import { readBatEntries } from '../image/bat/bat.ts'
import { inspect } from './inspect.ts'
import { surveyBlocks } from './survey.ts'

const IDS = { fileWriteGuid: guid('11111111-2222-4333-8444-555555555555') }
const DISK: ImageDescription = { virtualDiskSize: 64 * MIB, blocks: [{ block: 0, fill: 1 }] }

const inspectImage = (description: ImageDescription) => inspect(buildImage(description), IDS)

async function survey(description: ImageDescription) {
  return surveyBlocks(await inspectImage(description))
}

test.each<[SampleId, string, string | undefined]>([
  ['clean', 'clean', undefined],
  ['dirty', 'replayable', undefined],
  ['torn', 'replayable', undefined],
  ['truncated', 'refused', 'replay.truncated'],
  ['wrapped', 'replayable', undefined],
  ['full', 'replayable', undefined],
  ['differencing', 'replayable', undefined],
])('the sample "%s" is %s', async (id, outcome, rule) => {
  const { inspection } = await inspect(buildSample(id).source, IDS)
  expect([inspection.outcome, inspection.refusal?.rule]).toEqual([outcome, rule])
})

test('reads the image after the replay through the plan', async () => {
  const { update, before, inspection } = await inspectImage({
    ...DISK,
    log: {
      entries: [
        { updates: [{ kind: 'bat', changes: { 5: { state: 'fully-present', fileOffsetMB: 4 } } }] },
      ],
    },
  })
  expect(inspection.update?.changes.map(({ summary }) => summary)).toEqual([
    'BAT[5]: NOT_PRESENT → FULLY_PRESENT at 4 MiB',
  ])
  const entryOf = async (image: typeof before) =>
    image.bat && (await readBatEntries(image.source, image.bat, 5, 1))
  expect(await entryOf(before)).toMatchObject([{ state: 'not-present' }])
  expect(update && (await entryOf(update.after))).toMatchObject([
    { state: 'fully-present', fileOffsetMB: 4 },
  ])
  expect(update?.after.headers.current?.values).toMatchObject({
    logGuid: NIL_GUID,
    fileWriteGuid: IDS.fileWriteGuid,
    dataWriteGuid: before.headers.current?.values?.dataWriteGuid,
  })
})

test('says what changes in the last sector of a file that was cut in the middle of it', async () => {
  const { inspection } = await inspectImage({
    virtualDiskSize: 64 * MIB,
    patches: [{ at: 3 * MIB + 4096, bytes: new Uint8Array(4096).fill(0xff) }],
    fileSize: 3 * MIB + 4096 + 1001,
    log: {
      entries: [
        {
          updates: [{ kind: 'zero', fileOffset: BigInt(3 * MIB), length: 8192n }],
          flushedFileOffset: 0n,
        },
      ],
    },
  })
  expect(inspection.update?.changes).toMatchObject([
    { offset: 3 * MIB + 4096, length: 4096, changedBytes: 1001, compared: true },
  ])
  expect(inspection.update?.changes[0]?.summary).toMatch(/1,001 bytes in 1 sector$/)
})

test('says that the log was applied already when the replay changes nothing', async () => {
  const changes = { 0: { state: 'fully-present', fileOffsetMB: 4 } } as const
  const { inspection } = await inspectImage({
    ...DISK,
    blocks: [{ block: 0, fill: 1, fileOffsetMB: 4 }],
    log: { entries: [{ updates: [{ kind: 'bat', changes }] }] },
  })
  expect(inspection.update?.changes).toEqual([])
  expect(inspection.findings.map(({ rule }) => rule)).toContain('replay.changes-nothing')
})

test('answers a terabyte of zeros behind the end at once: nothing but the size changes', async () => {
  const { inspection } = await inspectImage({
    ...DISK,
    log: {
      entries: [{ updates: [{ kind: 'zero', fileOffset: BigInt(8 * MIB), length: 2n ** 40n }] }],
    },
  })
  expect(inspection.outcome).toBe('replayable')
  expect(inspection.update).toMatchObject({
    sizeAfter: 8 * MIB + 2 ** 40,
    changes: [],
  })
})

test('does not read gigabytes in order to compare a run of zeros with them', async () => {
  const { inspection } = await inspectImage({
    ...DISK,
    fileSize: 2 ** 40,
    log: {
      entries: [{ updates: [{ kind: 'zero', fileOffset: BigInt(8 * MIB), length: 2n ** 39n }] }],
    },
  })
  expect(inspection.update).toMatchObject({
    sizeAfter: 2 ** 40,
    changes: [{ compared: false, length: 2 ** 39, changedBytes: 2 ** 39 }],
  })
})

test('refuses a dirty file in whose log a block lies, once the blocks are surveyed', async () => {
  const { inspection } = await survey({
    ...DISK,
    bat: { 3: { state: 'fully-present', fileOffsetMB: 1 } },
    log: { entries: [{ updates: [{ kind: 'zero', fileOffset: BigInt(3 * MIB), length: 0n }] }] },
  })
  expect([inspection.outcome, inspection.refusal?.rule]).toEqual(['refused', 'log.overlaps-block'])
})

test('a block in the log of a clean file is an error, and the file stays readable', async () => {
  const { inspection } = await survey({
    ...DISK,
    bat: { 3: { state: 'fully-present', fileOffsetMB: 1 } },
  })
  expect(inspection.outcome).toBe('clean')
  expect(inspection.findings).toMatchObject([{ rule: 'log.overlaps-block', severity: 'error' }])
})

test('warns where the log writes into a payload block, and obeys', async () => {
  const { inspection, update } = await survey({
    ...DISK,
    blocks: [{ block: 0, fill: 1, fileOffsetMB: 4 }],
    log: {
      entries: [{ updates: [{ kind: 'zero', fileOffset: BigInt(4 * MIB + 8192), length: 4096n }] }],
    },
  })
  expect(inspection.outcome).toBe('replayable')
  expect(inspection.findings.map(({ rule }) => rule)).toContain('replay.targets-payload')
  expect((await update?.result.read(4 * MIB + 8192, 1))?.[0]).toBe(0)
})

test('what is wrong before the replay does not refuse a file that the replay mends', async () => {
  const good = buildImage(DISK)
  const table = await good.read(192 * 1024, 4096)
  const { inspection } = await inspectImage({
    ...DISK,
    log: { entries: [{ updates: [{ kind: 'data', fileOffset: 192n * 1024n, bytes: table }] }] },
    patches: [192, 256].map((kib) => ({ at: kib * 1024, bytes: new Uint8Array(4096) })),
  })
  expect(inspection.outcome).toBe('replayable')
  expect(inspection.findings).toContainEqual(
    expect.objectContaining({ rule: 'region-table.none-valid', state: 'before' }),
  )
})

test('stops when its signal is aborted', async () => {
  const signal = AbortSignal.abort()
  await expect(inspect(buildSample('dirty').source, IDS, { signal })).rejects.toThrow(/abort/i)
})
