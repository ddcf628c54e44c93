/** The report as a download. */
import { readFile } from 'node:fs/promises'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { openFile } from './support/app.ts'
import { dirtyLikeQemu } from './support/images.ts'
import { expect, test } from './support/test.ts'

const SCHEMA = new URL('../public/report-v1.schema.json', import.meta.url)

test('downloads a report that keeps to its schema and says what the screen says', async ({
  page,
  files,
}) => {
  await openFile(page, await files.compose('disk.vhdx', dirtyLikeQemu))
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Report', exact: true }).click()
  const finished = await download
  expect(finished.suggestedFilename()).toMatch(/^disk.*\.json$/)
  const report = JSON.parse(await readFile(await finished.path(), 'utf8'))

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
  })
  expect(report.log.entries).toHaveLength(7)
})
