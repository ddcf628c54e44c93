import { beforeAll, describe, expect, test } from 'vitest'
import { inspectSample } from '../../../testing/inspect-sample.ts'
import { opens, someFile, storeOver } from '../../../testing/open-store.ts'
import type { Opened } from '../../../worker/protocol/file.ts'
import { readGoto } from './goto.ts'

let dirty: Opened
let clean: Opened
beforeAll(async () => {
  dirty = await inspectSample('dirty')
  clean = await inspectSample('clean')
})

describe('moving about', () => {
  test('the state can only be switched where there is something to replay', async () => {
    const { state } = storeOver(opens(clean))
    await state().open(someFile())
    state().setState('after')
    expect(state().state).toBe('before')
  })

  test('a selection can show its bytes', async () => {
    const { state } = storeOver(opens(dirty))
    await state().open(someFile())
    state().select({ offset: 16, length: 4 })
    expect(state().view).toBe('overview')
    state().select({ offset: 16, length: 4 }, { reveal: true })
    expect(state()).toMatchObject({ view: 'bytes', goal: 'bytes' })
    state().arrive()
    expect(state().goal).toBeUndefined()
  })

  test('goto shows a place in the bytes, and an entry in the log', async () => {
    const { state } = storeOver(opens(dirty))
    await state().open(someFile())
    expect(await state().goto('bat:0', readGoto)).toEqual({ ok: true })
    expect(state()).toMatchObject({ view: 'bytes', selection: { offset: 0x300000, length: 8 } })
    expect(await state().goto('seq:80000000000000012', readGoto)).toEqual({ ok: true })
    expect(state()).toMatchObject({
      view: 'log',
      goal: 'entry',
      entryPosition: dirty.log?.active?.positions[0],
    })
  })

  test('a goto that leads nowhere moves nothing', async () => {
    const { state } = storeOver(opens(dirty))
    await state().open(someFile())
    expect(await state().goto('nowhere', readGoto)).toMatchObject({ ok: false })
    expect(state().view).toBe('overview')
  })

  test('the address is followed, as far as the file has it', async () => {
    const { state } = storeOver(opens(clean))
    await state().open(someFile())
    state().follow({ view: 'log', state: 'after', selection: undefined })
    expect(state()).toMatchObject({ view: 'log', state: 'before' })
  })
})
