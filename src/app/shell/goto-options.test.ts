import { expect, test } from 'vitest'
import { readCode } from '../../engine/codes/read-code.ts'
import { inspectSample } from '../../testing/inspect-sample.ts'
import { viewsOf } from '../store/navigation/availability.ts'
import type { ViewId } from '../store/state.ts'
import { gotoForms, gotoOptions } from './goto-options.ts'

const VIEWS = viewsOf({ kind: 'file' })

const labels = async (typed: string, view: ViewId = 'overview') =>
  gotoOptions(typed, await inspectSample('clean'), {
    state: 'before',
    viewIds: VIEWS,
    view,
    code: readCode(typed),
  }).map(({ label }) => label)

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
  expect(all.filter((label) => label.startsWith('Show '))).toHaveLength(VIEWS.length)
})

test('what is no VHDX has no structures', async () => {
  const foreign = { ...(await inspectSample('clean')), outcome: 'not-vhdx' as const }
  expect(
    gotoOptions('header', foreign, {
      state: 'before',
      viewIds: VIEWS,
      view: 'overview',
      code: undefined,
    }),
  ).toEqual([])
})

test('on the screen of the disk, places of the disk come first, those of the file after them', async () => {
  expect(await labels('lba:5', 'disk')).toEqual([
    'Go to lba:5 of the disk',
    'Go to lba:5 in the file',
  ])
  expect((await labels('0x1000', 'disk'))[0]).toBe('Go to 0x1000 of the disk')
  expect(await labels('bat:17', 'disk')).toEqual(['Go to bat:17'])
  expect(await labels('part:1')).toEqual(['Go to part:1 of the disk'])
  expect(await labels('lba:5')).toEqual(['Go to lba:5'])
})

test('the forms on the screen of the disk are those of the disk, and what only the file has', () => {
  const forms = gotoForms('disk').map(({ form }) => form)
  expect(forms).toContain('part:1')
  expect(forms).toContain('bat:17')
  expect(forms.filter((form) => form.startsWith('lba:'))).toHaveLength(1)
  expect(gotoForms('log').map(({ form }) => form)).not.toContain('part:1')
})

test('an error code is offered with its sentence, before the place of the same digits', async () => {
  const said = /^0xC03A000E ERROR_VHD_CHILD_PARENT_ID_MISMATCH: The parent has another identifier/
  expect(await labels('0xC03A000E')).toEqual([expect.stringMatching(said), 'Go to 0xC03A000E'])
  expect(await labels('3225026574')).toEqual(['Go to 3225026574', expect.stringMatching(said)])
  expect(await labels('error_vhd_child_parent_id_mismatch')).toEqual([expect.stringMatching(said)])
})
