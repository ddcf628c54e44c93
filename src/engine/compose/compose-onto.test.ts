import { describe, expect, test } from 'vitest'
import { PAYLOAD_STATES } from '../format/bat-entry.ts'
import { HEADER_OFFSETS, HEADER_SECTION_SIZE, KIB, MIB } from '../format/layout.ts'
import { inspect } from '../inspect/inspect.ts'
import { applyTo } from '../update/apply.ts'
import { preview } from '../update/preview.ts'
import { sizeAfter, writeRange } from '../update/step.ts'
import { buildImage } from './build-image.ts'
import { STALE_LOG_GUID } from './compose-log.ts'
import { CannotComposeError, composeOnto } from './compose-onto.ts'
import type { ImageDescription } from './description.ts'
import type { RecipeLog } from './recipe.ts'
import { SAMPLE_IDS } from './sample-id.ts'
import { buildSample, sampleRecipe } from './samples.ts'
import { SparseFile } from './sparse-file.ts'

const IDS = { fileWriteGuid: STALE_LOG_GUID }
const LOG: RecipeLog = {
  entries: [
    { sequenceNumber: '80000000000000001' },
    { descriptors: [{ kind: 'bat', entries: { 5: { state: 'zero' } } }] },
  ],
}

async function compose(image: SparseFile, log: RecipeLog = LOG) {
  const steps = await composeOnto(image, log)
  const file = image.clone()
  await applyTo(file, steps)
  return { steps, file, inspected: await inspect(file, IDS) }
}

test.each(SAMPLE_IDS)('puts a log onto the sample %s, and touches nothing else', async (id) => {
  const { source } = buildSample(id)
  const { steps, file, inspected } = await compose(source)
  expect(inspected.inspection.outcome).toBe('replayable')
  expect(inspected.scan?.entries).toHaveLength(2)
  expect(inspected.update?.plan.writes).toHaveLength(1)
  expect(sizeAfter(source.size, steps)).toBe(source.size)
  for (const step of steps) {
    if (step.kind !== 'write') continue
    const { offset, length } = writeRange(step)
    const isHeader = HEADER_OFFSETS.some((at) => at === offset) && length === 4 * KIB
    const isLog = offset >= MIB && offset + length <= 2 * MIB
    expect(isHeader || isLog).toBe(true)
  }
  const [before, after] = [source.toBytes(), file.toBytes()]
  for (const bytes of [before, after]) {
    for (const at of HEADER_OFFSETS) bytes.fill(0, at, at + 4 * KIB)
    bytes.fill(0, HEADER_SECTION_SIZE, 2 * MIB)
  }
  expect(Buffer.compare(before, after)).toBe(0)
})

test('the log of a recipe is the same on its own image', async () => {
  const { log = {}, ...disk } = sampleRecipe('wrapped')
  const own = buildSample('wrapped').source
  const { file } = await compose(own, log)
  const ring = (from: SparseFile) => Buffer.from(from.take(MIB, MIB))
  expect(disk.disk.size).toBe('1GiB')
  expect(Buffer.compare(ring(file), ring(own))).toBe(0)
})

test('BAT sectors have what the image has', async () => {
  const image = buildImage({
    virtualDiskSize: 1024 * MIB,
    blocks: [{ block: 0 }, { block: 1, fill: 7 }],
  })
  const { inspected } = await compose(image)
  const sector = await inspected.update?.result.read(3 * MIB, 6 * 8)
  const states = [0, 1, 2, 3, 4, 5].map((index) => (sector?.[index * 8] ?? 0) & 7)
  expect(states.map((state) => PAYLOAD_STATES[state])).toEqual([
    'fully-present',
    'fully-present',
    'not-present',
    'not-present',
    'not-present',
    'zero',
  ])
})

test('a log may say what it likes: without entries the image has none that counts', async () => {
  const log = { guid: '6b29fc40-ca47-1067-b31d-00dd010662da' }
  const { inspected } = await compose(buildSample('clean').source, log)
  expect(inspected.inspection.refusal?.rule).toBe('log.no-active-sequence')
})

test('an empty log makes a dirty image clean, as it is', async () => {
  const { inspected } = await compose(buildSample('dirty').source, {})
  expect(inspected.inspection.outcome).toBe('clean')
  expect(inspected.scan?.entries).toEqual([])
})

test('the positions are those of the ring that is there', async () => {
  const image = buildImage({ virtualDiskSize: MIB, log: { length: 4 * MIB } })
  const log: RecipeLog = { length: '1MiB', entries: [{ position: '-4KiB' }] }
  const { inspected } = await compose(image, log)
  expect(inspected.scan?.active?.head.position).toBe(4 * MIB - 4 * KIB)
})

test('no header names the log while it is being written', async () => {
  const source = buildSample('dirty').source
  const steps = await composeOnto(source, LOG)
  const flushes = [...steps.keys()].filter((index) => steps[index]?.kind === 'flush')
  expect(flushes).toHaveLength(5)
  for (const [cut, outcome] of [
    [2, 'clean'],
    [3, 'clean'],
    [4, 'replayable'],
  ] as const) {
    const part = steps.slice(0, (flushes[cut - 1] ?? 0) + 1)
    const { inspection } = await inspect(preview(source, part), IDS)
    expect(inspection.outcome).toBe(outcome)
  }
})

describe('refuses, in one sentence,', () => {
  const disk = (more: Partial<ImageDescription>): SparseFile =>
    buildImage({ virtualDiskSize: MIB, ...more })
  const region = { logOffset: 2n * BigInt(MIB) }
  const noBat = { entries: [] }
  const bat: RecipeLog = LOG
  test.each<[string, SparseFile, RecipeLog]>([
    ['a file that is none', new SparseFile(), {}],
    ['an image without a header', disk({ headers: [{ checksum: 1 }, { checksum: 1 }] }), {}],
    ['an image without a log', disk({ headers: [{ logLength: 0 }, { logLength: 0 }] }), {}],
    ['a log in the header section', disk({ headers: [{ logOffset: 0n }, { logOffset: 0n }] }), {}],
    ['a log behind the end', disk({ log: { length: 8 * MIB }, fileSize: 2 * MIB }), {}],
    ['a log over the metadata', disk({ headers: [region, region] }), {}],
    ['BAT entries of an image without a BAT', disk({ regionTables: [noBat, noBat] }), bat],
    ['BAT entries that are not there', disk({}), bat],
    ['a BAT behind the end', disk({ virtualDiskSize: 64 * MIB, fileSize: 3 * MIB }), bat],
    ['what does not fit into the ring', disk({}), { entries: [{ position: '1MiB' }] }],
    ['what is no log', disk({}), { entries: [null] } as unknown as RecipeLog],
  ])('%s', async (_, image, log) => {
    const failed = await composeOnto(image, log).catch((error: unknown) => error)
    expect(failed).toBeInstanceOf(CannotComposeError)
    expect(String((failed as Error).message)).toMatch(/^[A-Z][^\n]*\.$/)
  })
})
