/** The whole way with a real folder on a real disk: headed browser, folder dialog, permission prompt. */
import { copyFile, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HEADER_OFFSETS, HEADER_SIZE } from '../src/engine/format/layout.ts'
import { realImage } from '../src/testing/images.ts'
import { qemuAvailable, qemuImg, qemuIo } from '../src/testing/qemu.ts'
import { headline, NOT_CLOSED, openFile } from './support/app.ts'
import { dirtyLikeQemu } from './support/images.ts'
import { openRealDisk } from './support/real-disk/browser.ts'
import { missingDesktop, nothingMayLack } from './support/real-disk/requirements.ts'
import { expect, test } from './support/test.ts'

/** Offsets at which two files of one length differ, the two headers left out. */
function differencesOutsideHeaders(a: Buffer, b: Buffer): number[] {
  const inHeader = (at: number) =>
    HEADER_OFFSETS.some((offset) => at >= offset && at < offset + HEADER_SIZE)
  return Array.from(a.keys()).filter((at) => a[at] !== b[at] && !inHeader(at))
}

test('saves into a folder that the user picks, and QEMU accepts the copy', async ({
  files,
  launchOptions,
}) => {
  test.setTimeout(90_000)
  const missing = missingDesktop()
  if (nothingMayLack) expect(missing).toBeUndefined()
  test.info().skip(missing !== undefined, missing)

  const name = 'disk.vhdx'
  const path = join(files.folder, name)
  const real = realImage('iotest-dirtylog-10G-4M.vhdx')
  if (real === undefined) await files.compose(name, dirtyLikeQemu)
  else await copyFile(real, path)
  const original = await readFile(path)

  const disk = await openRealDisk(files.folder, launchOptions)
  try {
    const { page } = disk
    await openFile(page, path)
    await expect(headline(page)).toHaveText(NOT_CLOSED)
    await page.getByRole('button', { name: 'Save replayed copy…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Save replayed copy' })
    await dialog.getByRole('button', { name: 'Choose folder and save…' }).click()
    await disk.allowEditing(() => dialog.getByLabel('Name of the copy').isHidden())
    await expect(dialog.getByRole('status')).toContainText('closed cleanly', { timeout: 30_000 })
  } finally {
    await disk.close()
  }

  expect(await readdir(disk.folder)).toEqual(['disk.replayed.vhdx'])
  expect((await readFile(path)).equals(original)).toBe(true)
  if (!qemuAvailable) return
  const copy = join(disk.folder, 'disk.replayed.vhdx')
  expect(await qemuImg(['check', '-f', 'vhdx', copy])).toMatchObject({ status: 0, stderr: '' })
  expect(await qemuImg(['info', '-f', 'vhdx', copy])).toMatchObject({ status: 0, stderr: '' })
  expect(await qemuIo(copy, 'read -P 0xa5 0 18M')).toMatchObject({ status: 0 })

  // The original is no longer needed: QEMU replays it in place.
  await qemuImg(['check', '-f', 'vhdx', '-r', 'all', path])
  expect(differencesOutsideHeaders(await readFile(copy), await readFile(path))).toEqual([])
})
