import { beforeAll, describe, expect, test } from 'vitest'
import type { Inspection } from '../../../engine/inspect/inspection.ts'
import { type Answers, type FakeClient, fakeClient } from '../../../testing/fake-client.ts'
import { inspectSample } from '../../../testing/inspect-sample.ts'
import { createAppStore } from '../store.ts'

let dirty: Inspection
let clean: Inspection
beforeAll(async () => {
  dirty = await inspectSample('dirty')
  clean = await inspectSample('clean')
})

const file = (name = 'disk.vhdx') => new File(['bytes'], name)

function setUp(answers: Answers, route?: Parameters<typeof createAppStore>[1]) {
  const clients: FakeClient[] = []
  const store = createAppStore(() => {
    const client = fakeClient(answers)
    clients.push(client)
    return client
  }, route)
  return { store, clients, state: () => store.getState() }
}

const opens = (inspection: Inspection): Answers => ({
  'file.open': () => inspection,
  'recipe.openSample': () => inspection,
  'file.survey': () => inspection,
  'file.check': () => ({ changed: false }),
})

describe('moving about', () => {
  test('the state can only be switched where there is something to replay', async () => {
    const { state } = setUp(opens(clean))
    await state().open(file())
    state().setState('after')
    expect(state().state).toBe('before')
  })

  test('a selection can show its bytes', async () => {
    const { state } = setUp(opens(dirty))
    await state().open(file())
    state().select({ offset: 16, length: 4 })
    expect(state().view).toBe('overview')
    state().select({ offset: 16, length: 4 }, { reveal: true })
    expect(state()).toMatchObject({ view: 'bytes', goal: 'bytes' })
    state().arrive()
    expect(state().goal).toBeUndefined()
  })

  test('goto shows a place in the bytes, and an entry in the log', async () => {
    const { state } = setUp(opens(dirty))
    await state().open(file())
    expect(await state().goto('bat:0')).toEqual({ ok: true })
    expect(state()).toMatchObject({ view: 'bytes', selection: { offset: 0x300000, length: 8 } })
    expect(await state().goto('seq:80000000000000012')).toEqual({ ok: true })
    expect(state()).toMatchObject({
      view: 'log',
      goal: 'entry',
      entryPosition: dirty.log?.active?.positions[0],
    })
  })

  test('a goto that leads nowhere moves nothing', async () => {
    const { state } = setUp(opens(dirty))
    await state().open(file())
    expect(await state().goto('nowhere')).toMatchObject({ ok: false })
    expect(state().view).toBe('overview')
  })

  test('the address is followed, as far as the file has it', async () => {
    const { state } = setUp(opens(clean))
    await state().open(file())
    state().follow({ view: 'log', state: 'after', selection: undefined })
    expect(state()).toMatchObject({ view: 'log', state: 'before' })
  })
})
