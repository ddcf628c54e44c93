/** The Structure screen: every field of every structure, and its bytes. */
import type { Page } from '@playwright/test'
import { openSample, show, showState } from './support/app.ts'
import { expect, test } from './support/test.ts'

const headerField = (page: Page, name: string) =>
  page.getByRole('table', { name: 'Headers' }).getByRole('row', { name: new RegExp(`^${name}`) })

test('marks the fields in which the two headers differ', async ({ page }) => {
  await openSample(page, 'dirty')
  await show(page, 'Structure')
  await expect(headerField(page, 'SequenceNumber')).toContainText('differs')
  await expect(headerField(page, 'LogVersion')).not.toContainText('differs')
})

test('shows the bytes of a field, and the field of bytes', async ({ page }) => {
  await openSample(page, 'dirty')
  await show(page, 'Structure')
  await page.keyboard.press('Control+j')
  const sequenceNumber = headerField(page, 'SequenceNumber').getByRole('button').first()
  await sequenceNumber.click()
  await expect(sequenceNumber).toHaveAttribute('aria-current', 'location')
  const drawer = page.getByRole('region', { name: 'Bytes' })
  const path = drawer.getByRole('navigation', { name: 'Structure under the cursor' })
  await expect(path).toContainText('SequenceNumber')

  // From the bytes back: the next field begins eight bytes on.
  await drawer.locator('[data-caret]').first().focus()
  for (let byte = 0; byte < 8; byte++) await page.keyboard.press('ArrowRight')
  await expect(path).toContainText('FileWriteGuid')
  await expect(headerField(page, 'FileWriteGuid').getByRole('button').first()).toHaveAttribute(
    'aria-current',
    'location',
  )
})

test('shows LogGuid zero after the replay, and both values side by side', async ({ page }) => {
  const nil = '00000000-0000-0000-0000-000000000000'
  await openSample(page, 'dirty')
  await show(page, 'Structure')
  const logGuid = headerField(page, 'LogGuid')
  await expect(logGuid).toContainText('4e1b7c90')
  await expect(logGuid).not.toContainText(nil)
  await showState(page, 'After replay')
  await expect(logGuid).toContainText(nil)
  await showState(page, 'Compare')
  await expect(logGuid).toContainText(nil)
  await expect(logGuid).toContainText('4e1b7c90')
})

test('jumps to each structure of a child disk', async ({ page }) => {
  await openSample(page, 'differencing')
  await show(page, 'Structure')
  const structures = page.getByRole('navigation', { name: 'Structures' })
  for (const title of [
    'File identifier',
    'Headers',
    'Region tables',
    'Metadata',
    'Parent locator',
  ]) {
    await structures.getByRole('button', { name: title }).click()
    await expect(page.locator(':focus')).toHaveRole('heading')
  }
  await expect(page.getByRole('grid', { name: 'Pairs of the parent locator' })).toContainText(
    '.\\clean.vhdx',
  )
})
