/** The log lab under axe: in each theme, with the system's colours, narrow. */
import type { Page } from '@playwright/test'
import { expectNothingAside, show } from './support/app.ts'
import { expectAccessible, expectAccessibleInColours, expectFitting } from './support/axe.ts'
import {
  addEntry,
  composeLog,
  isMade,
  problems,
  recipe,
  showJson,
  toggleFault,
} from './support/lab.ts'
import { expect, test } from './support/test.ts'

const inAllThemes = (page: Page): Promise<void> =>
  expectAccessibleInColours(page, [{ colorScheme: 'dark' }, { contrast: 'more' }])

/** With everything on the screen that can be there. */
async function fill(page: Page, look = expectAccessible): Promise<void> {
  await composeLog(page)
  await addEntry(page, 'BAT entries')
  await addEntry(page, 'BAT entries', 'Data', 'Zero')
  for (const name of ['Bad CRC', 'Torn sector', 'Header field', 'Patch', 'Flipped byte']) {
    await toggleFault(page, name)
  }
  await look(page)
  await recipe(page).getByLabel('Tail', { exact: true }).first().fill('12 apples')
  await expect(problems(page)).not.toBeEmpty()
  await isMade(page)
}

test('the lab is accessible in all themes', async ({ page }) => {
  test.slow()
  await page.emulateMedia({ colorScheme: 'light' })
  await fill(page, inAllThemes)
  await inAllThemes(page)
  await showJson(page)
  await inAllThemes(page)
})

test('nothing of the lab lies to the side at 320 pixels', async ({ page }) => {
  test.slow()
  await page.setViewportSize({ width: 320, height: 640 })
  await fill(page)
  for (const way of ['Form', 'JSON']) {
    await page.getByRole('radio', { name: way }).check()
    await expectNothingAside(page)
    await expectFitting(page)
  }
})

test('every control of the lab can be reached with the keyboard, and is in sight when it has the focus', async ({
  page,
}) => {
  await composeLog(page)
  await addEntry(page, 'BAT entries')
  await show(page, 'Lab')
  await page.getByRole('button', { name: 'Download image' }).focus()
  const verdict = await page.getByRole('status', { name: 'Verdict' }).boundingBox()
  const seen = new Set<string>()
  for (let steps = 0; steps < 60; steps++) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => {
      const element = document.activeElement
      const box = element?.getBoundingClientRect()
      return {
        name: element?.getAttribute('data-at') ?? element?.textContent ?? '',
        isInRecipe: element?.closest('section[aria-labelledby="recipe"]') !== null,
        top: box?.top ?? 0,
      }
    })
    if (!focused.isInRecipe) continue
    seen.add(focused.name)
    expect(focused.top, focused.name).toBeGreaterThanOrEqual((verdict?.height ?? 0) + 48)
  }
  expect([...seen]).toEqual(
    expect.arrayContaining([
      'disk.size',
      'log.entries[0].tail',
      'log.entries[0].descriptors[0].entries.0.state',
      'log.entries#add',
    ]),
  )
})
