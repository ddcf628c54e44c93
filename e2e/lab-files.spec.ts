/** What the log lab takes and gives: downloads that QEMU opens, recipes, images of the workbench. */
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildRecipe } from '../src/engine/compose/build-recipe.ts'
import { parseRecipe } from '../src/engine/compose/parse-recipe.ts'
import { qemuImg } from '../src/testing/qemu.ts'
import { openApp, show } from './support/app.ts'
import {
  addEntry,
  composeLog,
  downloaded,
  entry,
  inLab,
  isMade,
  openRecipe,
  reading,
  recipe,
  verdict,
} from './support/lab.ts'
import { needQemu } from './support/qemu.ts'
import { expect, test } from './support/test.ts'
import { importFile, openKept } from './support/workbench.ts'

test('the recipe that is downloaded makes the image that is downloaded, here and elsewhere', async ({
  page,
  files,
}) => {
  await composeLog(page)
  await recipe(page).getByLabel('Disk size').fill('100MiB')
  await addEntry(page, 'BAT entries', 'Data')
  await addEntry(page, 'Zero')
  const image = await downloaded(page, 'Download image')
  const json = await downloaded(page, 'Download recipe')
  expect([image.name, json.name]).toEqual(['composed.vhdx', 'composed.recipe.json'])

  const parsed = parseRecipe(JSON.parse(json.bytes.toString('utf8')))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  const built = buildRecipe(parsed.recipe)
  expect(image.bytes.equals(built.take(0, built.size))).toBe(true)

  const saved = join(files.folder, json.name)
  await copyFile(json.path, saved)
  await page.getByRole('button', { name: 'Close the file' }).click()
  await openRecipe(page, saved)
  const again = await downloaded(page, 'Download image')
  expect(again.name).toBe('composed.vhdx')
  expect(again.bytes.equals(image.bytes)).toBe(true)
})

test('QEMU opens what is composed, and replays it', async ({ page, files }) => {
  needQemu()
  await composeLog(page)
  const clean = join(files.folder, 'clean.vhdx')
  await copyFile((await downloaded(page, 'Download image')).path, clean)
  expect((await qemuImg(['check', '-f', 'vhdx', clean])).status).toBe(0)

  await addEntry(page, 'BAT entries')
  await expect(verdict(page)).toContainText('The log can be applied')
  const dirty = join(files.folder, 'dirty.vhdx')
  await copyFile((await downloaded(page, 'Download image')).path, dirty)
  expect((await qemuImg(['info', '-f', 'vhdx', dirty])).stderr).toContain('log')
  expect((await qemuImg(['check', '-r', 'all', '-f', 'vhdx', dirty])).status).toBe(0)
  expect((await qemuImg(['info', '-f', 'vhdx', dirty])).status).toBe(0)
})

test('a log is put onto an image of the workbench, which stays as it is', async ({
  page,
  files,
}) => {
  const path = await files.compose('base.vhdx', { virtualDiskSize: 2 ** 26, blockSize: 2 ** 21 })
  await openApp(page)
  await importFile(page, path)
  await page.getByRole('button', { name: 'Compose a log…' }).click()
  await inLab(page)
  await recipe(page)
    .getByLabel('The log goes onto')
    .selectOption({ label: 'base.vhdx, of the workbench' })
  await addEntry(page, 'BAT entries')
  await expect(verdict(page)).toContainText('The log can be applied')
  await expect(entry(page, 1)).toContainText('Active')
  await expect(recipe(page).getByLabel('Disk size')).toHaveCount(0)

  await recipe(page).getByLabel('Index').fill('5000')
  await expect(page.getByRole('status', { name: 'Problems' })).not.toBeEmpty()
  await recipe(page).getByLabel('Index').fill('5')
  await isMade(page)
  await expect(reading(page)).toContainText('Replay changes 1 sector')
  await downloaded(page, 'Download recipe')
  await page.getByRole('button', { name: 'Close the file' }).click()
  await openKept(page, 'base.vhdx')
  await expect(page.getByRole('main')).toContainText('Closed cleanly')
})

test('a composed image can be kept in the workbench', async ({ page }) => {
  await composeLog(page)
  await addEntry(page, 'BAT entries')
  await page.getByRole('button', { name: 'Keep in the workbench…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: /^Keep/ }).click()
  await dialog.getByRole('button', { name: /^Open/ }).click()
  await expect(page.getByText('Workbench', { exact: true })).toBeVisible()
  await show(page, 'Log')
  await expect(page.getByRole('grid', { name: 'Log entries' }).getByRole('row')).toHaveCount(2)
})
