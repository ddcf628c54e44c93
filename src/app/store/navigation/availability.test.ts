import { expect, test } from 'vitest'
import { inspectSample } from '../../../testing/inspect-sample.ts'
import { VIEW_IDS } from '../state.ts'
import { absent, noReplay, unavailable, viewsOf } from './availability.ts'

const closed = async (...[sample]: Parameters<typeof inspectSample>) => {
  const inspection = await inspectSample(sample)
  return VIEW_IDS.filter((view) => unavailable(view, inspection) !== undefined)
}

test('a dirty file has something to show on every screen', async () => {
  expect(await closed('dirty')).toEqual([])
})

test('a clean file has no replay, because its LogGuid is zero', async () => {
  expect(await closed('clean')).toEqual(['replay'])
  expect(noReplay(await inspectSample('clean'))).toContain('LogGuid of the current header is zero')
})

test('a refused file says what refuses it', async () => {
  expect(await closed('truncated')).toEqual(['replay'])
  expect(noReplay(await inspectSample('truncated'))).toContain('8 MiB')
})

test('what is no VHDX has overview, findings, bytes and a report', async () => {
  const { log: _, ...clean } = await inspectSample('clean')
  const none = { ...clean.before, geometry: undefined, bat: undefined }
  const foreign = { ...clean, log: undefined, outcome: 'not-vhdx' as const, before: none }
  const views = viewsOf({ kind: 'kept', name: 'disk.vhdx' })
  expect(views.filter((view) => unavailable(view, foreign) === undefined)).toEqual([
    'overview',
    'findings',
    'bytes',
    'report',
  ])
})

test('only images of the workbench can be edited, only those of a recipe have a lab', () => {
  const usual = [
    'overview',
    'findings',
    'structure',
    'log',
    'replay',
    'blocks',
    'disk',
    'files',
    'bytes',
  ]
  expect(viewsOf({ kind: 'file' })).toEqual([...usual, 'report'])
  expect(viewsOf({ kind: 'kept', name: 'disk.vhdx' })).toEqual([...usual, 'edit', 'report'])
  expect(viewsOf({ kind: 'recipe', recipe: {} })).toEqual([...usual, 'lab', 'report'])
  expect(absent('edit', { kind: 'file' })).toContain('workbench')
  expect(absent('lab', { kind: 'file' })).toContain('recipe')
})
