/** A grown image exported compact: in a real browser, into a real folder, and equal by what its file system holds. */
import { execFile } from 'node:child_process'
import { randomFillSync } from 'node:crypto'
import { open, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { formatBytes } from '../src/engine/bytes/format.ts'
import { GIB, MIB } from '../src/engine/format/layout.ts'
import { hasProgram, PROGRAM_ENV } from '../src/testing/programs.ts'
import { qemuImg, qemuIo } from '../src/testing/qemu.ts'
import { openFile, show } from './support/app.ts'
import { needQemu } from './support/qemu.ts'
import { openRealDisk } from './support/real-disk/browser.ts'
import { missingDesktop, nothingMayLack } from './support/real-disk/requirements.ts'
import { expect, test } from './support/test.ts'

const DISK = 10 * GIB
const FILES = 8
const FILE_SIZE = 6 * MIB

const run = promisify(execFile)
/** Rejects where the program fails. */
const tool = (program: string, args: readonly string[]) => run(program, args, { env: PROGRAM_ENV })

/**
 * An ext4 of 10 GiB with some files, of which every other one was removed again, and blocks that were written with
 * zeros. Resolves with the paths of image and files.
 */
async function growImage(folder: string): Promise<{ image: string; kept: readonly string[] }> {
  const [raw, image] = [join(folder, 'disk.img'), join(folder, 'grown.vhdx')]
  const file = await open(raw, 'w')
  await file.truncate(DISK)
  await file.close()
  await tool('mkfs.ext4', ['-q', '-F', '-L', 'grown', raw])
  const names = Array.from({ length: FILES }, (_, i) => join(folder, `file-${i}`))
  for (const [i, name] of names.entries()) {
    await writeFile(name, randomFillSync(new Uint8Array(FILE_SIZE)))
    await tool('debugfs', ['-w', '-R', `write ${name} file-${i}`, raw])
  }
  for (let i = 0; i < FILES; i += 2) await tool('debugfs', ['-w', '-R', `rm file-${i}`, raw])
  await qemuImg(['convert', '-f', 'raw', '-O', 'vhdx', '-o', 'block_size=1M', raw, image])
  // What the guest wrote and wiped again: mapped, and all zero; in no order of the disk.
  for (const at of [9000, 3000, 6000]) await qemuIo(image, `write -P 0xee ${at}M 4M`)
  for (const at of [9000, 3000, 6000]) await qemuIo(image, `write -P 0 ${at}M 4M`)
  return { image, kept: names.filter((_, i) => i % 2 === 1) }
}

test('a grown image becomes a compact one, in a folder that the user picks', async ({
  files,
  launchOptions,
}) => {
  test.setTimeout(120_000)
  const missing = missingDesktop() ?? (hasProgram('mkfs.ext4') ? undefined : 'mkfs.ext4')
  if (nothingMayLack) expect(missing).toBeUndefined()
  test.info().skip(missing !== undefined, missing)
  needQemu()
  const { image, kept } = await growImage(files.folder)
  const before = await stat(image)

  let promised: string | undefined
  const disk = await openRealDisk(files.folder, launchOptions)
  try {
    const { page } = disk
    await openFile(page, image)
    await show(page, 'Blocks')
    const space = page.getByRole('region', { name: 'Space', exact: true })
    await space.getByRole('button', { name: 'Look for zeros' }).click()
    // Before the zeros were looked at it says “at most”.
    const promise = /Without the blocks that are free in the guest it would have (\d[\d.]* MiB)\./
    await expect(space).toContainText(promise)
    promised = promise.exec((await space.textContent()) ?? '')?.[1]
    await show(page, 'Disk')
    await page.getByRole('button', { name: 'Export the disk…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Export the disk' })
    await dialog.getByRole('radio', { name: 'Dynamic VHDX' }).check()
    await dialog.getByRole('checkbox', { name: /wholly free/ }).check()
    await expect(dialog).toContainText(/It will be (at most )?[\d.]+ [MG]iB/)
    await dialog.getByRole('radio', { name: 'BLAKE3' }).check()
    await dialog.getByRole('button', { name: 'Choose folder and save…' }).click()
    await disk.allowEditing(() => dialog.getByLabel('Name of the new image').isHidden())
    await expect(dialog.getByRole('status')).toContainText('clean and sound', { timeout: 60_000 })
    await expect(dialog.getByRole('status')).toContainText('were left out as free')
  } finally {
    await disk.close()
  }

  expect(await readdir(disk.folder)).toEqual(['grown.compact.vhdx'])
  const compact = join(disk.folder, 'grown.compact.vhdx')
  const { size } = await stat(compact)
  expect(size).toBeLessThan(before.size / 1.5)
  expect(promised).toBe(formatBytes(size))
  expect(await qemuImg(['check', '-f', 'vhdx', compact])).toMatchObject({ status: 0, stderr: '' })
  const raw = join(files.folder, 'compact.img')
  await qemuImg(['convert', '-f', 'vhdx', '-O', 'raw', compact, raw])
  await tool('e2fsck', ['-fn', raw])
  for (const path of kept) {
    const name = path.slice(path.lastIndexOf('/') + 1)
    const out = join(files.folder, `out-${name}`)
    await tool('debugfs', ['-R', `dump ${name} ${out}`, raw])
    await tool('cmp', [path, out])
  }
})
