import { expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { renderInApp } from '../../testing/render-in-app.tsx'
import { StateSwitch } from './state-switch.tsx'

test('is one group with the state that is shown, and switches with click and arrow keys', async () => {
  const { screen, store } = await renderInApp(<StateSwitch />)
  await expect.element(screen.getByRole('group', { name: 'State shown' })).toBeVisible()
  await expect.element(screen.getByRole('radio', { name: 'On disk' })).toBeChecked()
  await screen.getByRole('radio', { name: 'Compare' }).click()
  expect(store.getState().state).toBe('compare')
  await userEvent.keyboard('{ArrowLeft}')
  await expect.element(screen.getByRole('radio', { name: 'After replay' })).toHaveFocus()
  expect(store.getState().state).toBe('after')
})

test('follows what is shown elsewhere', async () => {
  const { screen, store } = await renderInApp(<StateSwitch />)
  store.getState().setState('after')
  await expect.element(screen.getByRole('radio', { name: 'After replay' })).toBeChecked()
})

test('is out of reach, with the reason, where there is nothing to replay', async () => {
  const { screen } = await renderInApp(<StateSwitch />, 'truncated')
  await expect.element(screen.getByRole('radio', { name: 'After replay' })).toBeDisabled()
  await expect.element(screen.getByRole('radio', { name: 'Compare' })).toBeDisabled()
  await expect.element(screen.getByRole('radio', { name: 'On disk' })).toBeEnabled()
  await expect
    .element(screen.getByRole('group', { name: 'State shown' }))
    .toHaveAccessibleDescription(/^The log must not be replayed\. The file has 6 MiB/)
})
