/** The workbench as the tests use it. */
import { type BrowserContext, expect, type Locator, type Page } from '@playwright/test'
import { openApp, show } from './app.ts'
import { stubFolderPicker } from './folder.ts'

/** A Virtual Disk ID that no image has until a test gives it one. */
export const DISK_ID = '01234567-89ab-4cde-8f01-23456789abcd'

/** Another page of a profile, with the app in it; `prepare` comes before the app is loaded. */
export async function openPage(
  context: BrowserContext,
  prepare?: (page: Page) => Promise<void>,
): Promise<Page> {
  const page = await context.newPage()
  await prepare?.(page)
  await stubFolderPicker(page)
  await openApp(page)
  return page
}

export const workbench = (page: Page): Locator => page.getByRole('region', { name: 'Workbench' })

const isKept = async (page: Page): Promise<void> => {
  await expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible()
  await expect(page.getByText('Workbench', { exact: true })).toBeVisible()
}

/** Imports a file on the start screen. */
export async function importFile(page: Page, path: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await workbench(page).getByRole('button', { name: 'Import an image…' }).click()
  await (await chooser).setFiles(path)
  await expect(workbench(page).getByRole('status')).toContainText('is in the workbench')
}

export async function openKept(page: Page, name: string): Promise<void> {
  await workbench(page).getByRole('button', { name, exact: true }).click()
  await isKept(page)
}

export async function importAndOpen(page: Page, path: string): Promise<void> {
  await importFile(page, path)
  await workbench(page).getByRole('button', { name: 'Open it' }).click()
  await isKept(page)
}

const form = (page: Page): Locator => page.getByRole('region', { name: 'New edit' })
export const pending = (page: Page): Locator => page.getByRole('region', { name: 'Pending edits' })

/** Fills the form of a new edit, and adds it. On the screen Edit. */
export async function addEdit(
  page: Page,
  structure: string,
  fields: Readonly<Record<string, string>>,
): Promise<void> {
  await form(page).getByLabel('Structure').selectOption(structure)
  for (const [name, value] of Object.entries(fields)) {
    const field = form(page).getByLabel(name, { exact: true })
    if (await field.evaluate((element) => element instanceof HTMLSelectElement)) {
      await field.selectOption(value)
    } else await field.fill(value)
  }
  await form(page).getByRole('button', { name: 'Add edit' }).click()
}

/** Waits until what the edits would do is known. */
export const previewed = (page: Page): Promise<void> =>
  expect(page.getByRole('button', { name: 'Commit', exact: true })).toBeEnabled()

/** Makes an edit of the disk ID that waits to be committed. */
export async function editTo(page: Page, diskId: string): Promise<void> {
  await show(page, 'Edit')
  await addEdit(page, 'Virtual Disk ID', { VirtualDiskId: diskId })
  await previewed(page)
}

/** Closes the open image. */
export async function close(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Close the file' }).click()
  await expect(workbench(page)).toBeVisible()
}

/** Exports the open image into the folder of `stubFolderPicker`. */
export async function exportAs(page: Page, name: string): Promise<void> {
  await page.getByRole('banner').getByRole('button', { name: 'Export…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Export the image' })
  await dialog.getByLabel('Name of the copy').fill(name)
  await dialog.getByRole('button', { name: 'Choose folder and save…' }).click()
  await expect(dialog.getByRole('status')).toContainText('as it is in the workbench')
  await dialog.getByRole('button', { name: 'Done' }).click()
}
