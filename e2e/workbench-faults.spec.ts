/** What goes wrong in the workbench, as somebody sees it: one sentence, and nothing lost. */
import type { Page } from '@playwright/test'
import { GIB, MIB, TIB } from '../src/engine/format/layout.ts'
import { headline, NOT_CLOSED, show } from './support/app.ts'
import type { TestFiles } from './support/files.ts'
import { faultTest as test } from './support/own-profile.ts'
import { expect } from './support/test.ts'
import {
  DISK_ID,
  editTo,
  importAndOpen,
  openKept,
  openPage,
  pending,
  previewed,
  workbench,
} from './support/workbench.ts'
import { type StorageFault, storedFiles } from './support/worker-calls.ts'

const NAME = 'disk.vhdx'

/** The workers of the page meet this fault, which they read from their name; the page tells that they hang. */
const withFault = (fault: StorageFault) => async (page: Page) => {
  await page.addInitScript((name) => {
    const { Worker } = window
    window.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, { ...options, name })
        this.addEventListener('message', ({ data }) => {
          if ('hangs' in data) document.documentElement.dataset['hangs'] = ''
        })
      }
    }
  }, JSON.stringify(fault))
}

/** With a log of 64 MiB. */
const image = (files: TestFiles) =>
  files.compose(NAME, { virtualDiskSize: GIB, log: { length: 64 * MIB } })

const alert = (page: Page) => page.getByRole('main').getByRole('alert')
const commit = (page: Page) => page.getByRole('button', { name: 'Commit', exact: true }).click()

test('a commit waits for the tab that holds the image', async ({ context, files }) => {
  const page = await openPage(context)
  await importAndOpen(page, await image(files))
  await editTo(page, DISK_ID)

  const other = await openPage(context)
  const held = await other.evaluateHandle(async (name) => {
    const root = await navigator.storage.getDirectory()
    const folder = await root.getDirectoryHandle('workbench')
    return (await folder.getFileHandle(name)).createWritable()
  }, NAME)
  await page.bringToFront()
  await commit(page)
  await expect(alert(page)).toContainText(`Another tab is writing to “${NAME}”`)
  await expect(pending(page).getByRole('listitem')).toHaveCount(1)

  await held.evaluate((writable) => writable.abort())
  await previewed(page)
  await commit(page)
  await expect(page.getByRole('status')).toContainText('Committed')
  await expect(alert(page)).toHaveCount(0)
})

test('a tab that is closed in the middle of a commit leaves an image that can be recovered', async ({
  context,
  files,
}) => {
  // The first flush is that of the import. By the seventh the headers name the log.
  const page = await openPage(context, withFault({ operation: 'flush', number: 7, error: 'hang' }))
  await importAndOpen(page, await image(files))
  await editTo(page, DISK_ID)
  await commit(page)
  await expect(page.getByText('Committing the edits…')).toBeVisible()
  await expect(page.locator('html[data-hangs]')).toBeAttached()
  // Nothing can be left or closed by accident meanwhile.
  await page.getByRole('button', { name: 'Close the file' }).click()
  await expect(page.getByRole('status')).toContainText('is being written')
  await page.close()

  const later = await openPage(context)
  await openKept(later, NAME)
  await expect(headline(later)).toHaveText(NOT_CLOSED)
  const replay = later.getByRole('button', { name: 'Replay in place' })
  // The browser takes a moment to give up on a worker that hangs.
  await expect(async () => {
    if (await replay.isVisible()) await replay.click({ timeout: 1000 })
    await expect(headline(later)).toHaveText(/^Closed cleanly/, { timeout: 3000 })
  }).toPass()
  await expect(later.getByText(DISK_ID)).toBeVisible()
})

test('a storage that is full in the middle of a commit is told with what is left', async ({
  context,
  files,
}) => {
  const page = await openPage(
    context,
    withFault({ operation: 'flush', number: 7, error: 'QuotaExceededError' }),
  )
  await importAndOpen(page, await image(files))
  await editTo(page, DISK_ID)
  await commit(page)
  await expect(alert(page).filter({ hasText: 'not committed' })).toContainText(
    /no room left.*replay the log in place/,
  )
  await expect(page.getByRole('region', { name: 'Editing is off' })).toBeVisible()
  await page.getByRole('button', { name: 'Replay in place' }).click()
  await show(page, 'Overview')
  await expect(page.getByText(DISK_ID)).toBeVisible()
})

test('an image that has no room is refused, and nothing is kept of it', async ({
  context,
  files,
}) => {
  const page = await openPage(context)
  const path = await files.compose('huge.vhdx', { virtualDiskSize: GIB, fileSize: 15 * TIB })
  const chooser = page.waitForEvent('filechooser')
  await workbench(page).getByRole('button', { name: 'Import an image…' }).click()
  await (await chooser).setFiles(path)
  await expect(workbench(page).getByRole('alert')).toContainText('needs 15 TiB')
  expect(await storedFiles(page)).toEqual({})
  await workbench(page).getByRole('button', { name: 'Close' }).click()
  await expect(workbench(page).getByRole('alert')).toHaveCount(0)
})

test('an import can be cancelled, and leaves nothing', async ({ context, files }) => {
  const page = await openPage(context)
  const path = await files.compose('large.vhdx', { virtualDiskSize: GIB, fileSize: 8 * GIB })
  const chooser = page.waitForEvent('filechooser')
  await workbench(page).getByRole('button', { name: 'Import an image…' }).click()
  await (await chooser).setFiles(path)
  await expect(workbench(page)).toContainText('of 8 GiB')
  await workbench(page).getByRole('button', { name: 'Cancel' }).click()
  await expect(workbench(page).getByRole('status')).toContainText('Nothing was kept')
  expect(await storedFiles(page)).toEqual({})
})
