/** What the Findings screen says about a rule, and what can be taken away of a damaged file. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { header } from '../src/engine/format/header.ts'
import { GIB, KIB } from '../src/engine/format/layout.ts'
import { writeLikeQemu } from '../src/testing/qemu-shift.ts'
import { writeImage } from '../src/testing/write-image.ts'
import { openFile, openSample, show } from './support/app.ts'
import { expectAccessible, expectReadable } from './support/axe.ts'
import { expect, test } from './support/test.ts'

const explanation = (page: Page) => page.getByRole('region', { name: 'Explanation' })

async function saved(page: Page, button: string | RegExp): Promise<Buffer> {
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: button }).click()
  return readFile(await (await download).path())
}

test('a rule is explained with the finding, by its name and by its link', async ({ page }) => {
  await openSample(page, 'dirty')
  await page.getByRole('button', { name: 'Explain log.dirty' }).first().click()
  await expect(explanation(page).getByRole('heading')).toContainText('log.dirty')
  const findings = page.getByRole('grid', { name: 'Findings' })
  await findings.getByRole('row', { name: /log\.dirty/ }).click()
  await expect(explanation(page).getByRole('heading')).toContainText('log.dirty')
  await expect(explanation(page)).toContainText('it is no damage')
  await expect(page).toHaveURL(/#\/findings\?rule=log\.dirty/)

  await explanation(page).getByRole('combobox').selectOption('bat.block-shared')
  await expect(explanation(page)).toContainText('This file has no finding about this rule.')
  await expect(explanation(page)).toContainText('No two blocks have the same place.')
  await expect(page.getByRole('region', { name: 'The chosen finding' })).toBeHidden()

  await page.evaluate(() => {
    location.hash = '#/findings?rule=log.stale-session'
  })
  await expect(explanation(page).getByRole('heading')).toContainText('log.stale-session')
})

test('the BAT that QEMU shifted can be taken away as the log proves it', async ({
  page,
  files,
}) => {
  const shifted = writeLikeQemu(20 * GIB, [7, 0, 300])
  const path = join(files.folder, 'shifted.vhdx')
  await writeImage(path, shifted.image)
  await openFile(page, path)
  await show(page, 'Findings')
  const findings = page.getByRole('grid', { name: 'Findings' })
  await findings.getByRole('row', { name: /qemu-shifted-bat/ }).click()
  const detail = page.getByRole('region', { name: 'The chosen finding' })
  await expect(detail).toContainText('The log proves what 4 entries should be')
  await expect(detail).toContainText(`seek=${shifted.batOffset / 4096} conv=notrunc`)
  const table = await saved(page, 'Save the repaired BAT')
  expect(table.equals(Buffer.from(shifted.right))).toBe(true)
  expect((await saved(page, 'Save the changes as CSV')).toString()).toContain('\n7,payload,7,')
  expect(JSON.parse(String(await saved(page, /proof as JSON/)))).toMatchObject({ version: 1 })
  await page.emulateMedia({ colorScheme: 'light' })
  await expectAccessible(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  await expectReadable(page)
})

test('the headers that cloud-hypervisor damaged can be taken away whole', async ({
  page,
  files,
}) => {
  const damaged = { reserved: new Uint8Array(header.size - 80).fill(7), checksum: 1 }
  const description = { virtualDiskSize: 16 * 2 ** 20, headers: [damaged, damaged] as const }
  await openFile(page, await files.compose('damaged.vhdx', description))
  await show(page, 'Findings')
  const findings = page.getByRole('grid', { name: 'Findings' })
  await findings.getByRole('row', { name: /cloud-hypervisor/ }).click()
  expect(await saved(page, 'Save the repaired headers')).toHaveLength(8 * KIB)
})
