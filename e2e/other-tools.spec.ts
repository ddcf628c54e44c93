/** What QEMU and other programs would do with a file: on the Log screen, with a warning on the Overview. */
import { openFile, openSample, show } from './support/app.ts'
import { expectAccessible } from './support/axe.ts'
import { headless } from './support/images.ts'
import { expect, test } from './support/test.ts'

test('warns of QEMU where it would make another file, and says why, row by row', async ({
  page,
}) => {
  await openSample(page, 'full')
  const warning = page.getByText('Do not run “qemu-img check -r all” on this file.')
  await expect(warning.first()).toBeVisible()
  await page.getByRole('button', { name: 'What other tools would do' }).click()
  await expect(page.getByRole('tab', { name: 'Other tools' })).toHaveAttribute(
    'aria-selected',
    'true',
  )
  const qemu = page.getByRole('region', { name: /^QEMU/ })
  await expect(qemu).toContainText('makes another file of the image')
  await expect(qemu.getByRole('list', { name: 'Why' })).toContainText('the entries before are lost')
  const rows = qemu.getByRole('table', { name: 'Where QEMU’s result differs' }).getByRole('row')
  await expect(rows.nth(1)).toContainText(/reason \d/)
  await expect(qemu.getByRole('list', { name: 'Entries that it replays' })).toContainText('log+0x')
  await expect(qemu.getByRole('list', { name: 'What it writes' })).toContainText('Both headers')

  const others = page.getByRole('table', { name: 'What other programs do with this file' })
  for (const [program, shows] of [
    ['Windows', 'The disk after the replay'],
    ['7-Zip', 'as it was before the replay'],
    ['libvhdi', 'as it was before the replay'],
    ['VirtualBox', 'as it was before the replay'],
  ] as const) {
    await expect(others.getByRole('row', { name: new RegExp(`^${program}`) })).toContainText(shows)
  }
  for (const theme of ['Light', 'Dark']) {
    await page.getByLabel('Theme').selectOption(theme)
    await expectAccessible(page)
  }
  await show(page, 'Findings')
  await expect(page.getByText('replay.diverges-qemu').first()).toBeVisible()
})

test('tells of a file without a log to look at, too', async ({ page, files }) => {
  await openFile(page, await files.compose('headless.vhdx', headless))
  await page.getByText('What other tools would do').click()
  await expect(page.getByRole('region', { name: /^QEMU/ })).toContainText(
    'QEMU does not open the image: it finds no header that it takes for valid.',
  )
})
