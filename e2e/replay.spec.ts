/** The Replay screen: what would change, in words and byte by byte, entry by entry. */
import type { Page } from '@playwright/test'
import { headline, openFile, openSample, show } from './support/app.ts'
import { dirtyLikeQemu } from './support/images.ts'
import { expect, test } from './support/test.ts'

const changes = (page: Page) => page.getByRole('region', { name: 'Changes', exact: true })
const others = (page: Page) => page.getByRole('region', { name: 'What else changes' })
const selected = (page: Page) => page.getByRole('region', { name: 'Selected change' })
const on = (page: Page, state: string) =>
  page.getByRole('grid', { name: `Bytes, ${state}` }).locator('[data-caret]')

test('says in words what changes, and marks its bytes', async ({ page, files }) => {
  await openFile(page, await files.compose('disk.vhdx', dirtyLikeQemu))
  await page.getByRole('button', { name: 'Preview changes' }).click()
  await expect(headline(page)).toHaveText('Replay preview')
  await expect(changes(page).getByRole('button', { name: /BAT\[17\]/ })).toContainText(
    '3 bytes differ',
  )
  await expect(selected(page)).toContainText('BAT[17]: NOT_PRESENT → FULLY_PRESENT at 29 MiB')
  await expect(on(page, 'on disk')).toHaveText('00')
  await expect(on(page, 'after replay')).toHaveText('06')
})

test('groups the changes by structure, and tells what the headers become', async ({ page }) => {
  await openSample(page, 'dirty')
  await show(page, 'Replay')
  await expect(changes(page).getByRole('heading', { level: 3 })).toContainText(['BAT', 'Metadata'])
  await expect(others(page)).toContainText('9 MiB → 12 MiB')
  await expect(others(page)).toContainText('LogGuid')
})

test('walks from change to change, forward and back, and says where it ends', async ({ page }) => {
  await openSample(page, 'dirty')
  await show(page, 'Replay')
  const position = selected(page).getByText(/^Change \d+ of \d+/)
  await expect(position).toHaveText(/^Change 1 of/)
  const first = await position.textContent()
  await page.getByRole('button', { name: 'Next N' }).click()
  await expect(position).not.toHaveText(first ?? '')
  await page.keyboard.press('p')
  await expect(position).toHaveText(first ?? '')
  await page.keyboard.press('p')
  await expect(page.getByRole('status').filter({ hasText: 'first change' })).toBeAttached()
  await page.keyboard.press('F7')
  await expect(position).not.toHaveText(first ?? '')
  await page.keyboard.press('Shift+F7')
  await expect(position).toHaveText(first ?? '')
})

test('replays up to an entry, on this and on every other screen', async ({ page }) => {
  await openSample(page, 'dirty')
  await show(page, 'Replay')
  const scrubber = page.getByRole('slider', { name: 'Entries applied' })
  await scrubber.focus()
  await scrubber.press('Home')
  await expect(others(page)).toContainText('stays 9 MiB')
  await expect(scrubber).toHaveAttribute('aria-valuetext', 'Apply no entry')
  await scrubber.press('ArrowRight')
  await expect(changes(page).getByRole('button', { name: /BAT/ }).first()).toBeVisible()
  await page.getByRole('button', { name: 'Apply all' }).click()
  await expect(others(page)).toContainText('9 MiB → 12 MiB')
})

test('leads from a change to the entry that makes it', async ({ page, files }) => {
  await openFile(page, await files.compose('disk.vhdx', dirtyLikeQemu))
  await show(page, 'Replay')
  await selected(page).getByRole('button', { name: '7', exact: true }).click()
  await expect(headline(page)).toHaveText('Log')
  await expect(page.getByRole('heading', { level: 2, name: /^Entry 7/ })).toBeVisible()
})

test('says that there is nothing to replay, and why', async ({ page }) => {
  await openSample(page, 'clean')
  await show(page, 'Replay')
  await expect(page.getByRole('main')).toContainText('LogGuid of the current header is zero')
  await expect(page.getByRole('radio', { name: 'After replay' })).toBeDisabled()
})
