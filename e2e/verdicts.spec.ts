/** What the app says first of each kind of file, and the one safe thing that it offers. */
import { rm, utimes, writeFile } from 'node:fs/promises'
import type { SampleId } from '../src/engine/compose/sample-id.ts'
import { MIB } from '../src/engine/format/layout.ts'
import {
  chooseFile,
  headline,
  NOT_CLOSED,
  openApp,
  openFile,
  openSample,
  show,
} from './support/app.ts'
import { expectAccessible } from './support/axe.ts'
import { dragFiles } from './support/drop.ts'
import { dropVanished } from './support/files.ts'
import { damagedLog, dirtyLikeQemu, foreignFiles, headless } from './support/images.ts'
import { expect, test } from './support/test.ts'

const SAMPLES: readonly (readonly [sample: SampleId, verdict: string, action: string])[] = [
  ['clean', 'Closed cleanly. Nothing to replay.', 'Download report'],
  ['dirty', NOT_CLOSED, 'Preview changes'],
  ['torn', NOT_CLOSED, 'Preview changes'],
  ['truncated', 'The file is truncated.', 'How to copy it again'],
  ['wrapped', NOT_CLOSED, 'Preview changes'],
  ['full', NOT_CLOSED, 'Preview changes'],
  [
    'differencing',
    'This disk is a child, and its parent is not here: what only the parent has cannot be read. It was not closed cleanly; the log can be applied.',
    'Preview changes',
  ],
]

test('builds each sample, and says of it what there is to say', async ({ page }) => {
  await openApp(page)
  for (const [sample, verdict, action] of SAMPLES) {
    await test.step(sample, async () => {
      await page.getByRole('button', { name: new RegExp(`^${sample}`) }).click()
      await expect(headline(page)).toHaveText(verdict)
      await expect(page.getByRole('main').getByRole('button').first()).toHaveText(action)
      await page.getByRole('button', { name: 'Close the file' }).click()
    })
  }
})

test('leads from a damaged log to its first failing entry', async ({ page, files }) => {
  await openFile(page, await files.compose('damaged.vhdx', damagedLog))
  await expect(headline(page)).toHaveText(
    'The log is damaged. The format forbids opening this file.',
  )
  await page.getByRole('button', { name: 'Go to the first failing entry' }).click()
  await expect(headline(page)).toHaveText('Log')
  const entries = page.getByRole('grid', { name: 'Log entries' })
  await expect(entries.getByRole('row', { selected: true })).toContainText('Invalid')
})

test('tells how to copy a truncated file again', async ({ page }) => {
  await openSample(page, 'truncated')
  await expect(page.getByRole('main')).toContainText('6 MiB are here')
  await expect(page.getByRole('main')).toContainText('at least 8 MiB')
  await page.getByRole('button', { name: 'How to copy it again' }).click()
  await expect(page.getByRole('main')).toContainText('Compare the size of this file')
})

test('says of a file that was cut off what is lost of its disk, and never in green', async ({
  page,
  files,
}) => {
  const blocks = Array.from({ length: 6 }, (_, block) => ({ block, fill: 7 }))
  const cut = { virtualDiskSize: 8 * MIB, blocks, fileSize: 6 * MIB }
  await openFile(page, await files.compose('cut.vhdx', cut))
  await expect(headline(page)).toHaveText(
    'Cut off: 4 of 6 blocks (4 MiB of the disk) lie past the end of the file. Otherwise closed cleanly.',
  )
  await expect(page.locator('[data-tone=bad]')).toBeVisible()
  const causes = page.getByRole('region', { name: 'What is wrong, and the ways out' })
  await expect(causes).toContainText('Lost: 4 MiB of the disk')
  await expectAccessible(page)
  await causes.getByRole('button', { name: 'Go to the disk' }).click()
  await expect(headline(page)).toHaveText('Disk')
})

test('says what is wrong with both headers', async ({ page, files }) => {
  await openFile(page, await files.compose('headless.vhdx', headless))
  await expect(headline(page)).toHaveText(/The format forbids opening this file\.$/)
  await page.getByRole('button', { name: 'Show findings' }).click()
  await expect(headline(page)).toHaveText('Findings')
})

test('says what a file is that is no VHDX', async ({ page, files }) => {
  await openApp(page)
  for (const [verdict, bytes] of foreignFiles) {
    await test.step(verdict, async () => {
      await chooseFile(page, await files.write('disk.vhdx', bytes))
      await expect(headline(page)).toHaveText(verdict)
      await expect(page.getByRole('main').getByRole('button').first()).toHaveText(
        'Choose another file…',
      )
      await show(page, 'Structure')
      await expect(page.getByRole('main')).toContainText('This is not a VHDX')
    })
  }
})

test('says what to do with it, and by its name what it is', async ({ page, files }) => {
  await openFile(page, await files.write('disk.vhd', Buffer.from('conectix'.padEnd(4096, '\0'))))
  const help = page.getByRole('region', { name: 'What to do with it' })
  await expect(help).toContainText('Convert-VHD -Path FILE')
  await expectAccessible(page)
  await page.setViewportSize({ width: 390, height: 844 })
  await expectAccessible(page)
  await chooseFile(page, await files.write('disk.vhdx.rct', Buffer.from('something')))
  await expect(help).toContainText('By its name it is a change tracking file of Hyper-V (RCT).')
})

test('names the parent of a child disk', async ({ page }) => {
  await openSample(page, 'differencing')
  const parent = page.getByRole('region', { name: 'A child disk' })
  await expect(parent).toContainText('.\\clean.vhdx')
  await expect(parent).toContainText('C:\\Hyper-V\\clean.vhdx')
})

test('says that a file cannot be read, and tries again when asked', async ({ page, files }) => {
  const path = await files.compose('gone.vhdx', dirtyLikeQemu)
  await openApp(page)
  await dropVanished(page, path)
  const alert = page.getByRole('alert')
  await expect(alert).toContainText('gone.vhdx')
  await alert.getByRole('button', { name: 'Try again' }).click()
  await expect(alert).toContainText('gone.vhdx')
})

test('says of a file that is deleted while it is dropped that it is gone, not that it is empty', async ({
  page,
  files,
}) => {
  const path = await files.compose('gone.vhdx', dirtyLikeQemu)
  await openApp(page)
  const drop = await dragFiles(page, [path])
  await rm(path)
  await drop()
  await expect(page.getByRole('alert')).toContainText('The file is no longer there.')
})

test('notices that the file changed while it was open, and reads it again', async ({
  page,
  files,
}) => {
  const path = await files.compose('changing.vhdx', dirtyLikeQemu)
  await openFile(page, path)
  await writeFile(path, 'another writer was here', { flag: 'r+' })
  await utimes(path, new Date(), new Date())
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))
  const banner = page.getByRole('alert')
  await expect(banner).toContainText('The file changed since it was opened')
  await expect(page.getByRole('button', { name: 'Save replayed copy…' })).toBeDisabled()
  await banner.getByRole('button', { name: 'Read again' }).click()
  await expect(page.getByRole('main')).toBeVisible()
})
