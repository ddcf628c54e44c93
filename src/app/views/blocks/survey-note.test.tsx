import { expect, test } from 'vitest'
import { untilAborted } from '../../../testing/fake-client.ts'
import { renderInApp } from '../../../testing/render-in-app.tsx'
import type { AppState } from '../../store/state.ts'
import { SurveyNote } from './survey-note.tsx'

/** More than are counted without being asked for. */
const MANY = 64 * 2 ** 20

test('counting ends when it is cancelled, and can be asked for again', async () => {
  const asked: string[] = []
  const { screen, store } = await renderInApp(<SurveyNote entries={MANY} />)
  const { session } = store.getState()
  if (session.status !== 'open') throw new Error('A sample is open.')
  const call: AppState['call'] = (name, _, options) => {
    asked.push(name)
    return untilAborted(options ?? {})
  }
  const before = { ...session.inspection.before, census: undefined }
  store.setState({
    session: { ...session, inspection: { ...session.inspection, before } },
    call,
  })
  const count = screen.getByRole('button', { name: 'Count the blocks' })
  await count.click()
  await expect
    .element(screen.getByRole('progressbar', { name: 'Counting the blocks' }))
    .toBeVisible()
  await screen.getByRole('button', { name: 'Cancel' }).click()
  await expect.element(count).toBeVisible()
  expect(store.getState().session).toMatchObject({ surveying: undefined })
  await count.click()
  await expect.element(screen.getByRole('button', { name: 'Cancel' })).toBeVisible()
  expect(asked).toEqual(['file.additions', 'file.additions'])
})
