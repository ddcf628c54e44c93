/** The workbench from the import to the export: images that the browser keeps, and changes through their log. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { GIB } from '../src/engine/format/layout.ts'
import { qemuImg } from '../src/testing/qemu.ts'
import { chooseFile, headline, NOT_CLOSED, openApp, openSample, show } from './support/app.ts'
import { expectAccessibleInColours } from './support/axe.ts'
import { dirtyDisk } from './support/dirty-disk.ts'
import type { TestFiles } from './support/files.ts'
import { readFromFolder, stubFolderPicker } from './support/folder.ts'
import { needQemu } from './support/qemu.ts'
import { test as base, expect } from './support/test.ts'
import {
  addEdit,
  close,
  DISK_ID,
  editTo,
  exportAs,
  importAndOpen,
  importFile,
  openKept,
  pending,
  previewed,
  workbench,
} from './support/workbench.ts'

const test = base.extend<{ readonly page: Page }>({
  page: async ({ page }, use) => {
    await stubFolderPicker(page)
    await openApp(page)
    await use(page)
  },
})

const cleanImage = (files: TestFiles) =>
  files.compose('clean.vhdx', { virtualDiskSize: GIB, blocks: [{ block: 0, fill: 0xa5 }] })

test('imports, replays, edits, leaves in the log, reopens, replays in place and exports', async ({
  page,
  files,
}) => {
  test.setTimeout(90_000)
  const path = await dirtyDisk(files, 'disk.vhdx')
  const original = await readFile(path)
  await importAndOpen(page, path)
  await expect(headline(page)).toHaveText(NOT_CLOSED)

  // Dirty: nothing else may be written before the log is replayed.
  await show(page, 'Edit')
  await expect(page.getByRole('region', { name: 'Editing is off' })).toContainText(
    'its log must be replayed',
  )
  await page.getByRole('button', { name: 'Replay in place' }).click()
  await expect(page.getByRole('status')).toContainText('replayed in place')

  await addEdit(page, 'Virtual Disk ID', { VirtualDiskId: DISK_ID })
  await addEdit(page, 'BAT entry', { Index: '40', State: '2' })
  await addEdit(page, 'Logical Sector Size', { LogicalSectorSize: '513' })
  await previewed(page)
  await expect(page.getByRole('region', { name: /format forbids opening/ })).toContainText('513')
  await page.keyboard.press('Control+z')
  await previewed(page)
  await expect(page.getByRole('region', { name: /^Nothing becomes wrong/ })).toBeVisible()
  await expect(pending(page).getByRole('listitem')).toHaveCount(2)

  const log = page.getByRole('region', { name: /^In the log/ })
  await expect(log).toContainText('2 descriptors')
  await expect(log).toContainText('BAT[0–511]')
  const changes = page.getByRole('region', { name: /^Changes/ })
  await expect(changes).toContainText(`→ ${DISK_ID}`)
  await changes.getByRole('button', { name: /Virtual Disk ID/ }).click()
  await expect(page.locator('[data-changed="after"]').first()).toBeVisible()

  await page.getByRole('button', { name: 'Leave in the log' }).click()
  await expect(page.getByRole('status')).toContainText('in the log')
  await expect(page.getByRole('region', { name: 'Editing is off' })).toBeVisible()
  await close(page)
  await openKept(page, 'disk.vhdx')
  await expect(headline(page)).toHaveText(NOT_CLOSED)
  await expect(page.getByText(DISK_ID)).toHaveCount(0)
  await page.getByRole('button', { name: 'Replay in place' }).click()
  await expect(headline(page)).toHaveText(/^Closed cleanly/)
  await expect(page.getByText(DISK_ID)).toBeVisible()

  await exportAs(page, 'changed.vhdx')
  expect((await readFile(path)).equals(original)).toBe(true)
  needQemu()
  const exported = join(files.folder, 'changed.vhdx')
  await writeFile(exported, await readFromFolder(page, 'changed.vhdx'))
  expect(await qemuImg(['check', '-f', 'vhdx', exported])).toMatchObject({ status: 0, stderr: '' })
  // The original is no longer needed: QEMU replays it in place.
  await qemuImg(['check', '-f', 'vhdx', '-r', 'all', path])
  const compared = await qemuImg(['compare', '-f', 'vhdx', '-F', 'vhdx', exported, path])
  expect(compared).toMatchObject({ status: 0, stdout: 'Images are identical.\n' })
})

test('commits: the change is made and the log is empty', async ({ page, files }) => {
  await importAndOpen(page, await cleanImage(files))
  await editTo(page, DISK_ID)
  await page.getByRole('button', { name: 'Commit', exact: true }).click()
  await expect(page.getByRole('status')).toContainText('Committed')
  await expect(pending(page)).toContainText('None.')
  await show(page, 'Overview')
  await expect(headline(page)).toHaveText(/^Closed cleanly/)
  await expect(page.getByText(DISK_ID)).toBeVisible()
})

test('types over bytes of the metadata, and says where the log may not write', async ({
  page,
  files,
}) => {
  await importAndOpen(page, await cleanImage(files))
  await show(page, 'Bytes')
  const goTo = async (place: string, offset: string) => {
    await page.keyboard.press('Control+g')
    await page.getByRole('combobox', { name: /^Place/ }).fill(place)
    await page.keyboard.press('Enter')
    const byte = page.getByRole('gridcell', { name: new RegExp(`^hex .*offset ${offset}`) })
    await expect(byte).toBeFocused()
  }
  await goTo('bat:3', '3 0 0 0 1 8')
  await page.keyboard.press('F2')
  await page.keyboard.type('0200')
  const grid = page.getByRole('grid', { name: 'Bytes, with the edits' })
  await expect(grid.getByRole('gridcell', { name: /^hex 00, offset/ }).first()).toBeVisible()
  await expect(grid.locator('[data-changed="after"]').first()).toContainText('02')
  await expect(page.getByText('1 pending edit, shown here as if made.')).toBeVisible()

  await goTo('0x10010', '1 0 0 1 0')
  await page.keyboard.type('ff')
  await expect(page.getByRole('main').getByRole('alert')).toContainText('belong to the header 1')
  await page.keyboard.press('Control+z')
  await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0)
  await page.getByRole('button', { name: 'Review and commit…' }).click()
  await previewed(page)
  await expect(page.getByRole('region', { name: /^Changes/ })).toContainText(
    'BAT[3]: NOT_PRESENT → ZERO',
  )
})

test('warns before pending edits are dropped', async ({ page, files }) => {
  await importAndOpen(page, await cleanImage(files))
  await editTo(page, DISK_ID)
  // They survive the change of the screen.
  await show(page, 'Log')
  await page.getByRole('button', { name: 'Close the file' }).click()
  const dialog = page.getByRole('dialog', { name: 'Leave without writing the edits?' })
  await expect(dialog).toContainText('1 pending edit')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await show(page, 'Edit')
  await expect(pending(page).getByRole('listitem')).toHaveCount(1)

  const asked = page.waitForEvent('dialog')
  void page.reload().catch(() => undefined)
  const question = await asked
  expect(question.type()).toBe('beforeunload')
  await question.dismiss()

  await chooseFile(page, await files.compose('other.vhdx', { virtualDiskSize: GIB }))
  await dialog.getByRole('button', { name: 'Leave and drop them' }).click()
  await expect(page.getByText('other.vhdx', { exact: true })).toBeVisible()
})

test('keeps what is open, under a name of its own, and deletes it', async ({ page }) => {
  await openSample(page, 'dirty')
  await page.getByRole('button', { name: 'Keep in the workbench…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Keep in the workbench' })
  await dialog.getByLabel('Name in the workbench').fill('a/b.vhdx')
  await expect(dialog).toContainText('A name cannot hold any of')
  await dialog.getByLabel('Name in the workbench').fill('mine.vhdx')
  await dialog.getByRole('button', { name: 'Keep a copy' }).click()
  await dialog.getByRole('button', { name: 'Open it' }).click()
  await expect(page.getByText('Workbench', { exact: true })).toBeVisible()
  await close(page)

  await workbench(page).getByRole('button', { name: 'Delete mine.vhdx…' }).click()
  const question = page.getByRole('dialog', { name: 'Delete this image?' })
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(workbench(page).getByText('mine.vhdx')).toBeVisible()
  await workbench(page).getByRole('button', { name: 'Delete mine.vhdx…' }).click()
  await question.getByRole('button', { name: 'Delete' }).click()
  await expect(workbench(page).getByText('mine.vhdx')).toHaveCount(0)
  await page.reload()
  await expect(workbench(page).getByRole('listitem')).toHaveCount(0)
})

test('gives a second image of a name another one', async ({ page, files }) => {
  const path = await cleanImage(files)
  await importFile(page, path)
  await workbench(page).getByRole('button', { name: 'Close' }).click()
  await importFile(page, path)
  await expect(workbench(page).getByRole('listitem')).toHaveCount(2)
  await openKept(page, 'clean (2).vhdx')
})

test('is edited by keyboard alone', async ({ page, files }) => {
  await importFile(page, await cleanImage(files))
  await workbench(page).getByRole('button', { name: 'Open it' }).focus()
  await page.keyboard.press('Enter')
  await expect(headline(page)).toHaveText(/^Closed cleanly/)
  await page.keyboard.press('9')
  await expect(headline(page)).toHaveText('Edit')
  await page.getByLabel('Structure').focus()
  await page.keyboard.type('Virtual Disk ID')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Control+a')
  await page.keyboard.type(DISK_ID)
  await page.keyboard.press('Enter')
  await expect(pending(page).getByRole('listitem')).toHaveCount(1)
  await previewed(page)
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Control+z')
  await expect(pending(page).getByRole('listitem')).toHaveCount(0)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Control+a')
  await page.keyboard.type(DISK_ID)
  await page.keyboard.press('Enter')
  await previewed(page)
  await page.getByRole('button', { name: 'Commit', exact: true }).press('Enter')
  await expect(page.getByRole('status')).toContainText('Committed')
  await page.keyboard.press('1')
  await expect(page.getByText(DISK_ID)).toBeVisible()
})

test('says on other images why they have no such screen', async ({ page }) => {
  await openSample(page, 'dirty')
  await page.keyboard.press('9')
  await expect(page.getByRole('status')).toContainText('Only images in the workbench')
  await expect(page.getByRole('link', { name: /^Edit/ })).toHaveCount(0)
})

test('is accessible', async ({ page, files }) => {
  test.slow()
  await importFile(page, await dirtyDisk(files, 'disk.vhdx'))
  await expectAccessibleInColours(page)
  await workbench(page)
    .getByRole('button', { name: /^Delete/ })
    .click()
  await expectAccessibleInColours(page)
  await page.keyboard.press('Escape')
  await openKept(page, 'disk.vhdx')
  await expectAccessibleInColours(page)
  await show(page, 'Edit')
  await expectAccessibleInColours(page)
  await page.getByRole('button', { name: 'Replay in place' }).click()
  await expect(page.getByRole('heading', { name: 'New edit' })).toBeVisible()
  await editTo(page, DISK_ID)
  await expectAccessibleInColours(page)
  await addEdit(page, 'Logical Sector Size', { LogicalSectorSize: '513' })
  await expect(page.getByRole('region', { name: /format forbids opening/ })).toBeVisible()
  await page.getByRole('button', { name: 'Commit', exact: true }).click()
  await expect(page.getByRole('dialog', { name: 'Write it all the same?' })).toBeVisible()
  await expectAccessibleInColours(page)
  await page.keyboard.press('Escape')
  await show(page, 'Bytes')
  await page.keyboard.press('F2')
  await expectAccessibleInColours(page)
  await page.getByRole('button', { name: 'Export…' }).click()
  await expectAccessibleInColours(page)
})
