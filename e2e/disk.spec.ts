/** The Disk screen: partitions before and after the replay, the guest's bytes, raw images. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { MIB } from '../src/engine/format/layout.ts'
import { qemuImg } from '../src/testing/qemu.ts'
import { chooseFile, headline, openFile, show, showState } from './support/app.ts'
import { expectAccessible } from './support/axe.ts'
import { dirtyDisk } from './support/dirty-disk.ts'
import { DIVIDED_SIZE, dividedDisk, tableInLog } from './support/disks.ts'
import { failSaves } from './support/faults.ts'
import type { TestFiles } from './support/files.ts'
import {
  listFolder,
  readFromFolder,
  removeFolderPicker,
  stubFolderPicker,
} from './support/folder.ts'
import { needQemu } from './support/qemu.ts'
import { expect, test } from './support/test.ts'

const partitions = (page: Page) => page.getByRole('grid', { name: 'Partitions' })
const origins = (page: Page) =>
  page.getByRole('list', { name: 'Where the selected bytes are from' })
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Export the disk' })

async function openDisk(page: Page, files: TestFiles): Promise<string> {
  const path = await files.compose('disk.vhdx', tableInLog())
  await openFile(page, path)
  await show(page, 'Disk')
  await expect(headline(page)).toHaveText('Disk')
  return path
}

async function goToDisk(page: Page, place: string): Promise<void> {
  const box = page.getByRole('textbox', { name: 'Go to' })
  await box.fill(place)
  await box.press('Enter')
}

async function exportDisk(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Export the disk…' }).click()
  await expect(dialog(page)).toBeVisible()
}

async function saveIntoFolder(page: Page): Promise<void> {
  await dialog(page).getByRole('button', { name: 'Choose folder and save…' }).click()
  await expect(dialog(page).getByRole('status')).toContainText('read back and compared')
  await dialog(page).getByRole('button', { name: 'Done' }).click()
}

test('shows a partition table that is only in the log', async ({ page, files }) => {
  await openDisk(page, files)
  await expect(page.getByRole('main')).toContainText(
    'On disk: no partition table, and no file system that is known. After the replay: a GUID partition table (GPT).',
  )
  const rows = partitions(page).getByRole('row')
  await expect(rows.nth(1)).toHaveText(
    /1.*EFI.*system.*0x100000.*3 MiB.*ext4.*root.*after the replay only/,
  )
  await expect(rows.nth(2)).toHaveText(/2.*Linux.*data.*0x400000.*11 MiB.*after the replay only/)
})

test('goes to places of the disk, and says where their bytes are from', async ({ page, files }) => {
  await openDisk(page, files)
  await expect(origins(page)).toHaveText('1 byte zero, in no file')
  await showState(page, 'After replay')
  await expect(origins(page)).toContainText('1 byte from this file at 0x500000')

  await goToDisk(page, 'part:1')
  await expect(page.getByRole('main')).toContainText(
    '0x100000 · 1 byte · LBA 2,048 · block 1 · partition 1 + 0 bytes',
  )
  await expect(origins(page)).toContainText('from this file at 0x400000')
  // The focus is on the byte, and moves with the keys.
  await expect(page.locator('[data-caret]')).toBeFocused()
  await page.keyboard.press('Shift+ArrowRight')
  await expect(origins(page)).toContainText('2 bytes from this file at 0x400000')

  await goToDisk(page, 'lba:1')
  const grid = page.getByRole('grid', { name: 'Bytes of the disk, after replay' })
  await expect(grid.getByText('EFI PART')).toBeVisible()
  await goToDisk(page, 'block:2')
  await expect(origins(page)).toHaveText('1 byte zero, in no file')
  await goToDisk(page, 'part:7')
  await expect(page.getByRole('alert')).toHaveText('The disk has partitions 1, 2.')

  await goToDisk(page, '0x100400')
  await origins(page).getByRole('button', { name: 'Show in the file' }).click()
  await expect(headline(page)).toHaveText('Bytes')
  await expect(page).toHaveURL(/sel=0x400400\+1/)
})

test('compares the disk before and after the replay, and remembers the place', async ({
  page,
  files,
}) => {
  await openDisk(page, files)
  await showState(page, 'Compare')
  await page.keyboard.press('Control+g')
  const box = page.getByRole('combobox', { name: 'Place, structure or screen' })
  await box.fill('lba:1')
  const options = page.getByRole('listbox', { name: 'Places' }).getByRole('option')
  await expect(options).toHaveText(['Go to lba:1 of the disk', 'Go to lba:1 in the file'])
  await box.press('Enter')
  const before = page.getByRole('grid', { name: 'Bytes of the disk, without the replay' })
  const after = page.getByRole('grid', { name: 'Bytes of the disk, after replay' })
  await expect(after.getByText('EFI PART')).toBeVisible()
  await expect(before.getByText('EFI PART')).toBeHidden()
  await expect(after.locator('[data-caret]')).toHaveText('45')
  await expect(before.locator('[data-caret]')).toHaveText('00')
  await expect(before.locator('[data-caret]')).toBeFocused()
  // What differs is marked in both.
  await expect(after.locator('[data-changed]').first()).toBeVisible()
  await expect(before.locator('[data-changed]').first()).toBeVisible()
  const list = (name: string) =>
    page.getByRole('list', { name: `Where the selected bytes are from, ${name}` })
  await expect(list('on disk')).toHaveText('1 byte zero, in no file')
  await expect(list('after replay')).toContainText('1 byte from this file at 0x500200')
  await expectAccessible(page)

  await page.keyboard.press('Shift+ArrowRight')
  await expect(page).toHaveURL(/#\/disk\?at=0x200\+2&state=compare$/)
  const first = await after.getByRole('rowheader').first().textContent()
  await show(page, 'Overview')
  await show(page, 'Disk')
  await expect(page.getByRole('main')).toContainText('0x200 · 2 bytes · LBA 1')
  expect(await after.getByRole('rowheader').first().textContent()).toBe(first)
})

test('leads to a partition by the keyboard alone', async ({ page, files }) => {
  await openDisk(page, files)
  await showState(page, 'After replay')
  await partitions(page).getByRole('gridcell').first().focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toContainText('partition 2 + 0 bytes')
  await page.keyboard.press('1')
  await page.keyboard.press('7')
  await expect(headline(page)).toHaveText('Disk')
})

test('exports the disk in both states, and a partition, into a folder', async ({ page, files }) => {
  await stubFolderPicker(page)
  await openDisk(page, files)
  const disk = Buffer.from(dividedDisk())

  await exportDisk(page)
  await saveIntoFolder(page)
  const before = await readFromFolder(page, 'disk.raw')
  const onDisk = Buffer.alloc(DIVIDED_SIZE)
  disk.copy(onDisk, MIB, MIB, 2 * MIB)
  expect(before.equals(onDisk)).toBe(true)

  await exportDisk(page)
  await dialog(page).getByRole('radio', { name: 'After the replay' }).check()
  await dialog(page).getByRole('textbox', { name: 'Name of the raw image' }).fill('after.raw')
  await saveIntoFolder(page)
  expect((await readFromFolder(page, 'after.raw')).equals(disk)).toBe(true)

  await exportDisk(page)
  await dialog(page).getByRole('radio', { name: 'After the replay' }).check()
  await dialog(page).getByRole('radio', { name: 'A partition' }).check()
  await saveIntoFolder(page)
  const part = await readFromFolder(page, 'disk.partition-1.raw')
  expect(part.equals(disk.subarray(MIB, 4 * MIB))).toBe(true)
  expect(await listFolder(page)).toEqual(['after.raw', 'disk.partition-1.raw', 'disk.raw'])
})

for (const mode of ['', '#evidence']) {
  test(`an export into a folder that has gone says nothing of the file ${mode}`, async ({
    page,
    files,
  }) => {
    await stubFolderPicker(page)
    await failSaves(page, { when: 'open', error: 'NotFoundError' })
    const path = await files.compose('disk.vhdx', tableInLog())
    await page.goto(`${process.env['APP_URL'] ?? ''}${mode}`)
    await chooseFile(page, path)
    await show(page, 'Disk')
    await exportDisk(page)
    await dialog(page).getByRole('button', { name: 'Choose folder and save…' }).click()
    const failed = dialog(page).getByRole('alert')
    await expect(failed).toContainText('The folder of the copy is no longer there.')
    await page.keyboard.press('Escape')
    await expect(dialog(page)).toBeHidden()
    await expect(page.getByRole('alert')).toHaveCount(0)

    await show(page, 'Report')
    const waiting = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download JSON' }).click()
    const { evidence } = JSON.parse(await readFile(await (await waiting).path(), 'utf8'))
    if (mode === '') expect(evidence).toBeUndefined()
    else expect(evidence).toMatchObject({ mode: true, same: true })
    await page.getByRole('button', { name: 'Close the file' }).click()
    await expect(headline(page)).toHaveText(/^Drop a/)
    await expect(page.getByText('It reads as at opening')).toHaveCount(mode === '' ? 0 : 1)
  })
}

test('exports a range as a download, and refuses one that is not there', async ({
  page,
  files,
}) => {
  await removeFolderPicker(page)
  await openDisk(page, files)
  await exportDisk(page)
  await dialog(page).getByRole('radio', { name: 'After the replay' }).check()
  await dialog(page).getByRole('radio', { name: 'A range' }).check()
  await dialog(page).getByRole('textbox', { name: 'Start' }).fill('0xFFE00')
  await dialog(page).getByRole('textbox', { name: 'Length' }).fill('1GiB')
  await expect(dialog(page).getByRole('alert')).toContainText('past the end of the disk')
  await dialog(page).getByRole('textbox', { name: 'Length' }).fill('4KiB')
  await dialog(page).getByRole('button', { name: 'Prepare the copy' }).click()
  const waiting = page.waitForEvent('download')
  await dialog(page).getByRole('link', { name: 'Download disk.range.raw' }).click()
  const saved = await readFile(await (await waiting).path())
  expect(saved.equals(Buffer.from(dividedDisk()).subarray(0xffe00, 0xffe00 + 4096))).toBe(true)
})

test('exports what the log alone knows of, as qemu-img converts it', async ({ page, files }) => {
  const path = await dirtyDisk(files, 'real.vhdx')
  await stubFolderPicker(page)
  await openFile(page, path)
  await show(page, 'Disk')
  await expect(page.getByRole('main')).toContainText('no partition table')
  await exportDisk(page)
  await dialog(page).getByRole('radio', { name: 'After the replay' }).check()
  await dialog(page).getByRole('radio', { name: 'A range' }).check()
  await dialog(page).getByRole('textbox', { name: 'Start' }).fill('10MiB')
  await dialog(page).getByRole('textbox', { name: 'Length' }).fill('16MiB')
  await saveIntoFolder(page)
  const saved = await readFromFolder(page, 'real.range.raw')
  const written = Buffer.alloc(8 * MIB, 0xa5)
  expect(saved.equals(Buffer.concat([written, Buffer.alloc(8 * MIB)]))).toBe(true)

  needQemu()
  const raw = join(files.folder, 'theirs.raw')
  const dd = ['dd', '-f', 'vhdx', '-O', 'raw', 'bs=1M', 'count=26', `if=${path}`, `of=${raw}`]
  expect((await qemuImg(['check', '-f', 'vhdx', '-r', 'all', path])).status).toBe(0)
  expect((await qemuImg(dd)).status).toBe(0)
  expect(saved.equals((await readFile(raw)).subarray(10 * MIB))).toBe(true)
})

test('is accessible, also narrow', async ({ page, files }) => {
  await openDisk(page, files)
  await showState(page, 'After replay')
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
  await expectAccessible(page)
  await exportDisk(page)
  await dialog(page).getByRole('radio', { name: 'A range' }).check()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await page.setViewportSize({ width: 320, height: 640 })
  await expectAccessible(page)
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow).toBe(0)
})
