/** The Log screen: the ring, what was chosen of it and why, down to the descriptor. */
import { inspectSample } from '../src/testing/inspect-sample.ts'
import { openFile, openSample, show } from './support/app.ts'
import { damagedLog } from './support/images.ts'
import { expect, test } from './support/test.ts'

test('tells active, superseded, stale and invalid entries apart', async ({ page }) => {
  const { log } = await inspectSample('dirty')
  const counts = Object.entries(log?.entryCounts ?? {})
  expect(counts.every(([, count]) => count > 0)).toBe(true)
  await openSample(page, 'dirty')
  await show(page, 'Log')
  const filters = page.getByRole('group', { name: 'Show entries that are' })
  const entries = page.getByRole('grid', { name: 'Log entries' })
  for (const [status, count] of counts) {
    await test.step(status, async () => {
      const chip = filters.getByRole('button', { name: new RegExp(`^${status}`, 'i') })
      await chip.click()
      await expect(chip).toHaveAttribute('aria-pressed', 'true')
      await expect(entries.getByRole('row')).toHaveCount(count + 1)
      await expect(entries.getByRole('row', { name: new RegExp(status, 'i') })).toHaveCount(count)
      await chip.click()
    })
  }
})

test('says why the active sequence was chosen and an older one was not', async ({ page }) => {
  await openSample(page, 'dirty')
  await show(page, 'Log')
  const sequences = page.getByRole('region', { name: 'Sequences' })
  await expect(sequences.getByRole('listitem').first()).toContainText(
    'Complete, and its head has the greatest sequence number of all complete runs.',
  )
})

test('says of an invalid entry which checks it fails, with both checksums', async ({
  page,
  files,
}) => {
  await openFile(page, await files.compose('damaged.vhdx', damagedLog))
  await show(page, 'Log')
  const row = page.getByRole('grid', { name: 'Log entries' }).getByRole('row').nth(1)
  await expect(row).toContainText('Invalid')
  await row.click()
  const entry = page.getByRole('region', { name: 'Entry', exact: true })
  await expect(entry).toContainText(/CRC-32C stored 0x[0-9A-F]{8}, computed 0x[0-9A-F]{8}/)
  await expect(entry).toContainText('they do not match')
})

test('shows what each descriptor of an entry writes, and its bytes', async ({ page }) => {
  await openSample(page, 'dirty')
  await show(page, 'Log')
  const descriptors = page.getByRole('grid', { name: 'Descriptors of the entry' })
  await descriptors.getByRole('row', { name: /BAT\[/ }).first().click()
  await page.getByRole('button', { name: 'the place it writes to' }).click()
  const bytes = page.getByRole('region', { name: 'Bytes' })
  await expect(bytes.getByRole('navigation', { name: 'Structure under the cursor' })).toContainText(
    'BAT',
  )
})
