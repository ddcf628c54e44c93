import { expect, test } from 'vitest'
import { contentOf, SALVAGED_BY, salvagedBy } from '../../testing/patched-plans.ts'
import { surveyed } from '../../testing/salvaging.ts'
import type { TriedWayId } from './salvage-words.ts'
import { viewSalvaged } from './salvaged.ts'

test.each(Object.keys(SALVAGED_BY) as TriedWayId[])(
  'what a salvage by "%s" is said to change is the difference of the bytes',
  async (way) => {
    const { file, plan } = await salvagedBy(way)
    const { update } = await viewSalvaged(await surveyed(file), plan)
    const [old, now] = await Promise.all([contentOf(file), contentOf(plan.result)])
    let differing = 0
    for (let at = 0; at < now.length; at++) if ((old[at] ?? 0) !== now[at]) differing++
    const changes = update?.report.changes ?? []
    expect(changes.reduce((sum, { changedBytes }) => sum + changedBytes, 0)).toBe(differing)
  },
)
