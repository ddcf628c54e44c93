/**
 * The law of patches that are of no replay: applied they are the copy, taken back the original, and wherever they
 * are cut the image is read as it was, or as it becomes, or by nobody.
 */
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { MemoryFile } from '../engine/bytes/memory-file.ts'
import { SparseFile } from '../engine/compose/sparse-file.ts'
import { diagnose } from '../engine/diagnosis/diagnose.ts'
import { HEADER_OFFSETS, HEADER_SIZE } from '../engine/format/layout.ts'
import { readHeaders } from '../engine/image/headers/headers.ts'
import { carryOut, type PatchWay } from '../engine/patch/carry-out.ts'
import { decodePatch } from '../engine/patch/decode-patch.ts'
import { encodePatch, patchSize } from '../engine/patch/encode-patch.ts'
import { markOf } from '../engine/patch/header-states.ts'
import { makePlanPatch } from '../engine/patch/make-patch.ts'
import { HEADERS_END, type Patch, PatchError } from '../engine/patch/patch.ts'
import { isApplied, isUntouched, patchState } from '../engine/patch/patch-state.ts'
import { planSalvage } from '../engine/salvage/plan-salvage.ts'
import { SALVAGE_WAYS } from '../engine/salvage/salvage-words.ts'
import { applies } from '../engine/salvage/way.ts'
import { copyTo } from '../engine/update/copy.ts'
import { preview } from '../engine/update/preview.ts'
import { type CrashFile, CutFile } from './crash-file.ts'
import { damagedImages } from './damaged-images.ts'
import {
  contentOf,
  expectSame,
  type PlannedFile,
  patchOfPlan,
  relinked,
  salvagedBy,
  salvagedWithLog,
} from './patched-plans.ts'
import { SALVAGE_IDS, surveyed } from './salvaging.ts'
import { cases, THOROUGH } from './thorough.ts'

// For machines that are busy with other things.
vi.setConfig({ testTimeout: 30_000 * THOROUGH })

const PLANS: readonly (readonly [string, () => Promise<PlannedFile>])[] = [
  ...SALVAGE_WAYS.map((way) => [`a salvage by ${way}`, () => salvagedBy(way)] as const),
  ['a salvage that applies the log', salvagedWithLog],
  ['a link to another parent', relinked],
]

async function carry(file: MemoryFile | CrashFile | SparseFile, patch: Patch, way: PatchWay) {
  const state = await patchState(file, patch)
  if (state === undefined) throw new Error('the image is another one')
  await carryOut(file, patch, { state, way })
}

async function copyOf({ file, plan }: PlannedFile): Promise<SparseFile> {
  const copy = new SparseFile()
  await copyTo(copy, preview(file, plan.steps))
  return copy
}

async function expectBothWays(planned: PlannedFile, patch: Patch): Promise<void> {
  const work = planned.file.clone()
  const untouched = await patchState(work, patch)
  expect(untouched && isUntouched(untouched)).toBe(true)
  await carry(work, patch, 'apply')
  expectSame(await contentOf(work), await contentOf(await copyOf(planned)))
  const applied = await patchState(work, patch)
  expect(applied && isApplied(applied)).toBe(true)
  await carry(work, patch, 'undo')
  expectSame(await contentOf(work), await contentOf(planned.file))
}

describe.each(PLANS)('%s', (_, make) => {
  test('is a patch that gives the copy, and the original again, and reads as it was written', async () => {
    const planned = await make()
    const patch = await patchOfPlan(planned)
    await expectBothWays(planned, patch)
    const file = encodePatch(patch)
    expect(file.length).toBe(patchSize(patch))
    expect(isDeepStrictEqual(await decodePatch(file), patch)).toBe(true)
  })

  test('cut anywhere both ways are completed, and until then nobody takes the image for whole', async () => {
    const planned = await make()
    const patch = await patchOfPlan(planned)
    const before = await contentOf(planned.file)
    const after = await contentOf(await copyOf(planned))
    await fc.assert(
      fc.asyncProperty(cuts, async (list) => {
        let survivor = before
        for (const each of list) survivor = await cutOff(survivor, patch, each)
        await expectRecognised(survivor, { before, after, patch })
        for (const [way, result] of [
          ['apply', after],
          ['undo', before],
        ] as const) {
          const file = new MemoryFile(survivor)
          await carry(file, patch, way)
          expectSame(await contentOf(file), result)
        }
      }),
      { numRuns: cases(3) },
    )
  })
})

const cut = fc.record({
  way: fc.constantFrom<PatchWay>('apply', 'undo'),
  after: fc.nat({ max: 16 }),
  kept: fc.array(fc.boolean(), { minLength: 1, maxLength: 11 }),
  keepsSize: fc.boolean(),
})
type Cut = Readonly<typeof cut extends fc.Arbitrary<infer T> ? T : never>
const cuts = fc.array(cut, { minLength: 1, maxLength: 3 })

async function cutOff(
  content: Uint8Array,
  patch: Patch,
  { way, after, kept, keepsSize }: Cut,
): Promise<Uint8Array> {
  const file = new CutFile(content, after)
  await carry(file, patch, way).catch((error: Error) => expect(error.message).toBe('cut'))
  let turn = 0
  return file.crash(() => kept[turn++ % kept.length] ?? false, keepsSize)
}

interface Known {
  readonly before: Uint8Array
  readonly after: Uint8Array
  readonly patch: Patch
}

/** Of version 1 the log says the rest; else the header that counts is that of the bytes around it. */
async function expectRecognised(survivor: Uint8Array, { before, after, patch }: Known) {
  if (patch.version === 1) return
  const current = async (bytes: Uint8Array) =>
    (await readHeaders(new MemoryFile(bytes))).current?.values
  const found = await current(survivor)
  if (found === undefined) return
  const [was, becomes] = [await current(before), await current(after)]
  const isOld = isDeepStrictEqual(found, was) && isSameButHeaders(survivor, before)
  const isNew = isDeepStrictEqual(found, becomes) && isSameButHeaders(survivor, after)
  expect(isOld || isNew).toBe(true)
}

function isSameButHeaders(one: Uint8Array, other: Uint8Array): boolean {
  const [a, b] = [one.slice(), other.slice()]
  for (const bytes of [a, b]) {
    for (const at of HEADER_OFFSETS) bytes.fill(0, at, at + HEADER_SIZE)
  }
  return Buffer.compare(a, b) === 0
}

function asSparse(bytes: Uint8Array): SparseFile {
  const file = new SparseFile()
  file.put(0, bytes)
  return file
}

const images = await damagedImages()
const someWays = fc.subarray([...SALVAGE_WAYS], { minLength: 4, maxLength: 6 })

test('it holds of every salvage of the samples, damaged at random', async () => {
  const versions = new Map<number, number>()
  await fc.assert(
    fc.asyncProperty(images, someWays, async (make, ways) => {
      const file = await make()
      // One of them alone mostly does not apply.
      const choices = { ways, leniently: true }
      const plan = await planSalvage(await surveyed(file), choices, SALVAGE_IDS)
      // Of what ends within its headers there is only a copy.
      if (!applies(plan) || file.size < HEADERS_END) return
      const planned = { file, plan }
      const patch = await patchOfPlan(planned)
      versions.set(patch.version, (versions.get(patch.version) ?? 0) + 1)
      await expectBothWays(planned, patch)
    }),
    { numRuns: cases(60) },
  )
  expect(versions.get(2)).toBeGreaterThan(0)
})

test('what does to headers and log as a replay does is of version 1', async () => {
  expect((await patchOfPlan(await salvagedBy('without-log'))).version).toBe(1)
  expect((await patchOfPlan(await salvagedBy('log-up-to'))).version).toBe(1)
  expect((await patchOfPlan(await salvagedBy('identifier'))).version).toBe(2)
  expect((await patchOfPlan(await relinked())).version).toBe(2)
})

test('none is made of what changes nothing, nor in the middle of another patch', async () => {
  const planned = await salvagedBy('identifier')
  const { file, plan } = planned
  const { size } = file
  const nothing = { steps: [], sizeAfter: size }
  await expect(makePlanPatch(file, nothing, SALVAGE_IDS.fileWriteGuid)).rejects.toThrow(
    'would change nothing',
  )
  const half = file.clone()
  half.put(HEADER_OFFSETS[0], markOf(SALVAGE_IDS.dataWriteGuid))
  const error: unknown = await makePlanPatch(half, plan, SALVAGE_IDS.fileWriteGuid).catch(
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(PatchError)
  expect(String(error)).toContain('in the middle of another patch')
  expect(await patchState(half, await patchOfPlan(planned))).toBeUndefined()
})

test('in the middle the mark names the patch, and both headers are it', async () => {
  const { file, plan } = await salvagedBy('lengthened')
  const patch = await patchOfPlan({ file, plan })
  const mark = markOf(patch.fileWriteGuid)
  expect(new TextDecoder('latin1').decode(mark)).toMatch(/^vhdp.*in the middle of a patch/s)
  const work = new CutFile(await contentOf(file), 5)
  await carry(work, patch, 'apply').catch(() => undefined)
  for (const at of HEADER_OFFSETS) expectSame(await work.read(at, HEADER_SIZE), mark)
  // It is told, and nobody is led to make headers anew in its place.
  const inspected = await surveyed(asSparse(await contentOf(work)))
  const { sentence, diagnoses } = await diagnose(inspected)
  expect(sentence).toContain('A patch of this file was interrupted')
  expect(diagnoses.flatMap(({ ways }) => ways.map(({ id }) => id))).toEqual(['findings'])
  const anew = await planSalvage(inspected, { ways: ['headers-anew'] }, SALVAGE_IDS)
  expect(anew).toMatchObject({ why: expect.stringContaining('Apply the patch again') })
})
