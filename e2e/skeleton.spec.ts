/** A skeleton: made of an open file, dropped in again, and read as the file is. */
import { readFile } from 'node:fs/promises'
import { chooseFile, headline, NOT_CLOSED, openFile } from './support/app.ts'
import { expectAccessible } from './support/axe.ts'
import { dirtyLikeQemu } from './support/images.ts'
import { expect, test } from './support/test.ts'

test('a skeleton that is made in the app says what its file says, and shows no values for its data', async ({
  page,
  files,
}) => {
  await openFile(page, await files.compose('disk.vhdx', dirtyLikeQemu))
  await page.keyboard.press('r')
  await page.getByRole('button', { name: 'Skeleton to share…' }).click()
  const dialog = page.getByRole('dialog', { name: 'A skeleton to share' })
  await expect(dialog.getByRole('region', { name: 'What remains in it' })).toContainText(
    'The whole log, 1 MiB',
  )
  await expect(dialog.getByRole('region', { name: 'What does not' })).toContainText(
    'partition tables, file systems',
  )
  await expectAccessible(page)
  const download = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Download the skeleton' }).click()
  const finished = await download
  expect(finished.suggestedFilename()).toBe('disk.vhdx.skeleton.gz')
  const bytes = await readFile(await finished.path())
  expect(bytes.length).toBeLessThan(100_000)
  const path = await files.write('disk.vhdx.skeleton.gz', bytes)
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('article', { name: 'Preview of the report' })).toContainText(
    'a skeleton; a download, not read back',
  )

  await page.getByRole('button', { name: 'Close the file' }).click()
  await chooseFile(page, path)
  await expect(headline(page)).toHaveText(NOT_CLOSED)
  const banner = page.getByRole('region', { name: 'Skeleton' })
  await expect(banner).toContainText('This is a skeleton of “disk.vhdx”')
  await expect(page.getByRole('button', { name: /^Save replayed copy/ })).toHaveCount(0)
  await expect(page.getByRole('button', { name: /^Export patch/ })).toBeVisible()

  await page.keyboard.press('7')
  await expect(page.getByText('are not in this skeleton.').first()).toBeVisible()
  await expect(page.getByRole('grid', { name: /^Bytes of the disk/ }).first()).toContainText('··')
  await expectAccessible(page)
})
