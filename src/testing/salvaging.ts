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
import { judge, planSalvage, type SalvagePlan } from '../engine/salvage/plan-salvage.ts'
import type { SalvageWayId } from '../engine/salvage/salvage-words.ts'
import { applies } from '../engine/salvage/way.ts'
import { applyTo } from '../engine/update/apply.ts'
import { copyTo } from '../engine/update/copy.ts'
import { firstDifference } from './compare.ts'

export const SALVAGE_IDS = {
  fileWriteGuid: guid('c1c2d3e4-f5a6-4b7c-8d9e-0f1a2b3c4d5e'),
  dataWriteGuid: guid('d1c2d3e4-f5a6-4b7c-8d9e-0f1a2b3c4d5e'),
}

/** Blocks 0 to 3 at 4 to 7 MiB, each with data. */
export const SALVAGED_DISK = {
  virtualDiskSize: 16 * MIB,
  blocks: [0, 1, 2, 3].map((block) => ({ block, fill: block + 1 })),
} satisfies ImageDescription

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

/** Why a way does not apply. */
export async function whyNot(
  description: ImageDescription | SparseFile,
  way: SalvageWayId,
  values: Readonly<Record<string, string>> = {},
): Promise<string> {
  const file = description instanceof SparseFile ? description : buildImage(description)
  const choices = { ways: [way], values: new Map(Object.entries(values)) }
  const plan = await planSalvage(await surveyed(file), choices, SALVAGE_IDS)
  return applies(plan) ? expect.fail(`${way} applies`) : plan.why
}

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
  expect((await judge(copy, SALVAGE_IDS)).promised).toEqual(plan.judged)
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
  const { before, replay } = await surveyed(file)
  const plan = await salvage(file, ways, values)
  const copy = await expectLaws(file, plan)
  if (!ways.includes('log-up-to') && values['log'] !== 'proven') {
    await expectNothingLost(replay?.after ?? before, copy)
  }
  return { plan, copy, outcome: plan.after.inspection.outcome, condition: plan.promised.condition }
}

/** What is promised of an image of which nothing is in doubt any more. */
export const SOUND = { outcome: 'clean', condition: 'sound' }

export const lossesIn = ({ losses }: SalvagePlan): string =>
  losses.map(({ sentence }) => sentence).join(' ')

const bat = (block: number, fileOffsetMB: number) =>
  ({ kind: 'bat', changes: { [block]: { state: 'fully-present', fileOffsetMB } } }) as const

/** An entry that puts a block at a place below 12 MiB. */
export const placing = (block: number, at: number) => ({
  updates: [bat(block, at)],
  lastFileOffset: BigInt(12 * MIB),
})

/** Its log can be applied. */
export const NOT_CLOSED: ImageDescription = { ...SALVAGED_DISK, log: { entries: [placing(8, 8)] } }

/** Its log has whole entries, but of the first one a data sector is damaged. */
export const TORN: ImageDescription = {
  ...SALVAGED_DISK,
  log: { entries: [{ ...placing(8, 8), flips: [4096 + 9] }, placing(9, 9), placing(10, 10)] },
}
