/** Where the space goes: shares that add up, zeros on request, and each share alone on map, strip and table. */
import type { ImageDescription } from '../src/engine/compose/description.ts'
import { MIB } from '../src/engine/format/layout.ts'
import { openFile, show } from './support/app.ts'
import { expectAccessible, expectFitting, expectReadable } from './support/axe.ts'
import { expect, test } from './support/test.ts'

/** Log, metadata and BAT lie at 1, 2 and 3 MiB. */
const WITH_ZEROS: ImageDescription = {
  virtualDiskSize: 64 * MIB,
  fileSize: 24 * MIB,
  blocks: [
    { block: 0, fill: 0xa1, fileOffsetMB: 4 },
    { block: 3, fileOffsetMB: 6 },
    { block: 4, fileOffsetMB: 7 },
    { block: 9, fill: 0xa1, fileOffsetMB: 10 },
  ],
  patches: [{ at: 20 * MIB, bytes: Uint8Array.of(1) }],
}

test('adds up to the file, finds zeros when it is asked to, and shows a share alone', async ({
  page,
  files,
}) => {
  await page.emulateMedia({ colorScheme: 'light' })
  await openFile(page, await files.compose('zeros.vhdx', WITH_ZEROS))
  await show(page, 'Blocks')
  const space = page.getByRole('region', { name: 'Space', exact: true })
  const row = (name: RegExp) => space.getByRole('row', { name })
  await expect(row(/^Blocks whose use is not known 4 MiB 4,194,304 16\.7 %$/)).toBeVisible()
  await expect(row(/^Nobody’s, not looked at 16 MiB/)).toBeVisible()
  await expect(row(/^The file 24 MiB 25,165,824 100\.0 %$/)).toBeVisible()
  await expect(space).toContainText('at most 8 MiB instead of 24 MiB')

  await space.getByRole('button', { name: 'Look for zeros' }).click()
  await expect(space).toContainText('A compact copy would have 6 MiB instead of 24 MiB.')
  await expect(row(/^Nobody’s, with data 1 MiB/)).toBeVisible()
  await row(/^Blocks of zeros 2 MiB/)
    .getByRole('button')
    .click()

  const table = page.getByRole('grid', { name: 'Blocks of 1 MiB' })
  await expect(table).toHaveAttribute('aria-rowcount', '3')
  await expect(table.getByRole('row', { name: /^3 Block 3/ })).toBeVisible()
  const map = page.getByRole('slider', { name: 'Map of the blocks', exact: true })
  await map.focus()
  for (let block = 0; block < 3; block++) await map.press('ArrowRight')
  await expect(map).toHaveAttribute('aria-valuetext', 'Block 3: FULLY_PRESENT, blocks of zeros')
  const strip = page.getByRole('slider', { name: 'Place in the file', exact: true })
  await strip.focus()
  for (let unit = 0; unit < 6; unit++) await strip.press('ArrowRight')
  await expect(strip).toHaveAttribute('aria-valuetext', /payload blocks, blocks of zeros\./)
  // Of the 24 MiB of the file nothing else is painted.
  const shown = page
    .getByRole('img', { name: /^The file as a strip/ })
    .locator('[data-kind=payload]')
  await expect(shown).toHaveCount(1)

  await expectAccessible(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  await expectReadable(page)
  await page.setViewportSize({ width: 390, height: 800 })
  await expectFitting(page)
  const wide = await page.getByRole('main').evaluate((main) => main.scrollWidth - main.clientWidth)
  expect(wide).toBe(0)
  await page.getByRole('button', { name: 'Show all' }).first().click()
  await expect(table).toHaveAttribute('aria-rowcount', '65')
})
