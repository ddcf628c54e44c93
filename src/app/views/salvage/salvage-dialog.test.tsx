import { expect, test } from 'vitest'
import type { SalvageReport } from '../../../engine/salvage/salvaged.ts'
import { inspectSample } from '../../../testing/inspect-sample.ts'
import { renderInApp } from '../../../testing/render-in-app.tsx'
import type { SalvageOffers } from '../../../worker/protocol/salvage.ts'
import { SalvageDialog } from './salvage-dialog.tsx'

const { verdict } = await inspectSample('clean')
const report = (...ways: SalvageReport['ways']): SalvageReport => ({
  ways,
  losses: [{ sentence: `Something is given up by ${ways.join(' and ')}.` }],
  applied: 0,
  sizeBefore: 5,
  sizeAfter: 5,
  outcome: 'clean',
  promised: verdict,
})
const OFFERS: SalvageOffers = {
  alone: [report('log-up-to'), report('without-log')],
  together: undefined,
  best: ['log-up-to'],
  others: [{ way: 'headers-anew', why: 'There is a valid header.' }],
}
const setUp = (chosen: unknown[]) =>
  renderInApp(<SalvageDialog onClose={() => undefined} />, 'clean', {
    'salvage.list': () => OFFERS,
    'salvage.choose': async (params: unknown) => {
      chosen.push(params)
      return { ...(await inspectSample('clean')), salvage: report('without-log') }
    },
  })

test('the way that leads furthest is chosen, and each says what it gives up', async () => {
  const { screen } = await setUp([])
  const box = (name: string) => screen.getByRole('checkbox', { name })
  await expect.element(box('Log up to its last whole entry')).toBeChecked()
  await expect.element(box('Without the log')).not.toBeChecked()
  await expect.element(screen.getByText('Something is given up by without-log.')).toBeVisible()
  await screen.getByText('Ways that do not apply by themselves, and why').click()
  await expect.element(screen.getByText('There is a valid header.')).toBeVisible()
})

test('what is chosen is viewed, with what was typed for it and nothing else', async () => {
  const chosen: unknown[] = []
  const { screen, store } = await setUp(chosen)
  await screen.getByRole('checkbox', { name: 'Log up to its last whole entry' }).click()
  await expect.element(screen.getByRole('button', { name: 'Preview the salvage' })).toBeDisabled()
  await screen.getByText('Ways that do not apply by themselves, and why').click()
  await screen.getByRole('checkbox', { name: 'Headers made anew' }).click()
  await screen.getByRole('textbox', { name: 'log' }).fill('none')
  await screen.getByRole('button', { name: 'Preview the salvage' }).click()
  await expect.poll(() => store.getState().view).toBe('replay')
  expect(chosen).toEqual([{ ways: ['headers-anew'], values: { log: 'none' } }])
})
