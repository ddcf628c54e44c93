/**
 * A stranger with a damaged image: from the drop to a saved file that can be attached, or to the
 * sentence that there is none, in at most five clicks.
 */
import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { NIL_GUID } from '../src/engine/bytes/guid.ts'
import { buildImage } from '../src/engine/compose/build-image.ts'
import { MIB } from '../src/engine/format/layout.ts'
import { numberedGuid, parentOf } from '../src/testing/chain-files.ts'
import { putGpt } from '../src/testing/disk-tables.ts'
import { extSuperblock, guestDisk } from '../src/testing/guest-volumes.ts'
import { qemuImg } from '../src/testing/qemu.ts'
import {
  lostHeaders,
  lostMetadata,
  placing,
  SALVAGED_DISK,
  TORN,
  zeroed,
} from '../src/testing/salvage-images.ts'
import { expectNothingAside, headline, openApp, show, showState } from './support/app.ts'
import { expectAccessible } from './support/axe.ts'
import { base } from './support/chain.ts'
import { dropFiles } from './support/drop.ts'
import type { TestFiles } from './support/files.ts'
import { listFolder, readFromFolder, stubFolderPicker } from './support/folder.ts'
import { needQemu } from './support/qemu.ts'
import { expect, test } from './support/test.ts'

const MOST_CLICKS = 5

/** Those that show both states. */
const SCREENS = ['Findings', 'Structure', 'Salvage', 'Blocks', 'Disk', 'Bytes', 'Report'] as const
/** What must not be said of a salvage. */
const OF_A_REPLAY = /after (the )?replay|by the replay|the replay (changes|writes)/i

class Stranger {
  readonly page: Page
  #clicks = 0

  constructor(page: Page) {
    this.page = page
  }

  async drop(path: string): Promise<void> {
    await stubFolderPicker(this.page)
    await openApp(this.page)
    await dropFiles(this.page, path)
  }

  async click(button: Locator): Promise<void> {
    this.#clicks++
    expect(this.#clicks).toBeLessThanOrEqual(MOST_CLICKS)
    await button.click()
  }
}

const button = (within: Page | Locator, name: string) =>
  within.getByRole('button', { name, exact: true })
const dialog = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true })

/** Salvages what is open as it is proposed, and gives the bytes of the copy. */
async function saveSalvaged(stranger: Stranger, name: string): Promise<Buffer> {
  const { page } = stranger
  await stranger.click(button(page, 'Salvage…'))
  await stranger.click(button(dialog(page, 'Salvage'), 'Preview the salvage'))
  await expect(headline(page)).toHaveText('Salvage preview')
  return saveCopy(stranger, name)
}

async function saveCopy(stranger: Stranger, name: string): Promise<Buffer> {
  const { page } = stranger
  await stranger.click(button(page, 'Save salvaged copy…'))
  const saving = dialog(page, 'Save salvaged copy')
  await stranger.click(button(saving, 'Choose folder and save…'))
  await expect(saving.getByRole('status')).toContainText('salvaged as it was previewed')
  expect(await listFolder(page)).toEqual([name])
  return readFromFolder(page, name)
}

async function expectAttachable(files: TestFiles, bytes: Buffer): Promise<void> {
  const path = await files.write('salvaged.vhdx', bytes)
  expect(await qemuImg(['check', path])).toMatchObject({ status: 0 })
}

/** What an image has at the places of its blocks 0 to 3, 4 to 7 MiB. */
const blocksOf = (bytes: Buffer): readonly number[] =>
  [4, 5, 6, 7].map((at) => bytes[at * MIB] ?? 0)

test.describe('a stranger', () => {
  test.beforeEach(needQemu)

  test('with a truncated image saves what is left of it', async ({ page, files }) => {
    const stranger = new Stranger(page)
    const path = await files.compose('cut.vhdx', { ...SALVAGED_DISK, fileSize: 6.5 * MIB })
    await stranger.drop(path)
    await expect(headline(page)).toHaveText(/^Cut off: 2 of 4 blocks \(1\.50 MiB of the disk\)/)
    const copy = await saveSalvaged(stranger, 'cut.salvaged.vhdx')
    expect(copy.length).toBe(8 * MIB)
    expect(blocksOf(copy)).toEqual([1, 2, 3, 0])
    await expectAttachable(files, copy)
  })

  test('with a table of blocks of zeros saves what the log still has of it', async ({
    page,
    files,
  }) => {
    const stranger = new Stranger(page)
    const closed = [{ logGuid: NIL_GUID }, { logGuid: NIL_GUID }] as const
    const log = { entries: [placing(3, 7)] }
    const image = zeroed({ ...SALVAGED_DISK, headers: closed, log }, [3 * MIB, 65536])
    await stranger.drop(await files.write('zeroed.vhdx', Buffer.from(image.toBytes())))
    const copy = await saveSalvaged(stranger, 'zeroed.salvaged.vhdx')
    expect([...copy.subarray(3 * MIB, 3 * MIB + 4)]).toEqual([6, 0, 0x40, 0])
    await expectAttachable(files, copy)
  })

  test('with an image without headers saves one that has them', async ({ page, files }) => {
    const stranger = new Stranger(page)
    await stranger.drop(await files.write('headless.vhdx', Buffer.from(lostHeaders().toBytes())))
    const copy = await saveSalvaged(stranger, 'headless.salvaged.vhdx')
    expect(blocksOf(copy)).toEqual([1, 2, 3, 4])
    await expectAttachable(files, copy)
  })

  test('with a torn log saves a copy that can be opened, and sees it before', async ({
    page,
    files,
  }) => {
    const stranger = new Stranger(page)
    const path = await files.compose('torn.vhdx', TORN)
    const source = await readFile(path)
    await stranger.drop(path)
    const copy = await saveSalvaged(stranger, 'torn.salvaged.vhdx')
    await expectAttachable(files, copy)
    expect((await readFile(path)).equals(source)).toBe(true)
    await button(dialog(page, 'Save salvaged copy'), 'Done').click()
    await expectAccessible(page)
    await button(page, 'Other ways…').click()
    await expect(button(dialog(page, 'Salvage'), 'Preview the salvage')).toBeVisible()
    await expectAccessible(page)
    await page.setViewportSize({ width: 320, height: 640 })
    await expectNothingAside(page)
    await page.keyboard.press('Escape')
    await expectNothingAside(page)
    await page.setViewportSize({ width: 1280, height: 720 })

    await showState(page, 'Salvaged')
    for (const screen of SCREENS) {
      await show(page, screen)
      await expect(page.getByRole('main')).not.toHaveText(OF_A_REPLAY)
    }
    await show(page, 'Structure')
    await expect(page.getByRole('region', { name: 'Salvage' })).toContainText(
      'stays as it is on disk',
    )
    await showState(page, 'Salvaged')
    await expect(page.getByText('After replay')).toHaveCount(0)
    await expectAccessible(page)
    await button(page.getByRole('region', { name: 'Salvage' }), 'Drop it').click()
    await expect(page.getByRole('radio', { name: 'After replay' })).toBeDisabled()
  })

  test('with lost metadata sets values against what the file shows, and is told so', async ({
    page,
    files,
  }) => {
    const stranger = new Stranger(page)
    await stranger.drop(await files.write('lost.vhdx', Buffer.from(lostMetadata().toBytes())))
    await stranger.click(button(page, 'Salvage…'))
    const form = dialog(page, 'Salvage')
    const field = (name: string) => form.getByRole('textbox', { name, exact: true })
    await expect(field('disk-size')).toHaveValue('4MiB')
    await field('block-size').fill('2MiB')
    await expect(field('disk-size')).toHaveValue('8MiB')
    await expect(form.getByRole('status')).toHaveText(/: disk-size\.$/)
    await expect(form.getByText(/^But the places in the table have room/)).toBeVisible()
    await form.getByRole('radio', { name: /^differencing/ }).click()
    await expect(field('parent-path')).toHaveAccessibleDescription(/set parent-path/)
    await expectAccessible(page)
    await page.setViewportSize({ width: 320, height: 640 })
    await expectNothingAside(page)
    await page.setViewportSize({ width: 1280, height: 720 })
    await button(form, 'Do not set kind').click()
    await button(form, 'Do not set block-size').click()
    await expect(field('disk-size')).toHaveValue('4MiB')
    await stranger.click(button(form, 'Preview the salvage'))
    await expect(headline(page)).toHaveText('Salvage preview')
    await show(page, 'Blocks')
    const census = page.getByRole('table', { name: 'Blocks by state' })
    await expect(census.getByRole('columnheader')).toHaveText(['State', 'Salvaged'])
    await showState(page, 'On disk')
    await expect(page.getByRole('main')).toContainText('On disk nothing says how large the disk is')
    await expectAccessible(page)
  })

  test('with a child whose parent was changed links it to the parent as it is now', async ({
    page,
    files,
  }) => {
    const stranger = new Stranger(page)
    const written = { ...base, dataWriteGuid: numberedGuid(0xf) }
    const parent = await files.compose('base.vhdx', written)
    const only = { ...base, ...parentOf(numberedGuid(0xa), 'base.vhdx'), blocks: [] }
    await stranger.drop(await files.compose('child.vhdx', only))
    await expect(headline(page)).toHaveText(/^This disk is a child, and its parent is not here/)
    const chooser = page.waitForEvent('filechooser')
    await stranger.click(button(page, 'Choose the parent…').first())
    await (await chooser).setFiles(parent)
    await expect(headline(page)).toHaveText(/^The parent was written to after the child was made/)
    await stranger.click(button(page, 'Look at it linked…'))
    await expect(headline(page)).toHaveText('Salvage preview')
    const copy = await saveCopy(stranger, 'child.salvaged.vhdx')
    const path = await files.write('linked.vhdx', copy)
    await dropFiles(page, path, parent)
    await stranger.click(button(page, 'Open instead'))
    await expect(
      page.getByText('The chain is complete: the disk is read through it.'),
    ).toBeVisible()
  })

  test('with a disk that was initialised is told what was there, and exports it', async ({
    page,
    files,
  }) => {
    const stranger = new Stranger(page)
    const size = 16 * MIB
    const table = new Uint8Array(size)
    putGpt(table, { parts: [] })
    const spare = 8193 * 1024
    const disk = guestDisk(size, [
      [0, table.slice(0, 34 * 512)],
      [spare, extSuperblock({ group: 1 })],
      [size - 33 * 512, table.slice(size - 33 * 512)],
    ])
    await stranger.drop(await files.compose('initialised.vhdx', disk))
    const causes = page.getByRole('region', { name: 'What is wrong, and the ways out' })
    await expect(causes).toContainText('e2fsck -b 8193 -B 1024 OUT')
    await stranger.click(button(causes, 'Go to the disk'))
    await stranger.click(button(page, 'Export the disk…'))
    const saving = dialog(page, 'Export the disk')
    await stranger.click(button(saving, 'Choose folder and save…'))
    await expect(saving.getByRole('status')).toContainText('read back and compared')
    const raw = await readFromFolder(page, 'initialised.raw')
    expect(raw.readUInt16LE(spare + 56)).toBe(0xef53)
  })

  test('with an image of which nothing is left is told so', async ({ page, files }) => {
    const stranger = new Stranger(page)
    const image = buildImage(SALVAGED_DISK)
    image.put(0, new Uint8Array(4 * MIB).fill(0xa5))
    await stranger.drop(await files.write('gone.vhdx', Buffer.from(image.toBytes())))
    await expect(headline(page)).toHaveText(/not a VHDX/)
    await expect(button(page, 'Salvage…')).toHaveCount(0)
  })
})
