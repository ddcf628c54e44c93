import { expect, test, vi } from 'vitest'
import { renderInApp } from '../../../testing/render-in-app.tsx'
import { NewBuild } from './new-build.tsx'

test('says nothing while there is no newer build, and takes one once when it is told to', async () => {
  const { screen, store } = await renderInApp(<NewBuild />)
  await expect.element(screen.getByRole('button')).not.toBeInTheDocument()
  const take = vi.fn()
  store.setState({ takeNewBuild: take })
  await expect.element(screen.getByText('A newer build of this app is ready.')).toBeVisible()
  expect(take).not.toHaveBeenCalled()
  await screen.getByRole('button', { name: 'Use it now' }).click()
  expect(take).toHaveBeenCalledOnce()
  await expect.element(screen.getByRole('button')).toBeDisabled()
})
