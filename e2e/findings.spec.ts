/** The Findings screen: every finding with its rule, and the way from it to its bytes. */
import { openSample, show } from './support/app.ts'
import { expect, test } from './support/test.ts'

test('leads from a finding to its bytes', async ({ page }) => {
  await openSample(page, 'dirty')
  await show(page, 'Findings')
  const findings = page.getByRole('grid', { name: 'Findings' })
  await findings.getByRole('row').nth(1).click()
  const detail = page.getByRole('region', { name: 'The chosen finding' })
  await expect(detail).toContainText('MS-VHDX §')
  const link = detail.getByRole('button', { name: /^Show its .* bytes at 0x/ })
  const [, offset = ''] = /at (0x[0-9A-F_]+)/i.exec((await link.textContent()) ?? '') ?? []
  await link.click()
  await expect(page).toHaveURL(new RegExp(`#/bytes\\?sel=${offset}\\+`, 'i'))
  await expect(page.getByRole('gridcell', { selected: true }).first()).toBeVisible()
})

test('filters by severity and by text, and says so when nothing is left', async ({ page }) => {
  await openSample(page, 'dirty')
  await show(page, 'Findings')
  const findings = page.getByRole('grid', { name: 'Findings' })
  const all = await findings.getByRole('row').count()
  const info = page.getByRole('button', { name: /^info/ })
  await info.click()
  await expect(findings.getByRole('row', { name: /^info/ }).first()).toBeVisible()
  expect(await findings.getByRole('row').count()).toBeLessThanOrEqual(all)
  await info.click()
  await page.getByRole('searchbox').fill('no finding says this')
  await expect(page.getByText('No finding matches the filter.')).toBeVisible()
})

test('sorts by a column when its title is chosen', async ({ page }) => {
  await openSample(page, 'dirty')
  await show(page, 'Findings')
  const title = page.getByRole('grid', { name: 'Findings' }).getByRole('columnheader', {
    name: 'Rule',
  })
  await title.click()
  await expect(title).toHaveAttribute('aria-sort', 'ascending')
  const cells = page.getByRole('grid', { name: 'Findings' }).locator('tbody code')
  const rules = await cells.allTextContents()
  expect(rules).toEqual([...rules].sort())
  await title.click()
  await expect(title).toHaveAttribute('aria-sort', 'descending')
})
