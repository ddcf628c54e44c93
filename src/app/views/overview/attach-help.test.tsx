import { expect, test } from 'vitest'
import { renderInApp } from '../../../testing/render-in-app.tsx'
import { AttachHelp } from './attach-help.tsx'

test('below a sound image stands what no image shows, each with its two commands', async () => {
  const { screen } = await renderInApp(<AttachHelp />, 'clean')
  await screen.getByText('Still does not attach?').click()
  await expect.element(screen.getByText('compact /u FILE')).toBeVisible()
  await expect
    .element(screen.getByText('It is so where there is a C before the name.'))
    .toBeVisible()
})

test('an image that waits for its log has no such help', async () => {
  const { screen } = await renderInApp(<AttachHelp />, 'dirty')
  expect(screen.container.textContent).toBe('')
})
