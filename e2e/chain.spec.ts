/** Differencing chains: files that are dropped together or one by one, and what is said of each. */
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { buildImage } from '../src/engine/compose/build-image.ts'
import { MIB } from '../src/engine/format/layout.ts'
import { openReferenceDisk, readReference } from '../src/testing/reference-disk.ts'
import { openApp, openSample, show } from './support/app.ts'
import { expectAccessible } from './support/axe.ts'
import { base, child, middle, stranger } from './support/chain.ts'
import { dragFiles, dropFiles } from './support/drop.ts'
import { removeFolderPicker } from './support/folder.ts'
import { expect, test } from './support/test.ts'

const rail = (page: Page) => page.getByRole('list', { name: 'Chain from child to base' })
const files = (page: Page) => rail(page).getByRole('listitem')

test('a child and two parents that are dropped together are put in order', async ({
  page,
  files: made,
}) => {
  const paths = [
    await made.compose('base.vhdx', base),
    await made.compose('child.vhdx', child),
    await made.compose('middle.vhdx', middle),
  ]
  await openApp(page)
  await dropFiles(page, ...paths)
  await expect(files(page)).toHaveText([
    /^Child child\.vhdx, 4 MiB$/,
    /^Parent 1 middle\.vhdx.*current header.*middle\.vhdx has a log to replay/,
    /^Parent 2 base\.vhdx.*parent_linkage is the DataWriteGuid of its current header\.$/,
  ])
  await expect(page.getByText('The chain is complete: the disk is read through it.')).toBeVisible()
  await expectAccessible(page)
})

const origins = (page: Page) =>
  page.getByRole('list', { name: 'Where the selected bytes are from' }).getByRole('listitem')

/** The byte of the disk at a place, once the caret is there. */
async function goTo(page: Page, place: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Go to' }).fill(place)
  await page.keyboard.press('Enter')
}

const caret = (page: Page) =>
  page.getByRole('grid', { name: 'Bytes of the disk' }).locator('[data-caret]')

test('the disk is read through the chain, the bytes of each layer', async ({
  page,
  files: made,
}) => {
  const [childPath, middlePath, basePath] = [
    await made.compose('child.vhdx', child),
    await made.compose('middle.vhdx', middle),
    await made.compose('base.vhdx', base),
  ]
  await openApp(page)
  await dropFiles(page, childPath)
  await show(page, 'Disk')
  await goTo(page, 'block:1')
  await expect(origins(page)).toHaveText(/in the parent, which is not open/)
  await expect(caret(page)).toHaveText('00')

  // What is shown is read again as soon as the chain is another.
  await dropFiles(page, middlePath, basePath)
  await page.getByRole('button', { name: 'Add as parents' }).click()
  await expect(files(page)).toHaveText([/^Child/, /^Parent 1 middle/, /^Parent 2 base/])
  await expect(origins(page)).toHaveText(/from the parent at 0x400000/i)
  await expect(caret(page)).toHaveText('B1')
  await goTo(page, 'block:0')
  await expect(caret(page)).toHaveText('A0')
  await expect(origins(page)).toHaveText(/from parent 2 at/)
  await goTo(page, 'block:2')
  await expect(caret(page)).toHaveText('C2')
  await expect(origins(page)).toHaveText(/from this file at/)
  // The second half of every eight sectors of this block is not in the child.
  await goTo(page, '0x200800')
  await expect(caret(page)).toHaveText('A2')
  await expect(origins(page)).toHaveText(/from parent 2 at/)
  await expectAccessible(page)
})

test('the exported disk is what a plain reader makes of the chain', async ({
  page,
  files: made,
}) => {
  await removeFolderPicker(page)
  const paths = [
    await made.compose('middle.vhdx', middle),
    await made.compose('base.vhdx', base),
    await made.compose('child.vhdx', child),
  ]
  await openApp(page)
  await dropFiles(page, ...paths)
  await expect(files(page)).toHaveCount(3)
  await show(page, 'Disk')
  await page.getByRole('button', { name: 'Export as raw image…' }).click()
  await page.getByRole('button', { name: 'Prepare the copy' }).click()
  const waiting = page.waitForEvent('download')
  await page.getByRole('link', { name: /^Download child/ }).click()
  const saved = await readFile(await (await waiting).path())

  const { bat: _, log: __, ...replayed } = middle
  const chain = await Promise.all(
    [child, replayed, base].map((description) => openReferenceDisk(buildImage(description))),
  )
  expect(saved.length).toBe(4 * MIB)
  expect(saved.equals(await readReference(chain, 0, 4 * MIB))).toBe(true)
})

test('a parent that is dropped later is asked about; a wrong one is refused with its reason', async ({
  page,
  files: made,
}) => {
  await openApp(page)
  await dropFiles(page, await made.compose('child.vhdx', child))
  await expect(files(page)).toHaveText([/^Child child/, /^Parent 1 missing.*\.\\middle\.vhdx/])
  await expectAccessible(page)

  await dropFiles(page, await made.compose('stranger.vhdx', stranger))
  const question = page.getByRole('dialog', { name: 'What is this file for?' })
  await expect(question).toBeVisible()
  await expectAccessible(page)
  // The focus is on the first answer.
  await page.keyboard.press('Enter')
  await expect(question).toBeHidden()
  await expect(page.getByText(/stranger\.vhdx is not the parent: parent_linkage is/)).toBeVisible()
  await expect(files(page)).toHaveCount(2)
  await expectAccessible(page)

  const middlePath = await made.compose('middle.vhdx', middle)
  await dropFiles(page, middlePath, await made.compose('base.vhdx', base))
  await page.getByRole('button', { name: 'Add as parents' }).click()
  await expect(files(page)).toHaveText([/^Child/, /^Parent 1 middle/, /^Parent 2 base/])
  await expect(page.getByText('The chain is complete without it.')).toBeVisible()

  await page.getByRole('button', { name: 'Forget the parents' }).click()
  await expect(files(page)).toHaveText([/^Child/, /^Parent 1 missing/])

  await dropFiles(page, middlePath)
  await page.getByRole('button', { name: 'Open instead' }).click()
  await expect(files(page)).toHaveText([/^Child middle/, /^Parent 1 missing.*base\.vhdx/])
})

test('a parent is chosen for the empty place by keyboard', async ({ page, files: made }) => {
  const path = await made.compose('middle.vhdx', middle)
  await openApp(page)
  await dropFiles(page, await made.compose('child.vhdx', child))
  const choose = page.getByRole('button', { name: 'Choose a parent…' })
  await choose.focus()
  const chooser = page.waitForEvent('filechooser')
  await page.keyboard.press('Enter')
  await (await chooser).setFiles(path)
  await expect(files(page)).toHaveText([/^Child/, /^Parent 1 middle/, /^Parent 2 missing/])
})

test('what is dropped on the empty place is added without a question', async ({
  page,
  files: made,
}) => {
  const path = await made.compose('middle.vhdx', middle)
  await openApp(page)
  await dropFiles(page, await made.compose('child.vhdx', child))
  const place = files(page).filter({ hasText: 'missing' })
  await place.scrollIntoViewIfNeeded()
  const box = await place.boundingBox()
  if (box === null) throw new Error('the place is not shown')
  const drop = await dragFiles(page, [path], { x: box.x + 100, y: box.y + 20 })
  await drop()
  await expect(files(page)).toHaveText([/^Child/, /^Parent 1 middle/, /^Parent 2 missing/])
})

test('the sample of a child disk names its parent', async ({ page }) => {
  await openSample(page, 'differencing')
  await expect(files(page)).toHaveText([/^Child differencing/, /^Parent 1 missing.*clean\.vhdx/])
})
