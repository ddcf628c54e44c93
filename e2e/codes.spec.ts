/** Error codes as a way in: the start screen says what one means before there is a file, Go to when there is one. */
import { openApp, openSample } from './support/app.ts'
import { expectAccessible, expectReadable } from './support/axe.ts'
import { expect, test } from './support/test.ts'

test('a code that is typed on the start screen is explained below, in all themes and on a phone', async ({
  page,
}) => {
  await openApp(page)
  const codes = page.getByRole('region', { name: 'Error code' })
  await codes.getByRole('textbox', { name: 'An error code, such as 0xC03A000E' }).focus()
  await page.keyboard.type('Wsl/Service/CreateInstance/MountVhd/HCS/0x80070570')
  await expect(codes).toContainText('ERROR_FILE_CORRUPT')
  await expect(codes).toContainText('What to do')
  await expectAccessible(page)
  for (const theme of ['Dark', 'High contrast', 'Light']) {
    await page.getByLabel('Theme').selectOption(theme)
    await expectReadable(page)
  }
  await page.setViewportSize({ width: 390, height: 844 })
  await expectAccessible(page)
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(width).toBeLessThanOrEqual(390)
})

test('Go to takes a code, too', async ({ page }) => {
  await openSample(page, 'dirty')
  await page.keyboard.press('Control+g')
  await page.keyboard.type('WSL_E_DISK_CORRUPTED')
  await expect(page.getByRole('dialog').getByRole('option')).toContainText('0x8004032F')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Error code' })
  await expect(dialog).toContainText('What can be behind it')
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})
