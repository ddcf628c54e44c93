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
