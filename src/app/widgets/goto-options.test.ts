import { expect, test } from 'vitest'
import { inspectSample } from '../../testing/inspect-sample.ts'
import { viewsOf } from '../views/availability.ts'
import { gotoOptions } from './goto-options.ts'

const VIEWS = viewsOf({ kind: 'file' })

const labels = async (typed: string) =>
  gotoOptions(typed, await inspectSample('clean'), 'before', VIEWS).map(({ label }) => label)

test('a place that is typed comes first', async () => {
  expect(await labels('0x1000')).toEqual(['Go to 0x1000'])
  expect((await labels('bat:17'))[0]).toBe('Go to bat:17')
})

test('words find structures and screens', async () => {
  expect(await labels('log')).toEqual(['Log', 'Show Log'])
  expect(await labels('header')).toEqual(['Header 1', 'Header 2'])
})

test('nothing typed offers everything', async () => {
  const all = await labels('')
  expect(all).toContain('Metadata')
  expect(all.filter((label) => label.startsWith('Show '))).toHaveLength(8)
})

test('what is no VHDX has no structures', async () => {
  const foreign = { ...(await inspectSample('clean')), outcome: 'not-vhdx' as const }
  expect(gotoOptions('header', foreign, 'before', VIEWS)).toEqual([])
})
