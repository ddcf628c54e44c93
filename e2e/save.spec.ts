/** Saving the replayed copy: a new file with every byte in place, or nothing at all. */
import { readFile, rm, writeFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { buildSample } from '../src/engine/compose/samples.ts'
import { openFile, openSample } from './support/app.ts'
import { expectedCopy } from './support/expected-copy.ts'
import { type Fault, failSaves, type HeldWrites, watchHeldWrites } from './support/faults.ts'
import type { TestFiles } from './support/files.ts'
import {
  listFolder,
  putIntoFolder,
  readFromFolder,
  removeFolderPicker,
  stubFolderPicker,
} from './support/folder.ts'
import { dirtyLikeQemu } from './support/images.ts'
import { expect, test } from './support/test.ts'

const NOTHING_LEFT = 'Nothing was left behind; the original was not touched.'

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Save replayed copy' })

async function openDialog(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save replayed copy…' }).click()
  await expect(dialog(page)).toBeVisible()
}

async function save(page: Page): Promise<void> {
  await openDialog(page)
  await dialog(page).getByRole('button', { name: 'Choose folder and save…' }).click()
}

/** Opens a disk, and saves it as far as the first write, where the save is held. */
async function saveAndHold(
  page: Page,
  files: TestFiles,
): Promise<{ readonly path: string; readonly writes: HeldWrites }> {
  const path = await files.compose('disk.vhdx', dirtyLikeQemu)
  await stubFolderPicker(page)
  await failSaves(page, { when: 'write', error: 'hold' })
  await openFile(page, path)
  const writes = await watchHeldWrites(page)
  await save(page)
  await writes.held()
  return { path, writes }
}

test('saves exactly what was previewed, and verifies it', async ({ page, files }) => {
  const path = await files.compose('disk.vhdx', dirtyLikeQemu)
  const source = await readFile(path)
  await stubFolderPicker(page)
  await openFile(page, path)
  await save(page)
  await expect(dialog(page).getByRole('status')).toContainText('closed cleanly')
  expect(await listFolder(page)).toEqual(['disk.replayed.vhdx'])

  const saved = await readFromFolder(page, 'disk.replayed.vhdx')
  expect(saved.equals(await expectedCopy(source, saved))).toBe(true)
  expect((await readFile(path)).equals(source)).toBe(true)
  await dialog(page).getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('button', { name: 'Save replayed copy…' })).toBeFocused()
})

test('saves a copy that is longer than the file under the name that is asked for', async ({
  page,
}) => {
  await stubFolderPicker(page)
  await openSample(page, 'dirty')
  await openDialog(page)
  await dialog(page).getByLabel('Name of the copy').fill('recovered.vhdx')
  await dialog(page).getByRole('button', { name: 'Choose folder and save…' }).click()
  await expect(dialog(page).getByRole('status')).toContainText('closed cleanly')
  const saved = await readFromFolder(page, 'recovered.vhdx')
  const { source } = buildSample('dirty')
  const original = await source.read(0, source.size)
  expect(saved.length).toBeGreaterThan(original.length)
  expect(saved.equals(await expectedCopy(original, saved))).toBe(true)
})

test('refuses a name that exists and leaves that file alone', async ({ page, files }) => {
  await stubFolderPicker(page)
  await openFile(page, await files.compose('disk.vhdx', dirtyLikeQemu))
  await putIntoFolder(page, 'disk.replayed.vhdx', 'precious')
  await save(page)
  await expect(dialog(page).getByRole('alert')).toContainText('already exists in this folder')
  expect((await readFromFolder(page, 'disk.replayed.vhdx')).toString()).toBe('precious')
})

test('leaves nothing behind when it is cancelled', async ({ page, files }) => {
  const { path, writes } = await saveAndHold(page, files)
  const source = await readFile(path)
  // Esc must not end a save by accident.
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toBeVisible()
  await dialog(page).getByRole('button', { name: 'Cancel' }).click()
  await writes.release()
  await expect(dialog(page).getByRole('status')).toContainText('Cancelled. Nothing was left behind')
  expect(await listFolder(page)).toEqual([])
  expect((await readFile(path)).equals(source)).toBe(true)
})

const FAULTS: readonly (readonly [what: string, fault: Fault, sentence: RegExp])[] = [
  ['the disk is full', { when: 'write', error: 'QuotaExceededError' }, /not enough space/],
  [
    'the disk is full only at the end',
    { when: 'close', error: 'QuotaExceededError' },
    /not enough space/,
  ],
  [
    'the permission is taken away',
    { when: 'open', error: 'NotAllowedError' },
    /may no longer write to this folder/,
  ],
  [
    'the folder vanishes',
    { when: 'close', error: 'NotFoundError' },
    /folder of the copy is no longer there/,
  ],
  [
    'another program holds the file',
    { when: 'open', error: 'NoModificationAllowedError' },
    /Another program or tab is writing/,
  ],
]

for (const [what, fault, sentence] of FAULTS) {
  test(`says it in one sentence and leaves nothing when ${what}`, async ({ page, files }) => {
    await stubFolderPicker(page)
    await failSaves(page, fault)
    await openFile(page, await files.compose('disk.vhdx', dirtyLikeQemu))
    await save(page)
    const alert = dialog(page).getByRole('alert')
    await expect(alert).toHaveText(sentence)
    await expect(alert).toContainText(NOTHING_LEFT)
    expect(await listFolder(page)).toEqual([])
    await dialog(page).getByRole('button', { name: 'Try again' }).click()
    await expect(dialog(page).getByLabel('Name of the copy')).toBeVisible()
  })
}

test('does not save from a file that changed since it was opened', async ({ page, files }) => {
  const path = await files.compose('disk.vhdx', dirtyLikeQemu)
  await stubFolderPicker(page)
  await openFile(page, path)
  await openDialog(page)
  await writeFile(path, 'another writer was here', { flag: 'r+' })
  await dialog(page).getByRole('button', { name: 'Choose folder and save…' }).click()
  await expect(dialog(page).getByRole('alert').first()).toContainText('changed since it was opened')
  expect(await listFolder(page)).toEqual([])
})

test('a download of a file that changed is refused, and every screen says why', async ({
  page,
  files,
}) => {
  const path = await files.compose('disk.vhdx', dirtyLikeQemu)
  await removeFolderPicker(page)
  await openFile(page, path)
  await openDialog(page)
  await writeFile(path, 'another writer was here', { flag: 'r+' })
  await dialog(page).getByRole('button', { name: 'Prepare the copy' }).click()
  await expect(dialog(page).getByRole('alert')).toContainText('changed since it was opened')
  await page.keyboard.press('Escape')
  const banner = page.getByRole('alert').filter({ hasText: 'Noticed at' })
  await expect(banner).toContainText('The file changed since it was opened.')
  await expect(page.getByRole('button', { name: 'Save replayed copy…' })).toBeDisabled()
})

test('ends a save whose file changes on the way', async ({ page, files }) => {
  const { path, writes } = await saveAndHold(page, files)
  await writeFile(path, 'another writer was here', { flag: 'r+' })
  await writes.release()
  await expect(dialog(page).getByRole('alert').first()).toContainText(/changed since it was opened/)
  expect(await listFolder(page)).toEqual([])
})

test('ends a save whose file is deleted on the way', async ({ page, files }) => {
  const { path, writes } = await saveAndHold(page, files)
  await rm(path)
  await writes.release()
  await expect(dialog(page).getByRole('alert').first()).toBeVisible()
  expect(await listFolder(page)).toEqual([])
})

test('downloads the copy where the browser has no folder picker', async ({ page, files }) => {
  const path = await files.compose('disk.vhdx', dirtyLikeQemu)
  await removeFolderPicker(page)
  await openFile(page, path)
  await openDialog(page)
  await dialog(page).getByRole('button', { name: 'Prepare the copy' }).click()
  const download = page.waitForEvent('download')
  await dialog(page).getByRole('link', { name: 'Download disk.replayed.vhdx' }).click()
  const finished = await download
  expect(finished.suggestedFilename()).toBe('disk.replayed.vhdx')
  const saved = await readFile(await finished.path())
  expect(saved.equals(await expectedCopy(await readFile(path), saved))).toBe(true)
})

test('downloads the copy when the user prefers it', async ({ page }) => {
  await stubFolderPicker(page)
  await openSample(page, 'wrapped')
  await openDialog(page)
  await dialog(page).getByText('As a download of the browser').click()
  await dialog(page).getByRole('button', { name: 'Prepare the copy' }).click()
  const download = page.waitForEvent('download')
  await dialog(page)
    .getByRole('link', { name: /^Download/ })
    .click()
  const saved = await readFile(await (await download).path())
  const { source } = buildSample('wrapped')
  expect(saved.equals(await expectedCopy(await source.read(0, source.size), saved))).toBe(true)
})
