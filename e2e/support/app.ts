/** The app as the tests use it: by what its controls are called. */
import { expect, type FileChooser, type Locator, type Page } from '@playwright/test'
import type { SampleId } from '../../src/engine/compose/sample-id.ts'

export type Screen =
  | 'Overview'
  | 'Findings'
  | 'Structure'
  | 'Log'
  | 'Replay'
  | 'Salvage'
  | 'Blocks'
  | 'Disk'
  | 'Files'
  | 'Bytes'
  | 'Edit'
  | 'Lab'
  | 'Report'

export type ShownState = 'On disk' | 'After replay' | 'Salvaged' | 'Compare'

/** What the Overview says of a file that can be replayed. */
export const NOT_CLOSED = 'Not closed cleanly. The log can be applied.'

/** Loads the app without a file. */
export async function openApp(page: Page): Promise<void> {
  await page.goto(process.env['APP_URL'] ?? '')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Drop a/)
}

/** Chooses a file in the browser's dialog. */
export const chooseFile = (page: Page, path: string): Promise<void> =>
  page.setInputFiles('input[type=file]', path)

/** The dialog that `press` opens. The browser is told to report it first: a key waits for nothing. */
export async function chooserOf(page: Page, press: () => Promise<void>): Promise<FileChooser> {
  const chooser = page.waitForEvent('filechooser')
  await expect.poll(() => page.evaluate(() => document.hasFocus())).toBe(true)
  await press()
  return chooser
}

/** Loads the app and opens a file in it. */
export async function openFile(page: Page, path: string): Promise<void> {
  await openApp(page)
  await chooseFile(page, path)
  await isOpen(page)
}

/** Loads the app and has it build one of its samples. */
export async function openSample(page: Page, sample: SampleId): Promise<void> {
  await openApp(page)
  await page.getByRole('button', { name: new RegExp(`^${sample}`) }).click()
  await isOpen(page)
}

const isOpen = (page: Page): Promise<void> =>
  expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible()

/** The sentence that the Overview begins with; on other screens, their name. */
export const headline = (page: Page): Locator =>
  page.getByRole('main').getByRole('heading', { level: 1 })

export async function show(page: Page, screen: Screen): Promise<void> {
  const link = page.getByRole('navigation', { name: 'Screens' }).getByRole('link')
  await link.filter({ hasText: new RegExp(`^${screen}`) }).click()
}

export const showState = (page: Page, state: ShownState): Promise<void> =>
  page.getByRole('radio', { name: state }).check()

/** Goes to a place of the file, by its name or its offset. */
export async function goTo(page: Page, place: string): Promise<void> {
  await page.keyboard.press('Control+g')
  const box = page.getByRole('combobox', { name: 'Place, structure or screen' })
  await box.fill(place)
  await box.press('Enter')
}

/** Neither the page nor the screen in it scrolls sideways. */
export async function expectNothingAside(page: Page): Promise<void> {
  for (const part of [page.locator('html'), page.getByRole('main')]) {
    const hidden = await part.evaluate((element) => element.scrollWidth - element.clientWidth)
    expect(hidden, 'pixels to the side').toBeLessThanOrEqual(0)
  }
}
