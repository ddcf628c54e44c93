import { expect, test } from 'vitest'
import { renderInApp } from '../../../testing/render-in-app.tsx'
import { CallError } from '../../../worker/client.ts'
import { KeptImages } from './kept-images.tsx'

const REASON = 'This browser gives the page no private storage.'

const renderWithout = (code: 'no-permission' | 'internal') =>
  renderInApp(<KeptImages />, 'dirty', {
    'workbench.list': () => {
      throw new CallError(code, REASON)
    },
  })

test('without private storage no import is offered, and it is said why', async () => {
  const { screen } = await renderWithout('no-permission')
  await expect.element(screen.getByText(REASON)).toBeVisible()
  await expect
    .element(screen.getByRole('button', { name: 'Import an image…' }))
    .not.toBeInTheDocument()
})

test('where the storage fails once, an import may still be tried', async () => {
  const { screen } = await renderWithout('internal')
  await expect.element(screen.getByRole('alert')).toHaveTextContent(REASON)
  await expect.element(screen.getByRole('button', { name: 'Import an image…' })).toBeVisible()
})
