/** Opening a file: every way in, and what is shown first. */
import { realImage } from '../src/testing/images.ts'
import {
  chooseFile,
  goTo,
  headline,
  NOT_CLOSED,
  openApp,
  openFile,
  openSample,
  show,
} from './support/app.ts'
import { dragFiles, dropFiles } from './support/drop.ts'
import { dirtyLikeQemu, huge } from './support/images.ts'
import { expect, test } from './support/test.ts'

const PREVIEW = 'BAT[17]: NOT_PRESENT → FULLY_PRESENT at 29 MiB'

test('shows verdict, entries and preview of the image that QEMU left dirty', async ({ page }) => {
  const path = realImage('iotest-dirtylog-10G-4M.vhdx')
  test.info().skip(path === undefined, 'the real images are not at hand')
  await openApp(page)
  await dropFiles(page, path ?? '')
  await expect(headline(page)).toHaveText(NOT_CLOSED)

  await show(page, 'Log')
  const entries = page.getByRole('grid', { name: 'Log entries' })
  await expect(entries).toHaveAttribute('aria-rowcount', '8')
  await expect(entries.getByRole('row', { name: /Active/ })).toHaveCount(1)
  await expect(entries.getByRole('row', { name: /Stale/ })).toHaveCount(6)

  await show(page, 'Replay')
  await expect(page.getByText(PREVIEW).first()).toBeVisible()
})

test('says the same of an image that this project makes', async ({ page, files }) => {
  await openFile(page, await files.compose('dirty.vhdx', dirtyLikeQemu))
  await expect(headline(page)).toHaveText(NOT_CLOSED)
  await show(page, 'Replay')
  await expect(page.getByText(PREVIEW).first()).toBeVisible()
})

test('takes a file that is dropped anywhere', async ({ page, files }) => {
  const path = await files.compose('dirty.vhdx', dirtyLikeQemu)
  await openApp(page)
  const drop = await dragFiles(page, [path])
  await expect(page.getByText('Drop to open')).toBeVisible()
  await drop()
  await expect(page.getByText('Drop to open')).toBeHidden()
  await expect(headline(page)).toHaveText(NOT_CLOSED)
})

test('opens another file in place of the first, and ends the worker of the first', async ({
  page,
  files,
}) => {
  await openSample(page, 'clean')
  await expect(headline(page)).toHaveText('Closed cleanly. Nothing to replay.')
  const [first] = page.workers()
  const ended = first?.waitForEvent('close')
  await show(page, 'Structure')
  await dropFiles(page, await files.compose('dirty.vhdx', dirtyLikeQemu))
  const question = page.getByRole('dialog', { name: 'What is this file for?' })
  await expect(question).toContainText('You dropped dirty.vhdx.')
  await question.getByRole('button', { name: 'Open instead' }).click()
  await expect(headline(page)).toHaveText(NOT_CLOSED)
  await expect(page.getByRole('banner')).toContainText('dirty.vhdx')
  await ended
})

test('gives the verdict on a file of 200 GiB at once', async ({ page, files }) => {
  const path = await files.compose('huge.vhdx', huge)
  await openApp(page)
  await chooseFile(page, path)
  // A wide margin for a busy machine: the bench measures it.
  await expect(headline(page)).toHaveText(NOT_CLOSED, { timeout: 3000 })
  await expect(page.getByRole('banner')).toContainText('200 GiB')
})

test('says how much of the file it has read', async ({ page, files }) => {
  await openFile(page, await files.compose('huge.vhdx', huge))
  const footer = page.getByRole('contentinfo')
  await expect(footer).toContainText(/(^|\D)[0-9.]+ MiB of 200 GiB read/)
  const mebibytes = async () =>
    Number(/([0-9.]+) MiB of/.exec((await footer.textContent()) ?? '')?.[1])
  const opened = await mebibytes()
  // Headers, log and tables, and a glance at space that nobody owns.
  expect(opened).toBeLessThan(80)
  await goTo(page, '100GiB')
  await expect.poll(mebibytes).toBeGreaterThan(opened)
})

test('comes back to the place that the address names', async ({ page }) => {
  await openSample(page, 'dirty')
  await show(page, 'Log')
  await expect(page).toHaveURL(/#\/log/)
  await page.reload()
  await page.getByRole('button', { name: /^dirty/ }).click()
  await expect(headline(page)).toHaveText(/Log/)
  await page.goBack()
})
