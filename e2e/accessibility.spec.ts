/** Every screen and dialog under axe: in each theme, with the system's colours, narrow, without motion. */
import { writeFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import {
  expectNothingAside,
  openApp,
  openFile,
  openSample,
  type Screen,
  show,
  showState,
} from './support/app.ts'
import {
  expectAccessible,
  expectAccessibleInColours,
  expectFitting,
  expectReadable,
} from './support/axe.ts'
import { dragFiles } from './support/drop.ts'
import { failSaves, watchHeldWrites } from './support/faults.ts'
import { dropVanished } from './support/files.ts'
import { stubFolderPicker } from './support/folder.ts'
import { damagedLog, headless } from './support/images.ts'
import { expect, test } from './support/test.ts'

const SCREENS: readonly (readonly Screen[])[] = [
  ['Overview', 'Findings', 'Structure', 'Log', 'Replay'],
  ['Blocks', 'Disk', 'Files', 'Bytes', 'Report'],
]

/** Waits until nothing is being read. */
async function settled(page: Page): Promise<void> {
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
}

/** Looks at all of what is shown, and at its colours in the other themes and with those of the system. */
async function expectAccessibleInAllThemes(page: Page): Promise<void> {
  await settled(page)
  await expectAccessible(page)
  for (const theme of ['Dark', 'High contrast']) {
    await page.getByLabel('Theme').selectOption(theme)
    await expectReadable(page)
  }
  // It has been looked at as that of the system.
  await page.getByLabel('Theme').selectOption('Light')
  await page.emulateMedia({ forcedColors: 'active' })
  await expectReadable(page)
  await page.emulateMedia({ forcedColors: 'none' })
}

test('the start screen is accessible in all themes', async ({ page }) => {
  await openApp(page)
  await expectAccessibleInAllThemes(page)
})

for (const screens of SCREENS) {
  test(`accessible in all themes: ${screens.join(', ')}`, async ({ page }) => {
    test.slow()
    await openSample(page, 'dirty')
    await showState(page, 'Compare')
    for (const screen of screens) {
      await test.step(screen, async () => {
        await show(page, screen)
        await expectAccessibleInAllThemes(page)
      })
    }
  })
}

test('dialogs are accessible', async ({ page }) => {
  await openSample(page, 'dirty')
  for (const [key, name] of [
    ['?', 'Keys'],
    ['Control+g', 'Go to'],
    ['Control+s', 'Save replayed copy'],
  ] as const) {
    await page.keyboard.press(key)
    await expect(page.getByRole('dialog', { name })).toBeVisible()
    await expectAccessibleInColours(page)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }
})

test('a save is accessible while it runs, when it has failed, and when it is done', async ({
  page,
}) => {
  await stubFolderPicker(page)
  await failSaves(page, { when: 'write', error: 'hold' })
  await openSample(page, 'dirty')
  const writes = await watchHeldWrites(page)
  await page.keyboard.press('Control+s')
  await page.getByRole('button', { name: 'Choose folder and save…' }).click()
  await writes.held()
  await expectAccessible(page)
  await writes.release()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('status')).toContainText('closed cleanly')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Done' }).click()
  await page.keyboard.press('Control+s')
  await page.getByRole('button', { name: 'Choose folder and save…' }).click()
  await expect(dialog.getByRole('alert')).toContainText('already exists')
  await expectAccessible(page)
})

test('what cannot be read, or has changed, is told accessibly', async ({ page, files }) => {
  await openApp(page)
  await dropVanished(page, await files.compose('gone.vhdx', headless))
  await expect(page.getByRole('alert')).toContainText('gone.vhdx')
  await expectAccessible(page)

  const path = await files.compose('changing.vhdx', headless)
  await openFile(page, path)
  await writeFile(path, 'another writer was here', { flag: 'r+' })
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await expect(page.getByRole('alert')).toContainText('The file changed')
  await expectAccessible(page)
})

test('the bytes under another screen are accessible', async ({ page }) => {
  await openSample(page, 'dirty')
  await show(page, 'Log')
  await page.keyboard.press('Control+j')
  await expect(page.getByRole('region', { name: 'Bytes' })).toBeVisible()
  await settled(page)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Copy as…' }).click()
  await expect(page.getByRole('group', { name: 'Copy the selected bytes as' })).toBeVisible()
  await expectAccessible(page)
})

test('refused and foreign files are accessible', async ({ page, files }) => {
  await openFile(page, await files.compose('damaged.vhdx', damagedLog))
  await expectAccessible(page)
  await show(page, 'Log')
  await settled(page)
  await expectAccessible(page)
  await openFile(page, await files.compose('headless.vhdx', headless))
  await expectAccessible(page)
  await openFile(page, await files.write('empty.vhdx', new Uint8Array()))
  await expectAccessible(page)
})

test('the page that waits for a dragged file is accessible', async ({ page, files }) => {
  const path = await files.write('empty.vhdx', new Uint8Array())
  await openApp(page)
  await dragFiles(page, [path])
  await expect(page.getByText('Drop to open')).toBeVisible()
  await expectAccessible(page)
})

test('nothing but tables and bytes scrolls sideways at 320 pixels', async ({ page }) => {
  test.slow()
  await page.setViewportSize({ width: 320, height: 640 })
  await openSample(page, 'dirty')
  for (const screen of SCREENS.flat()) {
    await test.step(screen, async () => {
      await show(page, screen)
      await settled(page)
      await expectNothingAside(page)
      await expectFitting(page)
    })
  }
})

test('those who asked the system for more contrast get it, unless they chose a theme', async ({
  page,
}) => {
  const background = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
  await page.emulateMedia({ contrast: 'more', colorScheme: 'dark' })
  await openApp(page)
  expect(await background()).toBe('rgb(0, 0, 0)')
  const theme = page.getByLabel('Theme')
  await theme.selectOption('Dark')
  expect(await background()).toBe('rgb(14, 17, 21)')
  await theme.selectOption('System')
  expect(await background()).toBe('rgb(0, 0, 0)')
  await page.emulateMedia({ contrast: 'no-preference', colorScheme: 'dark' })
  await expect.poll(background).toBe('rgb(14, 17, 21)')
  await theme.selectOption('High contrast')
  expect(await background()).toBe('rgb(0, 0, 0)')
})

test('nothing moves for those who asked for less motion', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await openSample(page, 'dirty')
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll('*')].flatMap((element) => {
      const { transitionDuration, animationName } = getComputedStyle(element)
      const still = transitionDuration.split(', ').every((time) => Number.parseFloat(time) < 0.01)
      return still && animationName === 'none' ? [] : [element.outerHTML.slice(0, 80)]
    }),
  )
  expect(moving).toEqual([])
})
