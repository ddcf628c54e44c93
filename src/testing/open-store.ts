/** A store of the app over clients without a worker, and what they answer about one file. */
import { createAppStore } from '../app/store/store.ts'
import type { BatCensus } from '../engine/image/bat/bat.ts'
import type { Opened } from '../worker/protocol/file.ts'
import { type Answers, type FakeClient, fakeClient } from './fake-client.ts'

export const someFile = (name = 'disk.vhdx') => new File(['bytes'], name)

/** `clients`: one for each worker that the store has started, in order. */
export function storeOver(answers: Answers, route?: Parameters<typeof createAppStore>[1]) {
  const clients: FakeClient[] = []
  const store = createAppStore(() => {
    const client = fakeClient(answers)
    clients.push(client)
    return client
  }, route)
  return { store, clients, state: () => store.getState() }
}

/** As the survey of its blocks leaves it. */
export function counted({ before, after, ...rest }: Opened): Opened {
  const census = { payload: {}, sectorBitmap: {} } as BatCensus
  return { ...rest, before: { ...before, census }, after: after && { ...after, census } }
}

export const opens = (inspection: Opened): Answers => ({
  'file.open': () => inspection,
  'recipe.openSample': () => inspection,
  'file.additions': () => counted(inspection),
  'file.check': () => ({ changed: false }),
})
