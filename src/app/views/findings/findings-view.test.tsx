import { expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { type InApp, renderInApp } from '../../../testing/render-in-app.tsx'
import { FindingsView } from './findings-view.tsx'

const grid = ({ screen }: InApp) => screen.getByRole('grid', { name: 'Findings' })
const severities = (app: InApp) =>
  [...grid(app).element().querySelectorAll('tbody tr')].map(
    (row) => row.firstElementChild?.textContent,
  )

test('shows only findings of the severities that are chosen', async () => {
  const app = await renderInApp(<FindingsView />)
  const all = severities(app)
  const info = app.screen.getByRole('button', { name: /^info/ })
  await info.click()
  await expect.element(info).toHaveAttribute('aria-pressed', 'true')
  expect(severities(app)).toEqual(all.filter((severity) => severity?.startsWith('info')))
  expect(severities(app).length).toBeGreaterThan(0)
  await info.click()
  expect(severities(app)).toEqual(all)
})

test('shows only findings that hold the text, and says so when nothing is left', async () => {
  const app = await renderInApp(<FindingsView />)
  const box = app.screen.getByRole('searchbox', { name: 'Filter by text' })
  await box.click()
  await userEvent.keyboard('log.dirty')
  await expect.element(grid(app)).toHaveAttribute('aria-rowcount', '2')
  await box.fill('no finding says this')
  await expect.element(app.screen.getByText('No finding matches the filter.')).toBeVisible()
})
