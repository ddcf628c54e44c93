/** Hashes of what is open and of what is saved, and the session of which nothing is remembered. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { createDigest } from '../src/engine/bytes/hash/digest.ts'
import { chooseFile, headline, openApp, openFile, show } from './support/app.ts'
import { expectAccessible, expectReadable } from './support/axe.ts'
import { dividedDisk, tableInLog } from './support/disks.ts'
import { readFromFolder, stubFolderPicker } from './support/folder.ts'
import { expect, test } from './support/test.ts'

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

test('an export has the hash that was chosen, in a folder and as a download', async ({
  page,
  files,
}) => {
  await stubFolderPicker(page)
  await openFile(page, await files.compose('disk.vhdx', tableInLog()))
  await show(page, 'Disk')
  const dialog = page.getByRole('dialog', { name: 'Export the disk' })
  const open = async () => {
    await page.getByRole('button', { name: 'Export the disk…' }).click()
    await dialog.getByRole('radio', { name: 'After the replay' }).check()
  }

  await open()
  await dialog.getByRole('radio', { name: 'SHA-256' }).check()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Choose folder and save…' }).click()
  const ending = dialog.getByRole('status')
  await expect(ending).toContainText(
    'all of it was read back and has the SHA-256 of what was written.',
  )
  await expect(ending).toContainText(sha256(dividedDisk()))
  await expect(ending.getByRole('button', { name: 'Copy the SHA-256' })).toBeVisible()
  await expectAccessible(page)
  expect(sha256(await readFromFolder(page, 'disk.raw'))).toBe(sha256(dividedDisk()))
  await dialog.getByRole('button', { name: 'Done' }).click()

  await open()
  await dialog.getByRole('radio', { name: 'BLAKE3' }).check()
  await dialog.getByRole('radio', { name: 'As a download of the browser' }).check()
  await dialog.getByRole('button', { name: 'Prepare the copy' }).click()
  const waiting = page.waitForEvent('download')
  await dialog.getByRole('link', { name: 'Download disk.raw' }).click()
  const digest = await createDigest('blake3')
  digest.update(await readFile(await (await waiting).path()))
  await expect(dialog).toContainText(digest.hex())
})

test('a replayed copy has the hash that was chosen', async ({ page, files }) => {
  await stubFolderPicker(page)
  await openFile(page, await files.compose('disk.vhdx', tableInLog()))
  await page.getByRole('main').getByRole('button', { name: 'Save replayed copy…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Save replayed copy' })
  await dialog.getByRole('radio', { name: 'SHA-256' }).check()
  await dialog.getByRole('button', { name: 'Choose folder and save…' }).click()
  await expect(dialog.getByRole('status')).toContainText('read back and has the SHA-256')
  const saved = await readFromFolder(page, 'disk.replayed.vhdx')
  await expect(dialog.getByRole('status')).toContainText(sha256(saved))
})

test('the file is hashed on request, in both states, and reports have it', async ({
  page,
  files,
}) => {
  await stubFolderPicker(page)
  const path = await files.compose('disk.vhdx', tableInLog())
  await openFile(page, path)
  const line = page.getByRole('contentinfo')
  await expect(line).toContainText('SHA-256 not computed')
  await line.getByRole('button', { name: 'Compute the SHA-256 of the file' }).click()
  const source = sha256(await readFile(path))
  await expect(line).toContainText(source.slice(0, 16))

  await line.getByRole('button', { name: 'Evidence…' }).click()
  const evidence = page.getByRole('dialog', { name: 'Evidence' })
  const table = evidence.getByRole('table', { name: 'Hashes of the whole file' })
  await expect(table).toContainText(source)
  await evidence.getByRole('radio', { name: 'After the replay' }).check()
  await evidence.getByRole('checkbox', { name: 'BLAKE3' }).check()
  await evidence.getByRole('button', { name: 'Compute', exact: true }).click()
  await expect(table.getByRole('row')).toHaveCount(4)
  await evidence.getByRole('button', { name: 'Hash them' }).click()
  await expect(evidence.getByRole('table', { name: 'SHA-256 of each part' })).toBeVisible()
  await evidence.getByRole('button', { name: 'Look again' }).click()
  await expect(evidence.getByRole('status')).toHaveText('All of it reads the same.')
  await expectAccessible(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  await expectReadable(page)
  const hex = await table.getByRole('row', { name: /^After the replay SHA-256/ }).innerText()
  await page.keyboard.press('Escape')

  // The hash after the replay is that of the copy that this session saves.
  await page.getByRole('main').getByRole('button', { name: 'Save replayed copy…' }).click()
  await page.getByRole('button', { name: 'Choose folder and save…' }).click()
  await page.getByRole('button', { name: 'Done' }).click()
  const copy = sha256(await readFromFolder(page, 'disk.replayed.vhdx'))
  expect(hex).toContain(copy)

  const report = await downloadedReport(page)
  expect(report.hashes).toMatchObject([
    { state: 'before', algorithm: 'sha256', hex: source },
    { state: 'after', algorithm: 'sha256', hex: copy },
    { state: 'after', algorithm: 'blake3' },
  ])
  expect(report.evidence).toMatchObject({ mode: false, same: true })
})

test('in evidence mode nothing is remembered, and the report has two looks', async ({
  page,
  files,
}) => {
  const path = await files.compose('secret.vhdx', tableInLog())
  await openApp(page)
  const mode = page.getByRole('checkbox', { name: 'Evidence mode' })
  await expect(page.getByRole('heading', { name: 'Workbench' })).toBeVisible()
  await mode.check()
  await expect(page.getByRole('heading', { name: 'Workbench' })).toHaveCount(0)
  await expectAccessible(page)
  await page.getByRole('combobox', { name: 'Theme' }).selectOption('dark')
  await chooseFile(page, path)
  await expect(page.getByRole('contentinfo')).toContainText('Evidence mode')
  await expect(page.getByRole('combobox', { name: 'Theme' })).toHaveValue('dark')
  await expect(page.getByRole('button', { name: /Keep/ })).toHaveCount(0)
  for (const screen of ['Log', 'Replay', 'Disk', 'Blocks', 'Bytes', 'Overview'] as const) {
    await show(page, screen)
    await expect(headline(page)).toBeVisible()
  }
  await page.goBack()
  await expect(headline(page)).toHaveText('Bytes')
  expect(new URL(page.url()).hash).toBe('')
  expect(await page.title()).not.toContain('secret')

  const report = await downloadedReport(page)
  expect(report.evidence).toMatchObject({ mode: true, same: true })
  expect(report.evidence.again.sha256).toBe(report.evidence.opened.sha256)
  await page.getByRole('button', { name: 'Close the file' }).click()
  await expect(headline(page)).toHaveText(/^Drop a/)
  await expect(page.getByText('It reads as at opening: SHA-256')).toBeVisible()
  expect(await stored(page)).toEqual({
    local: [],
    session: [],
    databases: [],
    files: [],
    caches: [],
  })
  // The choice itself is not remembered, either; an address may make it.
  await page.reload()
  await expect(mode).not.toBeChecked()
  await page.goto('about:blank')
  await page.goto(`${process.env['APP_URL'] ?? ''}#evidence`)
  await expect(mode).toBeChecked()
})

/** The report of the open file as JSON, as the browser gets it. */
async function downloadedReport(page: Page) {
  await show(page, 'Report')
  const waiting = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download JSON' }).click()
  return JSON.parse(await readFile(await (await waiting).path(), 'utf8'))
}

/** The names of all that this origin has stored in the browser. */
const stored = (page: Page) =>
  page.evaluate(async () => {
    const files: string[] = []
    const root = await navigator.storage.getDirectory()
    for await (const name of root.keys()) files.push(name)
    const databases = (await indexedDB.databases()).map(({ name }) => name)
    return {
      local: Object.keys(localStorage),
      session: Object.keys(sessionStorage),
      databases,
      files,
      caches: await caches.keys(),
    }
  })
