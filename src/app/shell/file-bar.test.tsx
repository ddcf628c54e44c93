import { expect, test } from 'vitest'
import { renderInApp } from '../../testing/render-in-app.tsx'
import { FileBar } from './file-bar.tsx'

test('what cannot be kept is not offered to be, and it is said why', async () => {
  const { screen, store } = await renderInApp(<FileBar />)
  const keep = screen.getByRole('button', { name: 'Keep…' })
  await keep.click()
  expect(store.getState().dialog).toBe('keep')
  store.setState({ dialog: undefined, kept: { status: 'absent', message: 'No storage here.' } })
  await expect.element(keep).toBeDisabled()
  await expect.element(keep).toHaveAttribute('title', 'No storage here.')
  // It can be reached, and says its reason.
  await keep.click({ force: true })
  expect(store.getState()).toMatchObject({
    dialog: undefined,
    announcement: { text: 'No storage here.' },
  })
})
