import { beforeAll, expect, test } from 'vitest'
import type { Inspection } from '../../../engine/inspect/inspection.ts'
import { inspectSample } from '../../../testing/inspect-sample.ts'
import { shownDisk } from './shown-disk.ts'

let dirty: Inspection
let clean: Inspection
beforeAll(async () => {
  dirty = await inspectSample('dirty')
  clean = await inspectSample('clean')
})

test('each state has its disk, and both are compared where both have one', () => {
  expect(shownDisk(dirty, 'before')).toMatchObject({ state: 'before', compared: false })
  expect(shownDisk(dirty, 'after')).toMatchObject({ state: 'after', compared: false })
  const both = shownDisk(dirty, 'compare')
  expect(both).toMatchObject({ state: 'after', compared: true, note: undefined })
  expect(both?.sizes.before).toBeGreaterThan(0)
  expect(both?.sizes.after).toBe(both?.geometry.virtualDiskSize)
})

test('without a replay there is one disk', () => {
  expect(shownDisk(clean, 'compare')).toMatchObject({
    state: 'before',
    compared: false,
    note: undefined,
  })
})

test('where one state has no disk, the other is shown, and that is said', () => {
  const late = { ...dirty, before: { ...dirty.before, bat: undefined } }
  for (const shows of ['before', 'compare'] as const) {
    const shown = shownDisk(late, shows)
    expect(shown).toMatchObject({ state: 'after', compared: false, sizes: { before: 0 } })
    expect(shown?.note).toContain('On disk there is no disk that can be read')
  }
  expect(shownDisk(late, 'after')?.note).toBeUndefined()
  const early = { ...dirty, after: { ...dirty.before, bat: undefined } }
  expect(shownDisk(early, 'compare')).toMatchObject({ state: 'before', compared: false })
  expect(shownDisk(early, 'after')?.note).toContain('After the replay there is no disk')
  expect(shownDisk({ ...late, after: undefined }, 'before')).toBeUndefined()
})

test('of a refused file it is said that nobody gets this disk', () => {
  const refused = { ...dirty, outcome: 'refused', after: undefined } as const
  expect(shownDisk(refused, 'before')).toMatchObject({ state: 'before' })
  expect(shownDisk(refused, 'before')?.note).toContain('forbids opening this file')
})
