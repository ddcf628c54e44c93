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

test('goes to a place by its name, and names the structure and the field there', async ({
  page,
}) => {
  await openSample(page, 'dirty')
  for (const [place, shown] of [
    ['header:1', /Header 1/],
    ['bat:3', /BAT/],
    ['region:2', /Region table 2/],
    ['log:0x1000', /Log/],
    ['2MiB', /Metadata/],
  ] as const) {
    await goTo(page, place)
    await expect(path(page)).toHaveText(shown)
  }
  await goTo(page, 'header:1')
  await expect(page.getByRole('main')).toContainText('MS-VHDX §2.2.2')
})

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
