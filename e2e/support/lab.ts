/** The log lab as the tests use it. */
import { readFile } from 'node:fs/promises'
import { expect, type Locator, type Page } from '@playwright/test'
import { headline, openApp } from './app.ts'

/** Begins with an empty log, from the start screen. */
export async function composeLog(page: Page): Promise<void> {
  await openApp(page)
  await page.getByRole('button', { name: 'Compose a log…' }).click()
  await inLab(page)
}

/** Opens a recipe from a file, on the start screen. */
export async function openRecipe(page: Page, path: string): Promise<void> {
  await page.getByLabel('Recipe file').setInputFiles(path)
  await inLab(page)
}

export const inLab = async (page: Page): Promise<void> => {
  await expect(headline(page)).toHaveText('Lab')
  await isMade(page)
}

/** Waits until the image is that of the recipe. */
export const isMade = (page: Page): Promise<void> =>
  expect(page.locator('[aria-busy=true]')).toHaveCount(0)

export const verdict = (page: Page): Locator => page.getByRole('status', { name: 'Verdict' })
export const problems = (page: Page): Locator => page.getByRole('status', { name: 'Problems' })
export const reading = (page: Page): Locator => page.getByRole('region', { name: 'As it is read' })
export const recipe = (page: Page): Locator => page.getByRole('region', { name: 'Recipe' })

/** What a screen reader hears of an entry of the recipe, and what opens its form; from 1. */
export const entry = (page: Page, number: number): Locator =>
  recipe(page).getByRole('button', { name: new RegExp(`^Entry ${number}\\b`) })

/** Adds an entry with one descriptor of each kind, with the keyboard alone. */
export async function addEntry(
  page: Page,
  ...kinds: readonly ('BAT entries' | 'Data' | 'Zero')[]
): Promise<void> {
  await recipe(page).getByRole('button', { name: 'Add entry' }).press('Enter')
  await expect(recipe(page).getByRole('button', { name: 'BAT entries' })).toBeFocused()
  for (const kind of kinds) await recipe(page).getByRole('button', { name: kind }).press('Enter')
  await isMade(page)
}

/** Puts a fault into the entry whose form is open, or takes it out. */
export async function toggleFault(page: Page, name: string): Promise<void> {
  await recipe(page).getByRole('button', { name, exact: true }).press('Space')
  await isMade(page)
}

export const showJson = (page: Page): Promise<void> =>
  page.getByRole('radio', { name: 'JSON' }).check()

export const json = (page: Page): Locator => page.getByLabel('The recipe as JSON')

/** The bytes and the name of what a button hands to the browser. */
export async function downloaded(
  page: Page,
  button: string,
): Promise<{ readonly name: string; readonly path: string; readonly bytes: Buffer }> {
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: button }).click()
  const got = await download
  const path = await got.path()
  return { name: got.suggestedFilename(), path, bytes: await readFile(path) }
}
