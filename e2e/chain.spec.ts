/** Differencing chains: files that are dropped together or one by one, and what is said of each. */
import { readFile, utimes, writeFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { buildImage } from '../src/engine/compose/build-image.ts'
import { MIB } from '../src/engine/format/layout.ts'
import { openReferenceDisk, readReference } from '../src/testing/reference-disk.ts'
import { chooserOf, openApp, openSample, show } from './support/app.ts'
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

const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Export the disk' })

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

test('a child and two parents are read through, and exported as a plain reader reads them', async ({
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
  // A block of the base, one of the parent between, whose log has to be replayed, and one of the child.
  for (const [block, byte] of ['A0', 'B1', 'C2'].entries()) {
    await goTo(page, `block:${block}`)
    await expect(caret(page)).toHaveText(byte)
  }
  await page.getByRole('button', { name: 'Export the disk…' }).click()
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

test('a parent that changes is told by its name, and the child is not accused', async ({
  page,
  files: made,
}) => {
  const paths = [
    await made.compose('child.vhdx', child),
    await made.compose('middle.vhdx', middle),
    await made.compose('base.vhdx', base),
  ]
  await openApp(page)
  await dropFiles(page, ...paths)
  await expect(files(page)).toHaveText([/^Child/, /^Parent 1 middle/, /^Parent 2 base/])
  // The verdict rests on the parents, too, and is the last that is read of them.
  await expect(page.getByText('Complete: the disk is read through 2 parents.')).toBeVisible()
  await writeFile(paths[2] ?? '', 'another writer was here', { flag: 'r+' })
  await utimes(paths[2] ?? '', new Date(), new Date(0))
  await show(page, 'Disk')
  await page.getByRole('button', { name: 'Export the disk…' }).click()
  await dialogOf(page).getByText('As a download of the browser').click()
  await dialogOf(page).getByRole('button', { name: 'Prepare the copy' }).click()
  await expect(dialogOf(page).getByRole('alert')).toContainText('The parent “base.vhdx” changed')
  await page.keyboard.press('Escape')
  const banner = page.getByRole('alert').filter({ hasText: 'What is shown of the disk' })
  await expect(banner).toContainText('The parent “base.vhdx” changed since it was opened.')
  await expect(page.getByText('Noticed at')).toHaveCount(0)
  await expectAccessible(page)
  await banner.getByRole('button', { name: 'Read the chain again' }).click()
  await expect(banner).toHaveCount(0)
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
  // On the rail, among the findings, and as what is wrong.
  await expect(page.getByText(/stranger\.vhdx is not the parent: parent_linkage is/)).toHaveCount(3)
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
  await expect(files(page)).toHaveText([/^Child/, /^Parent 1 missing/])
  const choose = page.getByRole('button', { name: 'Choose parents…' })
  await choose.focus()
  const chooser = await chooserOf(page, () => page.keyboard.press('Enter'))
  await chooser.setFiles(path)
  await expect(files(page)).toHaveText([/^Child/, /^Parent 1 middle/, /^Parent 2 missing/])
})

test('several files are chosen as a chain, and its findings follow it', async ({
  page,
  files: made,
}) => {
  const choose = async (press: () => Promise<void>, ...paths: readonly string[]) => {
    const chooser = await chooserOf(page, press)
    expect(chooser.isMultiple()).toBe(true)
    await chooser.setFiles([...paths])
  }
  const [childPath, middlePath] = [
    await made.compose('child.vhdx', child),
    await made.compose('middle.vhdx', middle),
  ]
  await openApp(page)
  await choose(() => page.keyboard.press('Control+o'), middlePath, childPath)
  await expect(files(page)).toHaveText([/^Child child/, /^Parent 1 middle/, /^Parent 2 missing/])

  const counted = page.getByRole('link', { name: /^Findings \d+ findings$/ })
  const count = async () => Number(/\d+/.exec((await counted.textContent()) ?? '')?.[0])
  await expect(counted).toBeVisible()
  const before = await count()
  await expect(
    page.getByText(/A parent is not there.*\(in parent 1, middle\.vhdx\)/s),
  ).toBeVisible()
  await show(page, 'Findings')
  const rows = page.getByRole('grid', { name: 'Findings' }).getByRole('row')
  await expect(rows.filter({ hasText: 'A parent was not closed' })).toHaveText(
    /In the chain.*this file$/,
  )
  const missing = rows.filter({ hasText: 'A parent is not there' })
  await expect(missing).toHaveText(/In the chain.*middle\.vhdx$/)
  await missing.click()
  const detail = page.getByRole('region', { name: 'The chosen finding' })
  await expect(detail).toContainText('are in parent 1, middle.vhdx: open that file to see them')
  await expectAccessible(page)

  await show(page, 'Overview')
  const basePath = await made.compose('base.vhdx', base)
  const place = page.getByRole('button', { name: 'Choose parents…' })
  await choose(() => place.click(), basePath, await made.compose('stranger.vhdx', stranger))
  await expect(files(page)).toHaveText([/^Child/, /^Parent 1 middle/, /^Parent 2 base/])
  await expect.poll(count).toBe(before - 1)
})

test('the sector bitmap of a partial block is shown decoded', async ({ page, files: made }) => {
  await openApp(page)
  await dropFiles(page, await made.compose('child.vhdx', child))
  await show(page, 'Blocks')
  await page.getByRole('grid', { name: 'Blocks' }).getByText('PARTIALLY_PRESENT').first().click()
  const bitmap = page.getByRole('region', { name: 'Sector bitmap of the block' })
  await expect(bitmap).toContainText('1,024 of its 2,048 sectors are in this file')
  const runs = bitmap.getByRole('list', { name: 'Runs of sectors' }).getByRole('listitem')
  await expect(runs).toHaveCount(12)
  await expect(runs.nth(0)).toHaveText('LBA 4,096 to 4,099 (2 KiB): in this file')
  await expect(runs.nth(1)).toHaveText('LBA 4,100 to 4,103 (2 KiB): in the parent')
  await expect(bitmap).toContainText('and 500 more runs.')
  await expectAccessible(page)
  await bitmap.getByRole('button', { name: /^Bytes of the bitmap at/ }).click()
  await expect(page).toHaveURL(/sel=0x[0-9a-f]+\+256/)
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
