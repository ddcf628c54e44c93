/** Places that are carried away as links. */
import { chooseFile, headline, openFile, show } from './support/app.ts'
import { dirtyLikeQemu } from './support/images.ts'
import { expect, test } from './support/test.ts'

test.beforeEach(({ context }) => context.grantPermissions(['clipboard-read', 'clipboard-write']))

test('a link leads to the same place of the same file, and says where there is none', async ({
  page,
  files,
}) => {
  const path = await files.compose('disk.vhdx', dirtyLikeQemu)
  await openFile(page, path)
  await show(page, 'Log')
  await page.getByRole('grid', { name: 'Log entries' }).getByRole('row').nth(3).click()
  await expect(page).toHaveURL(/entry=0x/)
  const place = new URL(page.url()).hash
  await page.keyboard.press('y')
  await expect(page.getByRole('status').filter({ hasText: 'Copied a link' })).toBeAttached()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  expect(link).not.toContain('disk.vhdx')

  await page.goto('about:blank')
  await page.goto(link)
  await expect(page.getByText('This link is about a place in a file of 30 MiB')).toBeVisible()
  await chooseFile(page, path)
  await expect(headline(page)).toHaveText('Log')
  expect(new URL(page.url()).hash).toBe(place)
})

test('a link to the bytes of a BAT entry shows its block', async ({ page, files }) => {
  const path = await files.compose('disk.vhdx', dirtyLikeQemu)
  await page.goto(`${process.env['APP_URL'] ?? ''}#/blocks?sel=0x300088+8`)
  await chooseFile(page, path)
  const detail = page.getByRole('region', { name: 'Selected block' })
  await expect(detail.getByRole('heading')).toContainText('17')
})
