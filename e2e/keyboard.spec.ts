/** Everything by keyboard: one tab stop per table, keys for screens and panes, and a focus that is never lost. */
import type { Page } from '@playwright/test'
import { chooserOf, headline, openApp, openSample, show, showState } from './support/app.ts'
import { expect, test } from './support/test.ts'

const focusIsSomewhere = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.activeElement !== null && document.activeElement !== document.body)

test('switches screens with the digits', async ({ page }) => {
  await openSample(page, 'dirty')
  for (const [key, heading] of [
    ['2', 'Findings'],
    ['3', 'Structure'],
    ['4', 'Log'],
    ['5', 'Replay'],
    ['6', 'Blocks'],
    ['7', 'Disk'],
  ] as const) {
    await page.keyboard.press(key)
    await expect(headline(page)).toHaveText(new RegExp(`^${heading}`))
    expect(await focusIsSomewhere(page)).toBe(true)
  }
  await page.keyboard.press('8')
  await expect(page.getByRole('grid', { name: /^Bytes/ })).toBeVisible()
  await page.keyboard.press('1')
  await expect(headline(page)).toContainText('Not closed cleanly')
})

test('opens the browser’s file dialog with Ctrl+O', async ({ page }) => {
  await openApp(page)
  await chooserOf(page, () => page.keyboard.press('Control+o'))
})

test('goes from pane to pane with F6 and back with Shift+F6', async ({ page }) => {
  await openSample(page, 'dirty')
  const pane = () =>
    page.evaluate(() => document.activeElement?.closest('[data-pane]')?.tagName.toLowerCase())
  await page.getByRole('link', { name: /^Overview/ }).focus()
  expect(await pane()).toBe('nav')
  await page.keyboard.press('F6')
  expect(await pane()).toBe('main')
  await page.keyboard.press('Shift+F6')
  expect(await pane()).toBe('nav')
  await page.keyboard.press('Shift+F6')
  expect(await pane()).toBe('header')
})

test('switches the state with S and keeps the focus', async ({ page }) => {
  await openSample(page, 'dirty')
  await show(page, 'Blocks')
  const cell = page.getByRole('grid', { name: /^Blocks of/ }).locator('[tabindex="0"]')
  await cell.focus()
  await page.keyboard.press('s')
  await expect(page.getByRole('radio', { name: 'After replay' })).toBeChecked()
  await expect(cell).toBeFocused()
  await page.keyboard.press('s')
  await expect(page.getByRole('radio', { name: 'On disk' })).toBeChecked()
})

test('has one tab stop in every table', async ({ page }) => {
  await openSample(page, 'dirty')
  await showState(page, 'Compare')
  for (const screen of ['Findings', 'Structure', 'Log', 'Replay', 'Blocks', 'Bytes'] as const) {
    await show(page, screen)
    await expect(page.getByRole('grid').first()).toBeVisible()
    await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
    const stops = await page
      .getByRole('grid')
      .evaluateAll((grids) =>
        grids.map(
          (grid) =>
            grid.querySelectorAll('[tabindex="0"], a[href], button, input').length +
            (grid.getAttribute('tabindex') === '0' ? 1 : 0),
        ),
      )
    expect(stops, screen).toEqual(stops.map(() => 1))
    const fields = await page
      .locator('table[data-copies]')
      .evaluateAll((tables) =>
        tables.map((table) => table.querySelectorAll('button:not([tabindex="-1"])').length),
      )
    expect(fields, `fields of ${screen}`).toEqual(fields.map(() => 1))
  }
})

test('goes back and forward through the places one has been to', async ({ page }) => {
  await openSample(page, 'dirty')
  await show(page, 'Log')
  await show(page, 'Structure')
  await page.keyboard.press('Alt+ArrowLeft')
  await expect(headline(page)).toHaveText('Log')
  await page.keyboard.press('Alt+ArrowRight')
  await expect(headline(page)).toHaveText('Structure')
})

test('moves through the bytes by structure and up to what contains a field', async ({ page }) => {
  await openSample(page, 'dirty')
  await show(page, 'Bytes')
  const path = page.getByRole('navigation', { name: 'Structure under the cursor' })
  const caret = page.locator('[data-caret]')
  await caret.focus()
  await page.keyboard.press(']')
  await expect(path).not.toContainText('File identifier')
  await page.keyboard.press('[')
  await expect(path).toContainText(/File (type )?identifier/i)
  await page.keyboard.press('Control+End')
  await page.keyboard.press('Control+End')
  await expect(caret).toHaveAttribute('aria-label', /offset 8 F F F F F/)
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('Control+Home')
  await expect(caret).toHaveAttribute('aria-label', /offset 0/)
  await page.keyboard.press('Alt+ArrowUp')
  await expect(page.getByRole('gridcell', { selected: true }).nth(1)).toBeVisible()
})
