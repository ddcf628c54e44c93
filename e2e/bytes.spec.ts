/** The Bytes screen: any offset of any file, and what lies there. */
import type { Page } from '@playwright/test'
import { goTo, openFile, openSample, show, showState } from './support/app.ts'
import { dirtyLikeQemu, huge } from './support/images.ts'
import { expect, test } from './support/test.ts'

const path = (page: Page) => page.getByRole('navigation', { name: 'Structure under the cursor' })
const caret = (page: Page) => page.locator('[data-caret]')

test('shows the last bytes of a file of 200 GiB', async ({ page, files }) => {
  await openFile(page, await files.compose('huge.vhdx', huge))
  await show(page, 'Bytes')
  await goTo(page, '0x31FFFFFFFF')
  await expect(caret(page)).toHaveAttribute('aria-label', /^hex 00, offset 3 1 F F F F F F F F/)
  await caret(page).press('ArrowRight')
  await expect(caret(page)).toHaveAttribute('aria-label', /offset 3 1 F F F F F F F F/)
  await goTo(page, '200GiB')
  await expect(page.getByRole('alert')).toContainText('The file ends at')
})

test('names the structure and the field under the cursor', async ({ page }) => {
  await openSample(page, 'dirty')
  await goTo(page, 'header:1')
  await expect(path(page)).toContainText('Header 1')
  await expect(page.getByRole('main')).toContainText('MS-VHDX §2.2.2')
})

for (const [place, shown] of [
  ['bat:3', /BAT/],
  ['region:2', /Region table 2/],
  ['log:0x1000', /Log/],
  ['2MiB', /Metadata/],
] as const) {
  test(`goes to ${place}`, async ({ page }) => {
    await openSample(page, 'dirty')
    await goTo(page, place)
    await expect(path(page)).toHaveText(shown)
  })
}

test('shows the bytes before, after, and both with what differs marked', async ({
  page,
  files,
}) => {
  await openFile(page, await files.compose('disk.vhdx', dirtyLikeQemu))
  await goTo(page, 'bat:17')
  await expect(caret(page)).toHaveText('00')
  await showState(page, 'After replay')
  await expect(caret(page)).toHaveText('06')
  await showState(page, 'Compare')
  await expect(page.getByRole('grid', { name: /on disk/ }).locator('[data-caret]')).toHaveText('00')
  const after = page.getByRole('grid', { name: 'Bytes, after replay' })
  await expect(after.locator('[data-caret]')).toHaveText('06')
  await expect(after.locator('[data-caret]')).toHaveAttribute('aria-label', /changed, was 00/)
  // FULLY_PRESENT is 6 and the place 29: two bytes of the entry's eight.
  await expect(after.locator('[data-hex] [data-changed]')).toHaveText(['06', 'D0', '01'])
})

test('the bytes under another screen are made higher by dragging and with the keys', async ({
  page,
}) => {
  await openSample(page, 'dirty')
  await show(page, 'Log')
  await page.keyboard.press('Control+j')
  const drawer = page.getByRole('region', { name: 'Bytes' })
  const handle = page.getByRole('separator', { name: 'Height of the bytes' })
  const heightOf = async () => (await drawer.boundingBox())?.height ?? 0
  const usual = await heightOf()
  const box = (await handle.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
  await page.mouse.move(box.x + box.width / 2, box.y + 4)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width / 2, box.y - 96, { steps: 4 })
  await page.mouse.up()
  await expect.poll(heightOf).toBeCloseTo(usual + 100, 0)
  await expect(handle).toBeFocused()
  await handle.press('ArrowDown')
  await expect.poll(heightOf).toBeLessThan(usual + 90)
  await handle.press('End')
  await expect(handle).toHaveAttribute('aria-valuenow', '80')
  await handle.press('Home')
  await expect(handle).toHaveAttribute('aria-valuenow', '20')
  const lowest = await heightOf()
  await page.keyboard.press('Control+j')
  await expect(drawer).toHaveCount(0)
  await page.keyboard.press('Control+j')
  expect(await heightOf()).toBe(lowest)
})

test('selects with the mouse and with Shift, and copies what is selected', async ({ page }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await openSample(page, 'dirty')
  await goTo(page, '0')
  await caret(page).press('Shift+ArrowRight')
  await caret(page).press('Shift+ArrowRight')
  await caret(page).press('Control+c')
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toMatch(/^76 ?68 ?64$/i)
})
