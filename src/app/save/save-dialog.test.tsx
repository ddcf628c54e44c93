import { afterEach, expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { type InApp, renderInApp } from '../../testing/render-in-app.tsx'
import { SaveDialog } from './save-dialog.tsx'

const pick = vi.spyOn(window, 'showDirectoryPicker')
const close = vi.fn()
afterEach(() => {
  pick.mockReset()
  close.mockReset()
})

const setUp = (): Promise<InApp> => renderInApp(<SaveDialog what="replayed" onClose={close} />)

const name = ({ screen }: InApp) => screen.getByRole('textbox', { name: 'Name of the copy' })
const choose = ({ screen }: InApp) =>
  screen.getByRole('button', { name: 'Choose folder and save…' })

test('proposes a name, in which the focus is', async () => {
  const app = await setUp()
  await expect.element(name(app)).toHaveFocus()
  await expect.element(name(app)).toHaveValue('dirty.replayed.vhdx')
})

test.each([
  ['', /^The file needs a name\./],
  ['a/b.vhdx', /^A name cannot hold any of/],
  ['dirty.vhdx', /^This is the name of the open file\./],
])('refuses the name “%s”, and says why', async (text, problem) => {
  const app = await setUp()
  await name(app).fill(text)
  await expect.element(name(app)).toHaveAccessibleDescription(problem)
  await expect.element(choose(app)).toBeDisabled()
  await userEvent.keyboard('{Enter}')
  expect(pick).not.toHaveBeenCalled()
})

test('does nothing when the folder dialog of the browser is closed', async () => {
  pick.mockRejectedValue(new DOMException('from the test', 'AbortError'))
  const app = await setUp()
  await name(app).fill('mine.vhdx')
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => pick.mock.calls.length).toBe(1)
  await expect.element(choose(app)).toBeEnabled()
  await expect.element(app.screen.getByRole('alert')).not.toBeInTheDocument()
  await expect.element(name(app)).toHaveValue('mine.vhdx')
  expect(app.store.getState().save.status).toBe('idle')
})

test('says why the browser refuses a folder', async () => {
  pick.mockRejectedValue(new DOMException('from the test', 'SecurityError'))
  const app = await setUp()
  await choose(app).click()
  await expect.element(app.screen.getByRole('alert')).not.toBeEmptyDOMElement()
})

test('is closed by Esc, but not while a save runs', async () => {
  const app = await setUp()
  await userEvent.keyboard('{Escape}')
  expect(close).toHaveBeenCalledOnce()
  const save = {
    status: 'running',
    name: 'dirty.replayed.vhdx',
    hash: undefined,
    phase: 'write',
    done: 0,
    total: 1,
    pace: undefined,
    cancelling: false,
  } as const
  app.store.setState({ save })
  await expect.element(app.screen.getByRole('button', { name: 'Cancel' })).toBeVisible()
  await userEvent.keyboard('{Escape}{Escape}')
  await expect.element(app.screen.getByRole('dialog', { name: 'Save replayed copy' })).toBeVisible()
  expect(close).toHaveBeenCalledOnce()
})
