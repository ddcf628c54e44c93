/**
 * The report's JSON is a contract: a change that only moves code leaves it byte for byte. Where it
 * grows on purpose, `npm run docs` writes the digests anew, and the change shows which images it meets.
 */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ByteSource } from '../engine/bytes/byte-source.ts'
import { buildImage } from '../engine/compose/build-image.ts'
import { SAMPLE_IDS } from '../engine/compose/sample-id.ts'
import { buildSample } from '../engine/compose/samples.ts'
import { SparseFile } from '../engine/compose/sparse-file.ts'
import { inspect } from '../engine/inspect/inspect.ts'
import { surveyBlocks } from '../engine/inspect/survey.ts'
import { withQemu } from '../engine/qemu/qemu-finding.ts'
import { readAsQemu } from '../engine/qemu/qemu-report.ts'
import { readHistoryReport } from '../engine/report/json/history-report.ts'
import { makeReport } from '../engine/report/json/report.ts'
import { REPLAY_IDS } from './our-replay.ts'
import { ruleImages } from './rule-images/rule-images.ts'
import { PROJECT } from './source-files.ts'

const DIGESTS = join(PROJECT, 'src/testing/report-digests.json')
const FACTS = { toolVersion: '', made: '', fileName: 'image.vhdx' }

async function digestOf(source: ByteSource): Promise<string> {
  const surveyed = await surveyBlocks(await inspect(source, REPLAY_IDS))
  const qemu = await readAsQemu(surveyed)
  const parts = { qemu, history: await readHistoryReport(surveyed) }
  const report = makeReport(withQemu(surveyed, qemu), FACTS, parts)
  return createHash('sha256').update(JSON.stringify(report)).digest('hex').slice(0, 16)
}

test('the JSON of no report has changed by accident', async () => {
  const found: Record<string, string> = {}
  for (const id of SAMPLE_IDS) found[`sample ${id}`] = await digestOf(buildSample(id).source)
  for (const [rule, { image }] of Object.entries(ruleImages)) {
    found[rule] = await digestOf(image instanceof SparseFile ? image : buildImage(image))
  }
  if (process.env['UPDATE_DOCS']) writeFileSync(DIGESTS, `${JSON.stringify(found, null, 2)}\n`)
  expect(found).toEqual(JSON.parse(readFileSync(DIGESTS, 'utf8')))
})
