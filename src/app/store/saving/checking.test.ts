import { expect, test } from 'vitest'
import { type Answers, fakeClient, untilAborted } from '../../../testing/fake-client.ts'
import { inspectSample } from '../../../testing/inspect-sample.ts'
import { CallError } from '../../../worker/client.ts'
import { createAppStore } from '../store.ts'

async function setUp(compare: NonNullable<Answers['save.compare']>) {
  const inspection = await inspectSample('dirty')
  const store = createAppStore(() =>
    fakeClient({
      'file.open': () => inspection,
      'file.additions': () => inspection,
      'save.compare': compare,
    }),
  )
  const state = () => store.getState()
  await state().open(new File(['x'], 'disk.vhdx'))
  state().handOut({ name: 'copy.vhdx', blob: new Blob(['copy']) })
  return state
}

const saved = new File(['copy'], 'copy.vhdx')

test('says how far it is, and how it ended', async () => {
  const seen: unknown[] = []
  const state = await setUp((_, { onProgress }) => {
    onProgress?.({ done: 2, total: 4 })
    seen.push(state().check)
    return { kind: 'differs', at: 3, expected: 1, found: 2 }
  })
  await state().checkSaved([saved])
  expect(seen).toMatchObject([{ status: 'running', name: 'copy.vhdx', done: 2, total: 4 }])
  expect(state().check).toMatchObject({ status: 'compared', result: { kind: 'differs', at: 3 } })
})

test('is cancelled, and says nothing more', async () => {
  const state = await setUp((_, options) => untilAborted(options))
  const checking = state().checkSaved([saved])
  state().forgetCheck()
  await checking
  expect(state().check).toEqual({ status: 'idle' })
})

test('of two comparisons the later one counts', async () => {
  let first = true
  const state = await setUp((_, options) => {
    if (!first) return { kind: 'same', size: 4 }
    first = false
    return untilAborted(options)
  })
  const earlier = state().checkSaved([saved])
  await state().checkSaved([new File(['copy'], 'other.vhdx')])
  await earlier
  expect(state().check).toMatchObject({ status: 'compared', name: 'other.vhdx' })
})

test('what could not be read is told, and a changed original on every screen', async () => {
  const state = await setUp(() => {
    throw new CallError('file-changed', 'The file changed since it was opened.', {
      about: 'source',
    })
  })
  await state().checkSaved([saved])
  expect(state().check).toMatchObject({
    status: 'failed',
    message: expect.stringMatching(/changed/),
  })
  expect(state().session).toMatchObject({ stale: { why: expect.stringMatching(/changed/) } })
})

test('nothing is compared without a copy that was handed out, nor with the one of another file', async () => {
  const state = await setUp(() => ({ kind: 'same', size: 4 }))
  await state().open(new File(['y'], 'next.vhdx'))
  await state().checkSaved([saved])
  expect(state()).toMatchObject({ handedOut: undefined, check: { status: 'idle' } })
})
