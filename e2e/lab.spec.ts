/** The log lab: a log is composed, damaged and mended, and it is seen at once how it reads. */
import { SAMPLE_IDS } from '../src/engine/compose/sample-id.ts'
import { headline, openApp, show } from './support/app.ts'
import {
  addEntry,
  composeLog,
  entry,
  isMade,
  json,
  openRecipe,
  problems,
  reading,
  recipe,
  showJson,
  toggleFault,
  verdict,
} from './support/lab.ts'
import { expect, test } from './support/test.ts'

const CLEAN = 'Closed cleanly. Nothing to replay.'
const REPLAYABLE = 'Not closed cleanly. The log can be applied.'

test('a log is composed from nothing, and read at once', async ({ page }) => {
  await composeLog(page)
  await expect(verdict(page)).toHaveText(CLEAN)
  await addEntry(page, 'BAT entries')
  await addEntry(page, 'Data')
  await expect(verdict(page)).toHaveText(REPLAYABLE)
  await expect(reading(page)).toContainText(
    '2 log entries (sequence numbers 1 to 2) are to be replayed.',
  )
  for (const number of [1, 2]) await expect(entry(page, number)).toContainText('Active')

  await show(page, 'Log')
  const entries = page.getByRole('grid', { name: 'Log entries' })
  await expect(entries.getByRole('row', { name: /Active/ })).toHaveCount(2)
  await show(page, 'Lab')
  await expect(entry(page, 2)).toHaveAttribute('aria-expanded', 'true')
})

test('a bad CRC makes its entry invalid, says why, and changes what is replayed', async ({
  page,
}) => {
  await composeLog(page)
  await addEntry(page, 'BAT entries')
  await addEntry(page, 'Data')
  await toggleFault(page, 'Bad CRC')
  await expect(entry(page, 2)).toContainText(/Invalid.*Bad CRC/)
  await expect(recipe(page)).toContainText(
    'It begins like an entry, but does not verify. Entry checksum does not match.',
  )
  await expect(reading(page)).toContainText('1 log entry is to be replayed.')

  await entry(page, 1).click()
  await toggleFault(page, 'Bad CRC')
  await expect(verdict(page)).toContainText('The log is damaged.')
  await toggleFault(page, 'Bad CRC')
  await expect(verdict(page)).toHaveText(REPLAYABLE)
})

test('an entry of another session is stale', async ({ page }) => {
  await composeLog(page)
  await addEntry(page, 'BAT entries')
  await addEntry(page, 'BAT entries')
  await toggleFault(page, 'Stale GUID')
  await expect(entry(page, 2)).toContainText('Stale')
  await expect(reading(page)).toContainText('Carries another LogGuid')
})

test('a gap ends the sequence', async ({ page }) => {
  await composeLog(page)
  for (let times = 0; times < 3; times++) await addEntry(page, 'BAT entries')
  await toggleFault(page, 'Gap')
  await recipe(page).getByLabel('Numbers left out').fill('5')
  await isMade(page)
  await expect(entry(page, 3)).toContainText(/Superseded 8 /)
  await expect(reading(page)).toContainText(
    '2 log entries (sequence numbers 1 to 2) are to be replayed.',
  )
  await expect(reading(page)).toContainText('not complete')
})

test('an entry can begin in the last sector of the ring', async ({ page }) => {
  await composeLog(page)
  await addEntry(page, 'BAT entries')
  await toggleFault(page, 'Wrap')
  await expect(verdict(page)).toHaveText(REPLAYABLE)
  await expect(entry(page, 1)).toContainText('log+0xFF000')
  await expect(reading(page).getByRole('slider')).toHaveAttribute('aria-valuenow', '256')
})

test('an entry can fill the ring to the last sector', async ({ page }) => {
  await composeLog(page)
  await addEntry(page, 'BAT entries')
  await expect(reading(page).getByText('Unused')).toBeVisible()
  await toggleFault(page, 'Full ring')
  await expect(verdict(page)).toHaveText(REPLAYABLE)
  await expect(reading(page).getByText('Unused')).toHaveCount(0)
})

test('an entry and a descriptor can be moved, duplicated and deleted; the focus stays with them', async ({
  page,
}) => {
  await composeLog(page)
  await addEntry(page, 'BAT entries', 'Data')
  await addEntry(page, 'Zero')
  const button = (name: string) => recipe(page).getByRole('button', { name, exact: true })
  await button('Move up: entry 2').press('Enter')
  await expect(button('Move up: entry 1')).toBeFocused()
  await expect(entry(page, 1)).toContainText('1 zero')
  await expect(entry(page, 1)).toHaveAttribute('aria-expanded', 'true')
  await button('Duplicate: entry 1').press('Enter')
  await expect(button('Duplicate: entry 2')).toBeFocused()
  await expect(entry(page, 2)).toContainText('1 zero')
  await entry(page, 3).click()
  await button('Move down: descriptor 1').press('Enter')
  await expect(recipe(page).getByRole('heading', { level: 4 })).toHaveText([
    '1. Data',
    '2. BAT entries',
  ])
  await button('Delete: descriptor 1').press('Enter')
  await expect(button('Delete: descriptor 1')).toBeFocused()
  await expect(entry(page, 3)).toContainText('1 BAT')
  for (const number of [3, 2, 1]) await button(`Delete: entry ${number}`).press('Enter')
  await expect(button('Add entry')).toBeFocused()
  await isMade(page)
  await expect(verdict(page)).toHaveText(CLEAN)
})

test('the index of a BAT entry can be typed, also past one that there is', async ({ page }) => {
  await composeLog(page)
  await addEntry(page, 'BAT entries')
  await recipe(page).getByRole('button', { name: 'Another BAT entry' }).click()
  const first = recipe(page).getByLabel('Index').first()
  await first.fill('1')
  await expect(recipe(page)).toContainText('There is a row for 1 already.')
  await first.pressSequentially('7')
  await expect(first).toBeFocused()
  await expect(recipe(page).getByLabel('Index')).toHaveCount(2)
  await isMade(page)
  await showJson(page)
  await expect(json(page)).toHaveValue(/"1": \{[^}]*\},\s*"17": \{/)
})

test('what is wrong stays as it was typed, is told at its field, and keeps the image', async ({
  page,
}) => {
  await composeLog(page)
  await addEntry(page, 'BAT entries')
  const tail = recipe(page).getByLabel('Tail', { exact: true })
  await tail.fill('12 apples')
  await expect(tail).toHaveAttribute('aria-invalid', 'true')
  await expect(problems(page)).toContainText('1 thing is wrong with the recipe.')
  await expect(verdict(page)).toHaveText(REPLAYABLE)
  await show(page, 'Log')
  await show(page, 'Lab')
  await expect(tail).toHaveValue('12 apples')

  await entry(page, 1).click()
  await expect(tail).toHaveCount(0)
  await problems(page).getByRole('button', { name: 'log.entries[0].tail' }).click()
  await expect(tail).toBeFocused()
  await tail.fill('0x0')
  await expect(problems(page)).toBeEmpty()
  await expect(tail).toHaveValue('0x0')
  await showJson(page)
  await expect(json(page)).toHaveValue(/"tail": 0/)
})

test('Ctrl+Z takes a change back, and Ctrl+Y makes it again', async ({ page }) => {
  await composeLog(page)
  await addEntry(page, 'BAT entries')
  await recipe(page).getByLabel('About').pressSequentially('first')
  await page.keyboard.press('Control+z')
  await expect(recipe(page).getByLabel('About')).toHaveValue('')
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+z')
  await isMade(page)
  await expect(verdict(page)).toHaveText(CLEAN)
  for (let times = 0; times < 2; times++) await page.keyboard.press('Control+y')
  await page.keyboard.press('Control+Shift+z')
  await isMade(page)
  await expect(verdict(page)).toHaveText(REPLAYABLE)
  await expect(recipe(page).getByLabel('About')).toHaveValue('first')
})

test('the JSON is the recipe, too', async ({ page }) => {
  await composeLog(page)
  await showJson(page)
  const text = await json(page).inputValue()
  await json(page).fill(text.replace('"log": {}', '"log": { "entries": [{}, {}] }'))
  await expect(verdict(page)).toHaveText(REPLAYABLE)

  await json(page).fill('{ "format": ')
  await expect(problems(page)).toContainText('This is not JSON')
  await page.getByRole('radio', { name: 'Form' }).check()
  await expect(recipe(page)).toContainText('The form waits until the JSON can be read')
  await showJson(page)
  await expect(json(page)).toHaveValue('{ "format": ')
  await expect(reading(page)).toContainText('2 log entries')

  await json(page).fill(text.replace('"log": {}', '"log": { "entries": [{ "tial": 0 }] }'))
  await expect(problems(page)).toContainText('log.entries[0].tial')
  await expect(problems(page)).toContainText('There is no such member.')
  await expect(reading(page)).toContainText('2 log entries')
})

test('each sample comes with its recipe', async ({ page }) => {
  test.slow()
  await openApp(page)
  for (const sample of SAMPLE_IDS) {
    await test.step(sample, async () => {
      await page.getByRole('button', { name: new RegExp(`^${sample}`) }).click()
      await expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible()
      const said = (await headline(page).textContent()) ?? ''
      await show(page, 'Lab')
      await isMade(page)
      await expect(verdict(page)).toHaveText(said)
      await recipe(page).getByLabel('What it shows').fill('another name')
      await isMade(page)
      await expect(problems(page)).toBeEmpty()
      await expect(verdict(page)).toHaveText(said)
      await show(page, 'Overview')
      await expect(headline(page)).toHaveText(said)
      await page.getByRole('button', { name: 'Close the file' }).click()
      await page.getByRole('button', { name: 'Leave and drop it' }).click()
    })
  }
})

test('a file that is no recipe can be mended in the lab', async ({ page, files }) => {
  await openApp(page)
  const wrong = '{"format": "vhdx-inspector-recipe", "version": 1, "disk": {}}'
  await openRecipe(page, await files.write('wrong.json', Buffer.from(wrong)))
  await expect(problems(page)).toContainText('The member "size" is missing here.')
  await recipe(page).getByLabel('Disk size').fill('64MiB')
  await expect(problems(page)).toBeEmpty()

  await page.getByRole('button', { name: 'Close the file' }).click()
  const dialog = page.getByRole('dialog', { name: 'Leave without the recipe?' })
  await dialog.getByRole('button', { name: 'Leave and drop it' }).click()
  await openRecipe(page, await files.write('cut.json', Buffer.from('{"format":')))
  await expect(problems(page)).toContainText('This is not JSON')
  await expect(json(page)).toHaveValue('{"format":')
})
