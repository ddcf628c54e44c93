/** The Blocks screen: the census, and the BAT by windows. */
import { readFile } from 'node:fs/promises'
import { openFile, openSample, show, showState } from './support/app.ts'
import { dirtyLikeQemu } from './support/images.ts'
import { expect, test } from './support/test.ts'

test('counts the blocks before and after the replay', async ({ page, files }) => {
  await openFile(page, await files.compose('disk.vhdx', dirtyLikeQemu))
  await show(page, 'Blocks')
  const census = page.getByRole('table', { name: 'Blocks by state' })
  await expect(census.getByRole('row', { name: /FULLY_PRESENT/ })).toHaveText(/17.*18.*\+1/)
  await expect(census.getByRole('row', { name: /NOT_PRESENT/ })).toHaveText(/10,223.*10,222.*−1/)
})

test('has room for the names of the states and for the counts at 320 pixels', async ({
  page,
  files,
}) => {
  await page.setViewportSize({ width: 320, height: 640 })
  await openFile(page, await files.compose('disk.vhdx', dirtyLikeQemu))
  await show(page, 'Blocks')
  const census = page.getByRole('table', { name: 'Blocks by state' })
  await expect(census.getByRole('row', { name: /FULLY_PRESENT/ })).toHaveText(/17.*18.*\+1/)
  const broken = await census.evaluate((table) => {
    const texts = document.createTreeWalker(
      table.querySelector('tbody') ?? table,
      NodeFilter.SHOW_TEXT,
    )
    const range = document.createRange()
    const found: string[] = []
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      range.selectNode(text)
      // A rectangle for each line.
      if (range.getClientRects().length > 1) found.push(text.textContent ?? '')
    }
    return found
  })
  expect(broken).toEqual([])
  expect(await census.evaluate((table) => table.scrollWidth - table.clientWidth)).toBe(0)
})

test('shows only the entries that the replay changes, in either state', async ({ page, files }) => {
  await openFile(page, await files.compose('disk.vhdx', dirtyLikeQemu))
  await show(page, 'Blocks')
  const blocks = page.getByRole('grid', { name: 'Blocks of 1 MiB' })
  await page.getByLabel('Only what the replay changes').check()
  await expect(blocks.getByRole('row')).toHaveCount(2)
  const row = blocks.getByRole('row').nth(1)
  await expect(row).toContainText('NOT_PRESENT')
  await expect(row).toContainText('FULLY_PRESENT at 29 MiB')
  await showState(page, 'After replay')
  await expect(row.getByRole('gridcell').nth(3)).toHaveText('FULLY_PRESENT')
})

test('filters by state, sorts by place and turns pages', async ({ page, files }) => {
  await openFile(page, await files.compose('disk.vhdx', dirtyLikeQemu))
  await show(page, 'Blocks')
  const blocks = page.getByRole('grid', { name: 'Blocks of 1 MiB' })
  const present = page
    .getByRole('group', { name: 'Show entries that are' })
    .getByRole('button', { name: /^FULLY_PRESENT/ })
  await present.click()
  await expect(blocks).toHaveAttribute('aria-rowcount', '18')
  const place = blocks.getByRole('columnheader', { name: 'File offset' })
  await place.click()
  await place.click()
  await expect(place).toHaveAttribute('aria-sort', 'descending')
  await expect(blocks.getByRole('row').nth(1)).toContainText('28 MiB')
  const [exported] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export as CSV' }).click(),
  ])
  const lines = (await readFile(await exported.path(), 'utf8')).split('\r\n').slice(1, -1)
  expect(lines.map((line) => Number(line.split(',')[0]))).toEqual(
    Array.from({ length: 17 }, (_, i) => 16 - i),
  )

  await present.click()
  await expect(blocks).toHaveAttribute('aria-rowcount', '10243')
  await blocks.getByRole('columnheader', { name: 'BAT' }).click()
  await page.getByRole('button', { name: 'Last page' }).click()
  await expect(blocks.getByRole('row', { name: /10,241/ })).toBeVisible()
})

test('leads from a block to the bytes of its entry and of itself', async ({ page }) => {
  await openSample(page, 'clean')
  await show(page, 'Blocks')
  const blocks = page.getByRole('grid', { name: 'Blocks of 1 MiB' })
  await blocks.getByRole('row').nth(1).click()
  await page.getByRole('button', { name: 'Bytes of the entry' }).click()
  const drawer = page.getByRole('region', { name: 'Bytes' })
  await expect(
    drawer.getByRole('navigation', { name: 'Structure under the cursor' }),
  ).toContainText('BAT')
  await page.getByRole('button', { name: 'Bytes of the block' }).click()
  await expect(drawer.getByRole('row', { name: /A5 A5 A5 A5/ }).first()).toBeVisible()
})
