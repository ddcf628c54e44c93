import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { MIB } from '../src/engine/format/layout.ts'
import { SALVAGED_DISK, TORN } from '../src/testing/salvage-images.ts'
import {
  goTo,
  headline,
  NOT_CLOSED,
  openApp,
  openFile,
  openSample,
  show,
  showState,
} from './support/app.ts'
import { child, middle, stranger } from './support/chain.ts'
import { dirtyDisk } from './support/dirty-disk.ts'
import { tableInLog } from './support/disks.ts'
import { dropFiles } from './support/drop.ts'
import type { TestFiles } from './support/files.ts'
import { stubFolderPicker } from './support/folder.ts'
import { guestDisk } from './support/guest-disk.ts'
import { expect, test } from './support/test.ts'
import { usedDisk } from './support/used-disk.ts'
import { addEdit, importAndOpen, previewed } from './support/workbench.ts'

const FOLDER = fileURLToPath(new URL('../docs/screenshots/', import.meta.url))
const REAL = 'iotest-dirtylog-10G-4M.vhdx'

/** In the middle of the third of four blocks. */
const CUT = 6.5 * MIB

type Shot = (page: Page, path: string, files: TestFiles) => Promise<void>

const dropImage = async (page: Page, path: string): Promise<void> => {
  await openApp(page)
  await dropFiles(page, path)
  await expect(headline(page)).toHaveText(NOT_CLOSED)
}

const showTab = async (page: Page, tab: string): Promise<void> => {
  await show(page, 'Log')
  await page.getByRole('tab', { name: tab }).click()
}

const SHOTS: Readonly<Record<string, Shot>> = {
  overview: dropImage,
  log: async (page, path) => {
    await dropImage(page, path)
    await show(page, 'Log')
  },
  replay: async (page, path) => {
    await dropImage(page, path)
    await page.getByRole('button', { name: 'Preview changes' }).click()
  },
  damaged: async (page, _, files) => {
    await openFile(page, await files.compose('cut.vhdx', { ...SALVAGED_DISK, fileSize: CUT }))
    await expect(page.getByRole('main')).not.toContainText('Not looked at yet')
  },
  salvage: async (page, _, files) => {
    await openFile(page, await files.compose('torn.vhdx', TORN))
    await page.getByRole('button', { name: 'Salvage…' }).click()
    await page.getByRole('button', { name: 'Preview the salvage' }).click()
    await expect(headline(page)).toHaveText('Salvage preview')
  },
  findings: async (page) => {
    await openSample(page, 'dirty')
    await show(page, 'Findings')
    await page.getByRole('grid').getByRole('row').nth(1).click()
  },
  structure: async (page) => {
    await openSample(page, 'dirty')
    await show(page, 'Structure')
    await showState(page, 'Compare')
    await page.getByRole('navigation', { name: 'Structures' }).getByText('Headers').click()
  },
  blocks: async (page, path) => {
    await dropImage(page, path)
    await show(page, 'Blocks')
    await showState(page, 'After replay')
    const map = page.getByRole('slider', { name: 'Map of the blocks' })
    await map.focus()
    for (let block = 0; block < 17; block++) await map.press('ArrowRight')
    await expect(page.getByText(/^Changed by the replay/)).toBeVisible()
  },
  space: async (page, _, files) => {
    await openFile(page, await usedDisk(files))
    await show(page, 'Blocks')
    const space = page.getByRole('region', { name: 'Space', exact: true })
    await space.getByRole('button', { name: 'Look for zeros' }).click()
    await space.getByRole('button', { name: 'Blocks free in the guest' }).click()
    await expect(page.getByText(/^Only of the space/).first()).toBeVisible()
    await page.getByRole('main').evaluate((main) => {
      main.scrollTop = (main.querySelector('#space')?.closest('section')?.offsetTop ?? 0) - 90
    })
  },
  disk: async (page, _, files) => {
    await dropImage(page, await files.compose('disk.vhdx', tableInLog()))
    await show(page, 'Disk')
    await showState(page, 'After replay')
    const box = page.getByRole('textbox', { name: 'Go to' })
    await box.fill('lba:1')
    await box.press('Enter')
    await expect(page.getByText('EFI PART')).toBeVisible()
    await page.getByRole('main').evaluate((main) => main.scrollTo(0, 0))
  },
  files: async (page, _, files) => {
    await dropImage(page, await guestDisk(files))
    await show(page, 'Files')
    await showState(page, 'Compare')
    const list = page.getByRole('grid', { name: 'Files' })
    await list.getByRole('gridcell', { name: 'reports' }).dblclick()
    await list.getByRole('gridcell', { name: 'first.txt' }).click()
    await expect(page.getByText('The first report.').first()).toBeVisible()
  },
  chain: async (page, _, files) => {
    const paths = [
      await files.compose('monday.avhdx', child),
      await files.compose('middle.vhdx', middle),
      await files.compose('old.vhdx', stranger),
    ]
    await openApp(page)
    await dropFiles(page, ...paths)
    await expect(page.getByText('Not in this chain', { exact: true })).toBeVisible()
    await show(page, 'Disk')
    await expect(page.getByRole('heading', { name: 'Chain', exact: true })).toBeVisible()
  },
  bytes: async (page, path) => {
    await dropImage(page, path)
    await showState(page, 'Compare')
    await goTo(page, 'bat:17')
  },
  'file-strip': async (page, path) => {
    await dropImage(page, path)
    await show(page, 'Blocks')
    await showState(page, 'After replay')
    await page.getByRole('heading', { name: 'File', exact: true }).scrollIntoViewIfNeeded()
  },
  history: async (page) => {
    await openSample(page, 'dirty')
    await showTab(page, 'History')
  },
  'other-tools': async (page) => {
    await openSample(page, 'dirty')
    await showTab(page, 'Other tools')
    await expect(page.getByText('Do not run “qemu-img check -r all”').first()).toBeVisible()
  },
  report: async (page, path) => {
    await dropImage(page, path)
    await show(page, 'Report')
    await expect(page.getByRole('heading', { name: 'What was not checked' })).toBeVisible()
  },
  patch: async (page, path) => {
    await dropImage(page, path)
    await page.getByRole('button', { name: /^Export patch/ }).click()
    await expect(page.getByText(/^The patch has/)).toBeVisible()
  },
  edit: async (page, path) => {
    await openApp(page)
    await importAndOpen(page, path)
    await show(page, 'Edit')
    await page.getByRole('button', { name: 'Replay in place' }).click()
    await expect(page.getByRole('status')).toContainText('replayed in place')
    await addEdit(page, 'BAT entry', { Index: '40', State: '6', FileOffsetMB: '30' })
    await previewed(page)
  },
  lab: async (page) => {
    await openSample(page, 'torn')
    await show(page, 'Lab')
  },
  saved: async (page, path) => {
    await stubFolderPicker(page)
    await openFile(page, path)
    await page.getByRole('button', { name: 'Save replayed copy…' }).click()
    await page.getByRole('button', { name: 'Choose folder and save…' }).click()
    await expect(page.getByRole('dialog').getByRole('status')).toContainText('closed cleanly')
  },
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [name, take] of Object.entries(SHOTS)) {
    test(`${name}, ${colorScheme}`, async ({ page, files }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await take(page, await dirtyDisk(files, REAL), files)
      await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
      await page.mouse.move(0, 0)
      await page.screenshot({ path: join(FOLDER, `${name}-${colorScheme}.png`), caret: 'hide' })
    })
  }
}
