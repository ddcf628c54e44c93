/** Laws of every salvage, on samples that were damaged at random and cut anywhere. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { damagedImages } from '../../testing/damaged-images.ts'
import { SALVAGED_DISK } from '../../testing/salvage-images.ts'
import { expectLaws, expectNothingLost, SALVAGE_IDS, surveyed } from '../../testing/salvaging.ts'
import { cases } from '../../testing/thorough.ts'
import { buildImage } from '../compose/build-image.ts'
import { SAMPLE_IDS } from '../compose/sample-id.ts'
import { buildSample } from '../compose/samples.ts'
import type { SparseFile } from '../compose/sparse-file.ts'
import type { RuleId } from '../findings/rules.ts'
import { listSalvages } from './list-salvages.ts'
import { planSalvage } from './plan-salvage.ts'
import { SALVAGE_WAYS, type SalvageWayId } from './salvage-words.ts'
import { applies } from './way.ts'

const images = await damagedImages()
const choices = fc.tuple(
  fc.subarray([...SALVAGE_WAYS], { minLength: 1 }),
  fc.constantFrom('none', 'proven'),
)

/** They choose another state of the disk than the one that counted, or find what read as zeros. */
const OTHER_STATE: readonly SalvageWayId[] = [
  'by-other-header',
  'log-up-to',
  'headers-anew',
  'bat-from-log',
  'bat-linear',
]
/** Where bytes have two owners, what is right for the one is wrong for the other. */
const CLAIMED_TWICE: readonly RuleId[] = [
  'bat.block-in-structure',
  'bat.block-overlap',
  'bat.block-shared',
  'log.overlaps-block',
  'log.overlaps-region',
  'region.overlap',
]

async function holdLaws(
  file: SparseFile,
  ways: readonly SalvageWayId[],
  log: string,
): Promise<boolean> {
  const inspected = await surveyed(file)
  const values = new Map(ways.includes('headers-anew') ? [['log', log]] : [])
  const plan = await planSalvage(inspected, { ways, values }, SALVAGE_IDS)
  if (!applies(plan)) return false
  const copy = await expectLaws(file, plan)
  const { before, update, inspection } = inspected
  const isTwice = [...inspection.findings, ...plan.after.inspection.findings].some(({ rule }) =>
    CLAIMED_TWICE.includes(rule),
  )
  const counted = plan.applied > 0 ? update?.after : before
  if (counted && !isTwice && !plan.ways.some((way) => OTHER_STATE.includes(way))) {
    await expectNothingLost(counted, copy)
  }
  return true
}

test('preview, copy and application are the same, the promise is kept, and nothing readable is lost', async () => {
  let applied = 0
  await fc.assert(
    fc.asyncProperty(images, choices, async (make, [ways, log]) => {
      const file = await make()
      for (const way of ways) if (await holdLaws(file, [way], log)) applied++
      if (await holdLaws(file, ways, log)) applied++
    }),
    { numRuns: cases(40) },
  )
  expect(applied).toBeGreaterThan(3)
}, 120_000)

test.each(SAMPLE_IDS)('the sample “%s” is offered nothing that makes it worse', async (id) => {
  const { source } = buildSample(id)
  const inspected = await surveyed(source)
  const { alone, others } = await listSalvages(inspected, SALVAGE_IDS)
  expect(alone.length + others.length).toBe(SALVAGE_WAYS.length)
  const isSound = inspected.inspection.outcome === 'clean' || inspected.update !== undefined
  if (isSound && id !== 'truncated') expect(alone.map(({ ways }) => ways)).toEqual([])
})

test('an image that is whole has no way', async () => {
  const { alone, together } = await listSalvages(
    await surveyed(buildImage(SALVAGED_DISK)),
    SALVAGE_IDS,
  )
  expect([alone, together]).toEqual([[], undefined])
})
