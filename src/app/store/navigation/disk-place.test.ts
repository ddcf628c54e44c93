import { expect, test } from 'vitest'
import { fakeClient } from '../../../testing/fake-client.ts'
import { inspectSample } from '../../../testing/inspect-sample.ts'
import type { Route } from '../state.ts'
import { createAppStore } from '../store.ts'

const RANGE = { offset: 0x100000, length: 512 }

async function setUp(route?: Route) {
  const inspection = await inspectSample('dirty')
  const store = createAppStore(
    () => fakeClient({ 'file.open': () => inspection, 'file.additions': () => inspection }),
    route,
  )
  await store.getState().open(new File(['x'], 'disk.vhdx'))
  return () => store.getState()
}

test('the place on the disk is kept while other screens are shown, its window too', async () => {
  const state = await setUp()
  state().selectDisk(RANGE)
  state().scrollDisk(0xffe00)
  state().show('log')
  state().show('disk')
  expect(state()).toMatchObject({ diskSelection: RANGE, diskTop: 0xffe00 })
  // What is selected elsewhere is shown around itself.
  state().selectDisk({ offset: 0, length: 1 }, { reveal: true })
  expect(state()).toMatchObject({ view: 'disk', goal: 'disk', diskTop: undefined })
})

test('the address says the place on the disk, on the way there and back', async () => {
  const state = await setUp({
    view: 'disk',
    state: 'compare',
    selection: undefined,
    diskSelection: RANGE,
  })
  expect(state()).toMatchObject({ view: 'disk', state: 'compare', diskSelection: RANGE })
  const log = { view: 'log', state: 'before', selection: undefined } as const
  state().follow(log)
  expect(state()).toMatchObject({ view: 'log', diskSelection: RANGE })
  state().follow({ ...log, view: 'disk', diskSelection: undefined })
  expect(state().diskSelection).toBeUndefined()
})

test('of another file there is no place yet; of the same one, read again, there is', async () => {
  const state = await setUp()
  state().selectDisk(RANGE)
  await state().reopen()
  expect(state().diskSelection).toEqual(RANGE)
  await state().open(new File(['y'], 'other.vhdx'))
  expect(state()).toMatchObject({ diskSelection: undefined, diskTop: undefined })
  state().selectDisk(RANGE)
  state().close()
  expect(state().diskSelection).toBeUndefined()
})
