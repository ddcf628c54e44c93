/** The log's history and the search trace, by keyboard. */
import { openFile, openSample, show } from './support/app.ts'
import { expectAccessible, expectReadable } from './support/axe.ts'
import { damagedLog, dirtyLikeQemu } from './support/images.ts'
import { expect, test } from './support/test.ts'

test('tells the sessions of the log in time, and what they did to one entry of the BAT', async ({
  page,
  files,
}) => {
  await openFile(page, await files.compose('qemu.vhdx', dirtyLikeQemu))
  await show(page, 'Log')
  const tabs = page.getByRole('tablist', { name: 'About the log' })
  await tabs.getByRole('tab', { name: 'Entries' }).focus()
  await page.keyboard.press('ArrowRight')
  await expect(tabs.getByRole('tab', { name: 'History' })).toBeFocused()
  await expect(tabs.getByRole('tab', { name: 'History' })).toHaveAttribute('aria-selected', 'true')
  await expect(page).toHaveURL(/#\/log\?tab=history/)

  const sessions = page.getByRole('grid', { name: 'Sessions of the log' })
  await expect(sessions.getByRole('row')).toHaveCount(8)
  await expect(sessions.getByRole('row').nth(2)).toContainText('later: likely')
  await expect(sessions.getByRole('row').last()).toContainText('later: proven')

  const timeline = page.getByRole('listbox', { name: 'Sessions in time' })
  const chosen = timeline.getByRole('option', { selected: true })
  await expect(chosen).toHaveAccessibleName(/^session 7 of 7, current/)
  await timeline.press('Home')
  await timeline.press('ArrowDown')
  await expect(chosen).toHaveAccessibleName(/^session 2 of 7, .*later: likely/)
  await expect(page.getByRole('region', { name: /^Session 2 of 7/ })).toContainText(
    'The same bytes again',
  )
  await timeline.press('End')
  await expect(page.getByRole('region', { name: /^Session 7 of 7/ })).toContainText(
    'BAT[17]: NOT_PRESENT → FULLY_PRESENT at 29 MiB',
  )

  const steps = page.getByRole('grid', { name: 'What the place held, step by step' })
  await expect(steps.getByRole('row', { name: /^On disk now/ })).toContainText(
    'BAT[17]: FULLY_PRESENT at 29 MiB → NOT_PRESENT',
  )
  await expect(steps.getByRole('row', { name: /^After the replay/ })).toContainText(
    'BAT[17]: NOT_PRESENT → FULLY_PRESENT at 29 MiB',
  )
  await page.getByRole('textbox', { name: 'Only the entry of the BAT' }).fill('16')
  await expect(steps.getByRole('row', { name: /^On disk now/ })).toContainText(
    'Still FULLY_PRESENT at 28 MiB',
  )
  await expectAccessible(page)
  await page.getByLabel('Theme').selectOption('Dark')
  await expectReadable(page)
})

test('shows an entry that does not verify beside the disk, with no way to save it', async ({
  page,
  files,
}) => {
  await openFile(page, await files.compose('damaged.vhdx', damagedLog))
  await show(page, 'Log')
  await page.getByRole('tab', { name: 'History' }).click()
  const entry = page.getByRole('region', { name: /^Entry \d+ beside the file on disk/ })
  await expect(entry).toContainText('nothing here can be applied or saved')
  await expect(entry).toContainText('Entry checksum does not match')
  await expect(
    entry.getByRole('grid', { name: 'What the entry would write' }).getByRole('row').nth(1),
  ).toContainText(/BAT\[\d+\]: NOT_PRESENT → ZERO/)
  await expect(entry.getByRole('grid', { name: 'Bytes, with the entry' })).toBeVisible()
  await expect(entry.getByRole('button', { name: /save|apply|replay/i })).toHaveCount(0)
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('follows the search step by step, forward and back, with its place in the ring', async ({
  page,
}) => {
  await openSample(page, 'dirty')
  await show(page, 'Log')
  await page.getByRole('tab', { name: 'Search trace' }).click()
  const trace = page.getByRole('region', { name: 'Search for the active sequence' })
  // Until the steps are there it says “of 0”, and there is none to go to.
  await expect(trace).toContainText(/Step 1 of [1-9]/)
  await page.keyboard.press('n')
  await expect(trace).toContainText('Step 2 of')
  const slider = page.getByRole('slider', { name: 'Slot of the log' })
  await expect(slider).toHaveAttribute('aria-valuetext', /^slot 1 of 256/)
  await page.keyboard.press('p')
  await expect(trace.getByRole('heading', { level: 3 })).toContainText('Begin')
  await trace.getByRole('button', { name: 'Last' }).click()
  await expect(trace.getByRole('heading', { level: 3 })).toContainText(
    'The candidate is the active sequence',
  )
  const tails = page.getByRole('grid', { name: 'Tails of the search' })
  await tails
    .getByRole('row', { name: /Rejected/ })
    .first()
    .click()
  await expect(trace.getByRole('heading', { level: 3 })).not.toContainText('active sequence')
  await slider.press('End')
  await expect(slider).not.toHaveAttribute('aria-valuetext', /^slot 1 of/)
  await expectAccessible(page)
})
