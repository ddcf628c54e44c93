/** The patch and its scripts as the browser gives them, used on the file outside of it. */
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import { NodeFile } from '../src/cli/files/node-file.ts'
import { carryOut } from '../src/engine/patch/carry-out.ts'
import { decodePatch } from '../src/engine/patch/decode-patch.ts'
import { patchState } from '../src/engine/patch/patch-state.ts'
import { openFile } from './support/app.ts'
import { expectAccessible, expectReadable } from './support/axe.ts'
import { expectedCopy } from './support/expected-copy.ts'
import { dirtyLikeQemu } from './support/images.ts'
import { expect, test } from './support/test.ts'

const run = promisify(execFile)
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Export patch' })

test('the script that is downloaded makes the saved copy of the file, and the file again', async ({
  page,
  files,
}) => {
  const path = await files.compose('disk.vhdx', dirtyLikeQemu)
  const source = await readFile(path)
  await openFile(page, path)
  await page.getByRole('button', { name: /^Export patch 1\d(\.\d)? KiB…$/ }).click()
  await expect(dialog(page)).toContainText(/The patch has 1\d(\.\d)? KiB/)
  await expect(dialog(page)).toContainText('sh disk.vhdx.patch.sh disk.vhdx')
  await expectAccessible(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  await expectReadable(page)

  const downloaded = async (name: string): Promise<string> => {
    const waiting = page.waitForEvent('download')
    await dialog(page)
      .getByRole('button', { name: `Download ${name}`, exact: true })
      .click()
    const download = await waiting
    expect(download.suggestedFilename()).toBe(name)
    const to = join(files.folder, name)
    await download.saveAs(to)
    return to
  }
  const script = await downloaded('disk.vhdx.patch.sh')
  const { stdout } = await run('sh', [script, path])
  expect(stdout).toContain('Done')
  const replayed = await readFile(path)
  expect(replayed.equals(await expectedCopy(source, replayed))).toBe(true)
  await run('sh', [script, '--undo', path])
  expect((await readFile(path)).equals(source)).toBe(true)

  const patch = await decodePatch(await readFile(await downloaded('disk.vhdx.patch')))
  const file = await NodeFile.open(path, 'r+')
  const state = await patchState(file, patch)
  if (state) await carryOut(file, patch, { state, way: 'apply' })
  await file.close()
  expect((await readFile(path)).equals(replayed)).toBe(true)
  expect(await readFile(await downloaded('disk.vhdx.patch.ps1'), 'latin1')).toMatch(/^[\n -~]+$/)
})

test('the dialog of the copy offers the patch, and goes back to the copy', async ({
  page,
  files,
}) => {
  await openFile(page, await files.compose('disk.vhdx', dirtyLikeQemu))
  await page.getByRole('button', { name: 'Save replayed copy…' }).click()
  await page.getByRole('radio', { name: /^Patch only/ }).check()
  await expect(dialog(page).getByRole('status')).toContainText('The patch has')
  await page.getByRole('radio', { name: /^Full copy/ }).check()
  await expect(page.getByRole('dialog', { name: 'Save replayed copy' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})
