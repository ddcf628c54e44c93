/** The file from byte 0 to its end: whom it belongs to, before and after, and the ways from there. */
import type { Locator, Page } from '@playwright/test'
import type { ImageDescription } from '../src/engine/compose/description.ts'
import { GIB, MIB } from '../src/engine/format/layout.ts'
import { headline, openFile, show, showState } from './support/app.ts'
import { expectAccessible } from './support/axe.ts'
import { expect, test } from './support/test.ts'

/** Log, metadata and BAT lie at 1, 2 and 3 MiB. */
const CROWDED: ImageDescription = {
  virtualDiskSize: GIB,
  fileSize: 40 * MIB,
  blocks: [
    { block: 0, fileOffsetMB: 4 },
    { block: 1, fileOffsetMB: 5 },
    { block: 7, fileOffsetMB: 20 },
  ],
  // Two in one place, and one of which nothing is in the file.
  bat: {
    8: { state: 'fully-present', fileOffsetMB: 20 },
    9: { state: 'fully-present', fileOffsetMB: 44 },
    10: { state: 'unmapped', fileOffsetMB: 30 },
  },
  log: {
    entries: [
      { updates: [{ kind: 'bat', changes: { 17: { state: 'fully-present', fileOffsetMB: 10 } } }] },
    ],
  },
}

const strip = (page: Page, where = ''): Locator =>
  page.getByRole('slider', { name: `Place in the file${where}`, exact: true })

const section = (page: Page): Locator => page.getByRole('region', { name: 'File', exact: true })

const chip = (page: Page, name: RegExp): Locator =>
  page.getByRole('group', { name: 'Show space that is' }).getByRole('button', { name })

async function open(page: Page, path: string): Promise<void> {
  await openFile(page, path)
  await show(page, 'Blocks')
  await expect(chip(page, /^Payload blocks/)).toBeVisible()
}

test('says whom each MiB belongs to, and leads there by keyboard and by pointer', async ({
  page,
  files,
}) => {
  await open(page, await files.compose('crowded.vhdx', CROWDED))
  await expect(chip(page, /^Payload blocks 2 MiB$/)).toBeVisible()
  await expect(chip(page, /^Several owners 1 MiB$/)).toBeVisible()
  await expect(chip(page, /^Past the end of the file 1 MiB$/)).toBeVisible()
  await expect(chip(page, /^Kept by entries without a block 1 MiB$/)).toBeVisible()

  const slider = strip(page)
  await slider.focus()
  await expect(slider).toHaveAttribute(
    'aria-valuetext',
    /^1 MiB at 0x0: header section, changed by the replay\. File identifier/,
  )
  const press = async (key: string, times: number) => {
    for (let i = 0; i < times; i++) await page.keyboard.press(key)
  }
  await press('ArrowRight', 10)
  await expect(slider).toHaveAttribute(
    'aria-valuetext',
    '1 MiB at 0xA00000: nobody’s, changed by the replay',
  )
  await press('ArrowRight', 10)
  await expect(slider).toHaveAttribute(
    'aria-valuetext',
    '1 MiB at 0x1400000: several owners. Blocks 7 to 8, at 0x1400000',
  )
  await page.keyboard.press('Enter')
  const details = page.getByRole('region', { name: 'Selected block' })
  await expect(details).toContainText('Block 7')
  await page.keyboard.press('End')
  await expect(slider).toHaveAttribute(
    'aria-valuetext',
    '1 MiB at 0x2C00000: past the end of the file. Block 9, at 0x2C00000',
  )

  // What the replay gives to a block is a block after it.
  await showState(page, 'After replay')
  await expect(chip(page, /^Payload blocks 3 MiB$/)).toBeVisible()
  await slider.focus()
  await page.keyboard.press('Home')
  await press('ArrowRight', 10)
  await expect(slider).toHaveAttribute(
    'aria-valuetext',
    '1 MiB at 0xA00000: payload blocks, changed by the replay. Block 17, at 0xA00000',
  )

  const box = await slider.boundingBox()
  if (!box) throw new Error('the strip is on the page')
  await slider.click({ position: { x: (box.width * 4.5) / 45, y: 30 } })
  await expect(details).toContainText('Block 0')
  await slider.click({ position: { x: (box.width * 1.5) / 45, y: 30 } })
  await expect(headline(page)).toHaveText('Log')
})

test('lists the file piece by piece, filtered as the strip is, and is accessible', async ({
  page,
  files,
}) => {
  await page.emulateMedia({ colorScheme: 'light' })
  await open(page, await files.compose('crowded.vhdx', CROWDED))
  await showState(page, 'Compare')
  await expect(strip(page, ', on disk')).toBeVisible()
  await expect(strip(page, ', after the replay')).toBeVisible()
  await page.getByRole('button', { name: 'List piece by piece' }).click()
  const list = section(page).getByRole('grid', { name: 'The file, piece by piece' })
  const row = (name: RegExp) => list.getByRole('row', { name })
  await expect(row(/^0x400000 2 MiB Payload blocks Blocks 0 to 1 –$/)).toBeVisible()
  await expect(row(/^0x1400000 1 MiB Several owners Blocks 7 to 8 –$/)).toBeVisible()
  await expect(row(/^0x1E00000 1 MiB Kept by entries without a block Block 10 –$/)).toBeVisible()

  await page.getByLabel('Only space that the replay changes').check()
  await expect(row(/^0xA00000 1 MiB Nobody’s – changed$/)).toBeVisible()
  await expect(row(/Several owners/)).toHaveCount(0)
  await page.getByLabel('Only space that the replay changes').uncheck()
  await chip(page, /^Past the end/).click()
  await expect(list.getByRole('row')).toHaveCount(2)

  // Few rows of the other table: axe looks at every cell.
  await page.getByLabel('Only what the replay changes').check()
  await expectAccessible(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  await expectAccessible(page)
  await row(/^0x2C00000/).click()
  await expect(page.getByRole('region', { name: 'Selected block' })).toContainText('Block 9')
})
