/** Where the focus is after one was led somewhere: at that place, never nowhere and not where one came from. */
import type { Page } from '@playwright/test'
import { goTo, headline, openFile, openSample, show } from './support/app.ts'
import { headless } from './support/images.ts'
import { expect, test } from './support/test.ts'

const caret = (page: Page) => page.getByRole('main').locator('[data-caret]')

test('“Go to…” leads to the byte, from the Bytes screen and from any other', async ({ page }) => {
  await openSample(page, 'dirty')
  await page.getByRole('link', { name: /^Log/ }).click()
  await goTo(page, 'header:2')
  await expect(caret(page)).toBeFocused()
  await expect(caret(page)).toHaveAttribute('aria-label', /offset 2 0 0 0 0/)
  await page.getByRole('button', { name: 'Go to…', exact: true }).click()
  const box = page.getByRole('combobox', { name: 'Place, structure or screen' })
  await box.fill('bat:3')
  await box.press('Enter')
  await expect(caret(page)).toBeFocused()
  await expect(caret(page)).toHaveAttribute('aria-label', /offset 3 0 0 0 1 8/)
})

test('“Go to…” leads to a log entry on the strip, and to a screen', async ({ page }) => {
  await openSample(page, 'dirty')
  await page.getByRole('link', { name: /^Overview/ }).focus()
  await goTo(page, 'seq:80000000000000013')
  await expect(page.getByRole('slider', { name: 'Slot of the log' })).toBeFocused()
  await goTo(page, 'Structure')
  await expect(headline(page)).toHaveText('Structure')
  await expect(page.getByRole('main')).toBeFocused()
})

test('the links of findings, structures and the layout lead to the bytes', async ({
  page,
  files,
}) => {
  await openFile(page, await files.compose('headless.vhdx', headless))
  await page.getByRole('main').getByRole('button', { name: /^0x/ }).first().press('Enter')
  await expect(caret(page)).toBeFocused()
  await show(page, 'Findings')
  await page.getByRole('button', { name: /^Show its .* bytes/ }).press('Enter')
  await expect(caret(page)).toBeFocused()
  await show(page, 'Structure')
  await page
    .getByRole('button', { name: /^Header 1 at/ })
    .first()
    .press('Enter')
  await expect(caret(page)).toBeFocused()
})

test('bytes that are hidden give the focus to the screen, and come back as high as they were made', async ({
  page,
}) => {
  await openSample(page, 'dirty')
  await show(page, 'Log')
  await page.keyboard.press('Control+j')
  const drawer = page.getByRole('region', { name: 'Bytes' })
  const height = async () => (await drawer.boundingBox())?.height ?? 0
  const usual = await height()
  await page.getByRole('separator', { name: 'Height of the bytes' }).press('ArrowDown')
  await expect.poll(height).toBeLessThan(usual - 10)
  const lower = await height()
  await page.getByRole('button', { name: 'Hide the bytes' }).press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
  await page.keyboard.press('Control+j')
  expect(await height()).toBe(lower)
})
