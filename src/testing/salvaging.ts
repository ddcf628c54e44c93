/** What the laws of a salvage are about: a plan carried out in three ways, and what was readable before. */
import { expect } from 'vitest'
import { guid } from '../engine/bytes/guid.ts'
import { buildImage } from '../engine/compose/build-image.ts'
import type { ImageDescription } from '../engine/compose/description.ts'
import { SparseFile } from '../engine/compose/sparse-file.ts'
import { diskSource } from '../engine/disk/disk-source.ts'
import { mapDisk } from '../engine/disk/map-disk.ts'
import { MIB } from '../engine/format/layout.ts'
import type { Image } from '../engine/image/image.ts'
import { type Inspected, inspect } from '../engine/inspect/inspect.ts'
import { surveyBlocks } from '../engine/inspect/survey.ts'
import { keepsPromise, planSalvage, type SalvagePlan } from '../engine/salvage/plan-salvage.ts'
import type { SalvageWayId } from '../engine/salvage/salvage-words.ts'
import { valueSentence } from '../engine/salvage/value-words.ts'
import { applies, type NotApplicable } from '../engine/salvage/way.ts'
import { applyTo } from '../engine/update/apply.ts'
import { copyTo } from '../engine/update/copy.ts'
import { firstDifference } from './compare.ts'

export const SALVAGE_IDS = {
  fileWriteGuid: guid('c1c2d3e4-f5a6-4b7c-8d9e-0f1a2b3c4d5e'),
  dataWriteGuid: guid('d1c2d3e4-f5a6-4b7c-8d9e-0f1a2b3c4d5e'),
}

export const surveyed = async (file: SparseFile): Promise<Inspected> =>
  surveyBlocks(await inspect(file, SALVAGE_IDS))

/** The plan; a way that does not apply is a failure. */
export async function salvage(
  file: SparseFile,
  ways: readonly SalvageWayId[],
  values: Readonly<Record<string, string>> = {},
): Promise<SalvagePlan> {
  const choices = { ways, values: new Map(Object.entries(values)) }
  const plan = await planSalvage(await surveyed(file), choices, SALVAGE_IDS)
  return applies(plan) ? plan : expect.fail(plan.why)
}

/** Why a way does not apply, with the setting that it is about. */
export async function refusalOf(
  description: ImageDescription | SparseFile,
  way: SalvageWayId,
  values: Readonly<Record<string, string>> = {},
): Promise<NotApplicable> {
  const file = description instanceof SparseFile ? description : buildImage(description)
  const choices = { ways: [way], values: new Map(Object.entries(values)) }
  const plan = await planSalvage(await surveyed(file), choices, SALVAGE_IDS)
  return applies(plan) ? expect.fail(`${way} applies`) : plan
}

/** Why a way does not apply. */
export const whyNot = async (...asked: Parameters<typeof refusalOf>): Promise<string> =>
  (await refusalOf(...asked)).why

/** The largest file whose bytes are compared. */
const MOST_COMPARED = 64 * MIB

/** The copy, when preview, copy and application in place are the same, and the promise is kept. */
export async function expectLaws(file: SparseFile, plan: SalvagePlan): Promise<SparseFile> {
  const before = file.clone()
  const copy = new SparseFile()
  await copyTo(copy, plan.result)
  const inPlace = file.clone()
  await applyTo(inPlace, plan.steps)
  expect([copy.size, inPlace.size]).toEqual([plan.sizeAfter, plan.sizeAfter])
  if (plan.sizeAfter <= MOST_COMPARED) {
    const wanted = await plan.result.read(0, plan.sizeAfter)
    expect(firstDifference(copy.toBytes(), wanted)).toBeUndefined()
    expect(firstDifference(inPlace.toBytes(), wanted)).toBeUndefined()
    expect(firstDifference(file.toBytes(), before.toBytes())).toBeUndefined()
  }
  expect(await keepsPromise(copy, plan, SALVAGE_IDS)).toBe(true)
  return copy
}

/** Every byte of the disk that `image` had is the same in the copy, and is still there. */
export async function expectNothingLost(image: Image, copy: SparseFile): Promise<void> {
  const { before: now } = await inspect(copy, SALVAGE_IDS)
  const size = Math.min(image.bat?.geometry.virtualDiskSize ?? 0, MOST_COMPARED)
  const [old, salvaged] = [diskSource([image]), diskSource([now])]
  for (const { from, offset, length } of await mapDisk(image, 0, size)) {
    if (from === 'unreadable' || from === 'parent') continue
    const difference = firstDifference(
      await salvaged.read(offset, length),
      await old.read(offset, length),
    )
    expect(difference).toBeUndefined()
    const lost = (await mapDisk(now, offset, length)).filter((part) => part.from === 'unreadable')
    expect(lost).toEqual([])
  }
}

/** The image salvaged: its laws hold, and what could be read of its disk is the same. */
export async function salvaged(
  image: ImageDescription | SparseFile,
  ways: readonly SalvageWayId[],
  values: Readonly<Record<string, string>> = {},
) {
  const file = image instanceof SparseFile ? image : buildImage(image)
  const { before, update } = await surveyed(file)
  const plan = await salvage(file, ways, values)
  const copy = await expectLaws(file, plan)
  if (!ways.includes('log-up-to') && values['log'] !== 'proven') {
    await expectNothingLost(update?.after ?? before, copy)
  }
  return { plan, copy, outcome: plan.after.inspection.outcome, condition: plan.promised.condition }
}

/** What is promised of an image of which nothing is in doubt any more. */
export const SOUND = { outcome: 'clean', condition: 'sound' }

/** What the ways were taken with, and why. */
export const valuesIn = ({ values }: Pick<SalvagePlan, 'values'>): string =>
  values.map(valueSentence).join(' ')

export const lossesIn = ({ losses }: SalvagePlan): string =>
  losses.map(({ sentence }) => sentence).join(' ')
