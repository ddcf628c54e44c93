/** Bytes and places that are carried away: every form of a copy, and links. */
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { chooseFile, headline, openFile, show } from './support/app.ts'
import { expectAccessible } from './support/axe.ts'
import { dirtyLikeQemu } from './support/images.ts'
import { expect, test } from './support/test.ts'

const clipboard = (page: Page): Promise<string> =>
  page.evaluate(() => navigator.clipboard.readText())

test.beforeEach(({ context }) => context.grantPermissions(['clipboard-read', 'clipboard-write']))

test('the selected bytes are copied in any form, by keyboard alone', async ({ page, files }) => {
  const path = await files.compose('disk.vhdx', dirtyLikeQemu)
  const image = await readFile(path)
  await openFile(page, path)
  // The LogGuid of header 1, §2.2.2.
  const bytes = image.subarray(0x10030, 0x10040)
  await page.evaluate(() => {
    location.hash = '#/bytes?sel=0x10030+16'
  })
  const menu = page.getByRole('button', { name: 'Copy as…' })
  const copy = async (form: string): Promise<string> => {
    await menu.focus()
    await page.keyboard.press('Enter')
    const list = page.getByRole('group', { name: 'Copy the selected bytes as' })
    await expect(list).toBeVisible()
    await list.getByRole('button', { name: form, exact: true }).press('Enter')
    await expect(list).toBeHidden()
    await expect(page.getByRole('status').filter({ hasText: 'Copied 16 bytes' })).toBeAttached()
    return clipboard(page)
  }
  expect(await copy('Base64')).toBe(bytes.toString('base64'))
  expect(JSON.parse(await copy('JSON array'))).toEqual([...bytes])
  expect((await copy('GUID, bytes in their order')).replaceAll('-', '')).toBe(bytes.toString('hex'))
  expect(await copy('Hex dump')).toMatch(/^0x000000010030 {2}/)

  await menu.click()
  await expectAccessible(page)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save as a file' }).click()
  expect((await readFile(await (await download).path())).equals(bytes)).toBe(true)
})

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
  const link = await clipboard(page)
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
