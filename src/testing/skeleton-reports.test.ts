/** A skeleton says of a file what the file says of itself, but for what is read from its payload. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildImage } from '../engine/compose/build-image.ts'
import { SAMPLE_IDS } from '../engine/compose/sample-id.ts'
import { buildSample } from '../engine/compose/samples.ts'
import { SparseFile } from '../engine/compose/sparse-file.ts'
import { KIB, MIB } from '../engine/format/layout.ts'
import type { Report } from '../engine/report/json/report-schema.ts'
import { planSkeleton } from '../engine/skeleton/plan-skeleton.ts'
import { damagedImages } from './damaged-images.ts'
import { ruleImages } from './rule-images/rule-images.ts'
import { NOT_CLOSED, TORN } from './salvage-images.ts'
import { fullReport, holdsMark, markPayload, opened, written } from './skeletons.ts'

type Change = NonNullable<Report['replay']>['changes'][number]

const isOfGuest = ({ id }: { readonly id: string }): boolean => id.startsWith('guest-')
const isOfVolumes = ({ rule }: { readonly rule: string }): boolean => rule.startsWith('volume.')

/** Whether the verdict rests on what stands in blocks. */
const readsGuest = ({ verdict }: Report): boolean => verdict?.diagnoses.some(isOfGuest) ?? false

/** Without what the payload alone tells: partitions, file systems, and what a log would write over. */
function ofContainer(report: Report, reads: boolean) {
  const { volumes: _, notChecked: __, verdict, ...rest } = report
  const { replay, qemu, log } = rest
  return {
    ...rest,
    verdict: verdict && {
      ...verdict,
      diagnoses: verdict.diagnoses.filter((each) => !isOfGuest(each)),
      notLooked: verdict.notLooked.filter((what) => !/^the partitions/.test(what)),
      lines: (verdict.lines ?? []).filter(({ area }) => area !== 'guest'),
      ...(reads && { condition: '', sentence: '' }),
    },
    // The bytes that a finding is about may be payload, or space that nobody owns.
    findings: report.findings
      .filter((each) => !isOfVolumes(each))
      .map(({ evidence: _evidence, ...each }) => each),
    replay: replay && { ...replay, changes: replay.changes.filter(isOfStructure) },
    log: log && { ...log, history: undefined },
    qemu: qemu && { ...qemu, complete: 0, differences: 0, differingSectors: 0, reasons: 0 },
  }
}

const isOfStructure = ({ structure }: Change): boolean =>
  structure !== 'unowned' && structure !== 'payload-block'

/** What of a report says that something is not there. */
const absent = (value: unknown): number =>
  JSON.stringify(value ?? null).split(/absent|skeleton/).length - 1

/**
 * Also that nothing of the payload is in it. Of what is no VHDX, and nothing of one is found in it, there can be no
 * skeleton.
 */
async function expectSame(image: SparseFile): Promise<void> {
  const source = image.clone()
  await markPayload(source)
  const plan = await planSkeleton(source, {})
  if (!plan.ok) {
    expect(plan.reason).toMatch(/nothing of one is found/)
    return
  }
  expect(await holdsMark(plan)).toBe(false)
  const file = await fullReport(source)
  const skeleton = await fullReport(await opened(await written(plan)))
  const reads = readsGuest(file)
  expect(ofContainer(skeleton, reads)).toEqual(ofContainer(file, reads))
  // What was left out of that differs only where the skeleton says why.
  if (absent(skeleton.replay) === 0) expect(skeleton.replay).toEqual(file.replay)
  if (absent(skeleton.log) === 0) expect(skeleton.log).toEqual(file.log)
  if (skeleton.qemu?.complete) expect(skeleton.qemu).toEqual(file.qemu)
  if (skeleton.volumes) expect(skeleton.volumes).toEqual(file.volumes)
  const bytes = [undefined, ...file.findings.map(({ evidence }) => evidence)]
  for (const { evidence } of skeleton.findings) expect(bytes).toContain(evidence)
}

const imageOf = (image: (typeof ruleImages)['log.dirty']['image']): SparseFile =>
  image instanceof SparseFile ? image : buildImage(image)

test.each(SAMPLE_IDS)('the report of the skeleton of the sample %s is that of the sample', (id) =>
  expectSame(buildSample(id).source),
)

test('payload is marked, so that it would be found', async () => {
  expect(await markPayload(buildSample('dirty').source.clone())).toBeGreaterThan(40)
})

test.each(Object.entries(ruleImages))(
  'that of the image for %s is that of the image',
  (_, { image }) => expectSame(imageOf(image)),
)

/** Bytes without a pattern, always the same. */
function noise(length: number): Uint8Array {
  let state = 1
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state >>> 24
  })
}

const wipe = (offset: number, length: number) => (file: SparseFile) =>
  file.put(offset, new Uint8Array(length))
const overwrite = (offset: number, length: number) => (file: SparseFile) =>
  file.put(offset, noise(length))

/** By where a composed image has its parts: log at 1 MiB, BAT at 3, metadata at 2. */
const DAMAGES: Readonly<Record<string, (file: SparseFile) => void>> = {
  'without its first MiB': wipe(0, MIB),
  'with its first MiB overwritten': overwrite(0, MIB),
  'without headers': wipe(64 * KIB, 128 * KIB),
  'without region tables': wipe(192 * KIB, 128 * KIB),
  'without headers and region tables': wipe(64 * KIB, 256 * KIB),
  'with random data for its log': overwrite(MIB, MIB),
  'without its metadata': wipe(2 * MIB, MIB),
  'with random data for its metadata': overwrite(2 * MIB, 128 * KIB),
  'without its table of blocks': wipe(3 * MIB, MIB),
  'with random data for its table of blocks': overwrite(3 * MIB, 64 * KIB),
  'encrypted from the second MiB on': (file) => file.put(MIB, noise(file.size - MIB)),
  'cut in its blocks': (file) => file.setSize(5 * MIB + 100),
  'cut in its log': (file) => file.setSize(MIB + 8192),
}

const DAMAGED = Object.entries(DAMAGES).map(([how, damage], i) =>
  i % 2 === 0
    ? ([`a torn image ${how}`, TORN, damage] as const)
    : ([`one that was not closed ${how}`, NOT_CLOSED, damage] as const),
)

test.each(DAMAGED)('that of %s is that of the image', async (_, made, damage) => {
  const file = buildImage(made)
  damage(file)
  await expectSame(file)
})

test('that of an image damaged at random is that of the image', async () => {
  await fc.assert(
    fc.asyncProperty(await damagedImages(), async (make) => expectSame(await make())),
    { numRuns: Number(process.env['SKELETONS'] ?? 5) },
  )
})
