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

test('marks a sequence that goes on at the start of the ring', async ({ page }) => {
  await openSample(page, 'wrapped')
  await show(page, 'Log')
  await expect(page.getByRole('region', { name: 'The ring' })).toContainText(
    'The active sequence goes on at the start.',
  )
})

test('walks the ring slot by slot with the keyboard', async ({ page }) => {
  await openSample(page, 'dirty')
  await show(page, 'Log')
  const slider = page.getByRole('slider', { name: 'Slot of the log' })
  await slider.focus()
  await slider.press('Home')
  await expect(slider).toHaveAttribute('aria-valuenow', '1')
  await slider.press('ArrowRight')
  await expect(slider).toHaveAttribute('aria-valuenow', '2')
  await slider.press('End')
  await expect(slider).toHaveAttribute('aria-valuenow', '256')
  await expect(slider).toHaveAttribute('aria-valuetext', /256 of 256/)
})

test('zooms into the strip around the slider, and goes along with it', async ({ page }) => {
  await openSample(page, 'dirty')
  await show(page, 'Log')
  const ring = page.getByRole('region', { name: 'The ring' })
  const slider = ring.getByRole('slider')
  await slider.press('Home')
  await expect(ring).toContainText('log+0x0')
  await expect(ring).toContainText('log+0xFF000')
  const zoomIn = ring.getByRole('button', { name: 'Zoom in' })
  await zoomIn.click()
  await expect(ring).toContainText('log+0x7F000')
  await slider.press('+')
  await expect(ring).toContainText('log+0x3F000')
  await slider.press('End')
  await expect(ring).toContainText('log+0xC0000')
  await expect(ring).toContainText('log+0xFF000')
  await slider.press('-')
  await expect(ring).toContainText('log+0x80000')
  for (let times = 0; times < 3; times++) await zoomIn.click()
  await expect(zoomIn).toHaveAttribute('aria-disabled', 'true')
  await expect(zoomIn).toBeFocused()
  await expect(ring).toContainText('log+0xF0000')
  await slider.press('0')
  await expect(ring).toContainText('log+0x0')
})

test('zooms where the wheel is turned, moves sideways with it, and picks what is under the pointer', async ({
  page,
}) => {
  await openSample(page, 'dirty')
  await show(page, 'Log')
  const ring = page.getByRole('region', { name: 'The ring' })
  const slider = ring.getByRole('slider')
  const { x, y, width, height } = (await slider.boundingBox()) ?? {
    x: 0,
    y: 0,
    width: 0,
    height: 0,
  }
  await page.mouse.move(x + width - 1, y + height / 2)
  await page.keyboard.down('Control')
  await page.mouse.wheel(0, -200)
  await page.keyboard.up('Control')
  await expect(ring).toContainText(/log\+0x(7F|80)000/)
  await page.mouse.click(x + width - 2, y + height / 2)
  await expect(slider).toHaveAttribute('aria-valuenow', '256')
  await page.mouse.wheel(-4 * width, 0)
  await expect(ring).toContainText('log+0x0')
  await page.mouse.click(x + 1, y + height / 2)
  await expect(slider).toHaveAttribute('aria-valuenow', '1')
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
