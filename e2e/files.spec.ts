/** The Files screen: what the log alone knows of a guest's files is shown, and taken out byte for byte. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { GUEST_CONTENTS, GUEST_REPORTS, GUEST_VOLUME } from '../src/testing/guest-in-log.ts'
import { headline, NOT_CLOSED, openApp, openFile, show, showState } from './support/app.ts'
import { expectAccessible, expectReadable } from './support/axe.ts'
import { dropFiles } from './support/drop.ts'
import { guestDisk, needGuest } from './support/guest-disk.ts'
import { openRealDisk } from './support/real-disk/browser.ts'
import { missingDesktop, nothingMayLack } from './support/real-disk/requirements.ts'
import { canMakeStreams, streamedDisk } from './support/streamed-disk.ts'
import { expect, test } from './support/test.ts'

test.beforeEach(needGuest)

const list = (page: Page) => page.getByRole('grid', { name: 'Files' })
const details = (page: Page) => page.getByRole('region', { name: 'Details' })
const names = (page: Page) => list(page).locator('tbody tr td:first-child')
/** As the folder of a browser takes it. */
const savedAs = (name: string) => name.replace(/[":]/g, '_')

test('files whose blocks only the log knows are taken out into a folder that the user picks', async ({
  files,
  launchOptions,
}) => {
  test.setTimeout(60_000)
  const missing = missingDesktop()
  if (nothingMayLack) expect(missing).toBeUndefined()
  test.info().skip(missing !== undefined, missing)
  const image = await guestDisk(files)

  const disk = await openRealDisk(files.folder, launchOptions)
  try {
    const { page } = disk
    await openApp(page)
    await dropFiles(page, image)
    await expect(headline(page)).toHaveText(NOT_CLOSED)
    await show(page, 'Files')
    await list(page).getByRole('gridcell', { name: 'reports' }).dblclick()
    await expect(names(page)).toHaveText(['old.txt'])
    await showState(page, 'After replay')
    await expect(names(page)).toHaveText([...GUEST_CONTENTS.keys(), 'old.txt'].toSorted())

    await page.getByRole('button', { name: 'Partition 1', exact: true }).click()
    await list(page).getByRole('gridcell', { name: 'reports' }).click()
    await details(page).getByRole('button', { name: 'Save into a folder…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Take out' })
    await dialog.getByRole('radio', { name: 'BLAKE3' }).check()
    await dialog.getByRole('button', { name: 'Choose folder and save…' }).click()
    await disk.allowEditing(() => dialog.getByRole('radio', { name: 'BLAKE3' }).isHidden())
    await expect(dialog.getByRole('status')).toContainText('4 files and 1 directory')
    await expect(dialog).toContainText('1 name had to become another one')
    await dialog.getByRole('button', { name: 'Done' }).click()
    await show(page, 'Report')
    await expect(page.getByRole('main')).toContainText('files of the guest, in a folder')
  } finally {
    await disk.close()
  }

  const folder = join(disk.folder, 'reports')
  expect(await readdir(disk.folder)).toEqual(['reports'])
  const saved = [...GUEST_CONTENTS.keys()].map(savedAs)
  expect((await readdir(folder)).toSorted()).toEqual([...saved, 'old.txt'].toSorted())
  for (const [name, content] of GUEST_CONTENTS) {
    expect(Buffer.compare(await readFile(join(folder, savedAs(name))), content), name).toBe(0)
  }
})

test('goes from a name to its places by keys alone, and an address leads back', async ({
  page,
  files,
}) => {
  await openFile(page, await guestDisk(files))
  await page.keyboard.press('s')
  await page.keyboard.press('f')
  await expect(headline(page)).toHaveText('Files')
  await expect(page.getByRole('searchbox')).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type('second')
  await page.keyboard.press('Enter')
  const found = page.getByRole('grid', { name: 'Found' })
  await expect(found.getByRole('gridcell', { name: 'second.bin' })).toBeVisible()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await expect(found.locator(':focus')).toHaveText('second.bin')
  await page.keyboard.press('Enter')
  const heading = details(page).getByRole('heading', { level: 2 })
  await expect(heading).toHaveText('second.bin')
  await expect(list(page).getByRole('row', { selected: true })).toContainText('second.bin')
  expect(new URL(page.url()).hash).toBe(
    `#/files?volume=0x${GUEST_VOLUME.toString(16)}&path=${GUEST_REPORTS}&name=second.bin&state=after`,
  )
  await expectAccessible(page)

  const place = details(page).getByRole('listitem').filter({ hasText: 'of this file' }).first()
  await place.getByRole('button', { name: 'Bytes' }).press('Enter')
  await expect(page.getByRole('grid', { name: /^Bytes/ })).toBeVisible()
  await page.keyboard.press('Alt+ArrowLeft')
  await expect(heading).toHaveText('second.bin')
  await place.getByRole('button', { name: 'Disk' }).press('Enter')
  await expect(headline(page)).toHaveText('Disk')
  await page.keyboard.press('Alt+ArrowLeft')
  await place.getByRole('button', { name: /^Block / }).press('Enter')
  await expect(headline(page)).toHaveText('Blocks')
})

test('Compare says which names only one state has, and a download is the file', async ({
  page,
  files,
}) => {
  await openFile(page, await guestDisk(files))
  await showState(page, 'Compare')
  await show(page, 'Files')
  const tree = page.getByRole('tree', { name: 'Volumes and directories' })
  await tree.getByRole('treeitem', { name: 'reports' }).locator('[data-go]').click()
  const row = (name: string) => list(page).getByRole('row', { name })
  await expect(row('first.txt')).toContainText('after the replay only')
  await expect(row('old.txt')).toContainText('in both')
  await page.getByRole('checkbox', { name: 'What the replay touches' }).check()
  const touched = page.getByRole('grid', { name: 'Touched' })
  await expect(touched.getByRole('gridcell', { name: '/reports/second.bin' })).toBeVisible()
  await expect(row('old.txt')).toContainText('untouched')
  await page.getByRole('checkbox', { name: 'Only names that one of the states has' }).check()
  await expect(names(page)).toHaveText([...GUEST_CONTENTS.keys()])
  await expectAccessible(page)
  await page.getByLabel('Theme').selectOption('Dark')
  await expectReadable(page)

  await row('first.txt').getByRole('gridcell').first().click()
  await expect(details(page)).toContainText('The first report.')
  await details(page).getByRole('button', { name: 'Download…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Take out' })
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Prepare the file' }).click()
  const download = page.waitForEvent('download')
  await dialog.getByRole('link', { name: /^Download first\.txt/ }).click()
  const path = await (await download).path()
  const content = GUEST_CONTENTS.get('first.txt') as Uint8Array
  expect(Buffer.compare(await readFile(path), content)).toBe(0)
})

test('a named stream of an NTFS file is downloaded byte for byte', async ({ page, files }) => {
  test.info().skip(!canMakeStreams && !process.env['CI'], 'mkntfs or ntfscp is missing')
  const content = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 31) % 253)
  await openFile(page, await streamedDisk(files, { name: 'Zone.Identifier', content }))
  await show(page, 'Files')
  await list(page).getByRole('gridcell', { name: 'letter.txt' }).click()
  await details(page).getByRole('button', { name: 'Download the stream Zone.Identifier' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('/letter.txt:Zone.Identifier')
  await dialog.getByRole('button', { name: 'Prepare the file' }).click()
  const waiting = page.waitForEvent('download')
  await dialog.getByRole('link', { name: /^Download letter\.txt_Zone\.Identifier/ }).click()
  const download = await waiting
  expect(Buffer.compare(await readFile(await download.path()), content)).toBe(0)
})
