/** The one switch, On disk, After replay or Compare, on every screen. */
import { openFile, openSample, type Screen, show, showState } from './support/app.ts'
import { dirtyLikeQemu } from './support/images.ts'
import { expect, test } from './support/test.ts'

test('shows the facts of the file before, after, and both', async ({ page }) => {
  await openSample(page, 'dirty')
  const facts = page.getByRole('region', { name: 'Key facts' })
  await expect(facts).toContainText('9 MiB')
  await showState(page, 'After replay')
  await expect(facts).toContainText('12 MiB')
  await expect(facts).not.toContainText('9 MiB')
  await showState(page, 'Compare')
  await expect(facts).toContainText('On disk: 9 MiB')
  await expect(facts).toContainText('After replay: 12 MiB')
})

test('stays as it is from screen to screen, and in the address', async ({ page }) => {
  await openSample(page, 'dirty')
  await showState(page, 'After replay')
  for (const screen of [
    'Findings',
    'Structure',
    'Log',
    'Replay',
    'Blocks',
    'Bytes',
  ] satisfies readonly Screen[]) {
    await show(page, screen)
    await expect(page.getByRole('radio', { name: 'After replay' })).toBeChecked()
    await expect(page).toHaveURL(/state=after/)
  }
})

test('keeps the selection when it is switched', async ({ page, files }) => {
  await openFile(page, await files.compose('disk.vhdx', dirtyLikeQemu))
  await show(page, 'Bytes')
  const caret = page.locator('[data-caret]')
  await caret.press('ArrowDown')
  await caret.press('ArrowRight')
  await expect(caret).toHaveAttribute('aria-label', /offset 1 1,/)
  await showState(page, 'After replay')
  await expect(caret).toHaveAttribute('aria-label', /offset 1 1,/)
})
