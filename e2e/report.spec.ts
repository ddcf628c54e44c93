/** The report: its preview, its notes, and the files that are carried away. */
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { openFile } from './support/app.ts'
import { expectAccessible, expectReadable } from './support/axe.ts'
import { dirtyLikeQemu } from './support/images.ts'
import { expect, test } from './support/test.ts'

const SCHEMA = new URL('../public/report-v1.schema.json', import.meta.url)
const NOTES = 'Case 7, <b>seized</b> “today”'

async function downloaded(page: Page, format: string): Promise<{ name: string; text: string }> {
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: `Download ${format}` }).click()
  const finished = await download
  const text = await readFile(await finished.path(), 'utf8')
  return { name: finished.suggestedFilename(), text }
}

test('a report keeps to its schema, says what the screen says, and can be read by people', async ({
  page,
  files,
  context,
}) => {
  await openFile(page, await files.compose('disk.vhdx', dirtyLikeQemu))
  await page.keyboard.press('r')
  const preview = page.getByRole('article', { name: 'Preview of the report' })
  await page.getByLabel(/^Notes/).fill(NOTES)
  await expect(preview.getByText(NOTES)).toBeVisible()
  await expect(preview).toContainText('BAT[17]: NOT_PRESENT → FULLY_PRESENT at 29 MiB')
  await expectAccessible(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  await expectReadable(page)

  const json = await downloaded(page, 'JSON')
  expect(json.name).toBe('disk.vhdx.report.json')
  const report = JSON.parse(json.text)
  const validate = new Ajv2020({ strict: false }).compile(
    JSON.parse(await readFile(SCHEMA, 'utf8')),
  )
  validate(report)
  expect(validate.errors).toBeNull()
  expect(report).toMatchObject({
    format: 'vhdx-inspector-report',
    version: 1,
    file: { name: 'disk.vhdx', size: 30 * 1024 * 1024 },
    outcome: 'replayable',
    log: { active: { firstSequenceNumber: '7', lastSequenceNumber: '7' } },
    replay: { changes: [{ summary: 'BAT[17]: NOT_PRESENT → FULLY_PRESENT at 29 MiB' }] },
    notes: NOTES,
  })
  expect(report.log.entries).toHaveLength(7)

  const markdown = await downloaded(page, 'Markdown')
  expect(markdown.name).toBe('disk.vhdx.report.md')
  expect(markdown.text).toContain('# Report about disk.vhdx')
  expect(markdown.text).not.toContain('<b>')

  const html = await downloaded(page, 'HTML')
  expect(html.name).toBe('disk.vhdx.report.html')
  const reader = await context.newPage()
  await reader.setContent(html.text)
  await expect(reader.getByRole('heading', { level: 1 })).toHaveText('Report about disk.vhdx')
  await expect(reader.getByText(NOTES)).toBeVisible()
  expect(await reader.locator('b, script, img, link, iframe').count()).toBe(0)
})

test('on paper there is the report and nothing that frames it', async ({ page, files }) => {
  await openFile(page, await files.compose('disk.vhdx', dirtyLikeQemu))
  await page.keyboard.press('r')
  await expect(page.getByRole('heading', { name: 'What was not checked' })).toBeVisible()
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('navigation')).toBeHidden()
  await expect(page.getByRole('button')).toHaveCount(0)
  // The report goes on where the window ends.
  const main = page.getByRole('main')
  expect(await main.evaluate((it) => it.scrollHeight - it.clientHeight)).toBe(0)
  expect(await main.evaluate((it) => it.clientHeight - innerHeight)).toBeGreaterThan(0)
})
