import { readFile } from 'node:fs/promises'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { plainDisk } from '../../../testing/marks.ts'
import { REPLAY_IDS } from '../../../testing/our-replay.ts'
import { knownBugs } from '../../../testing/qemu-cases/known-bugs.ts'
import { moreCases } from '../../../testing/qemu-cases/more-cases.ts'
import { buildImage } from '../../compose/build-image.ts'
import { inspect } from '../../inspect/inspect.ts'
import { readAsQemu } from '../../qemu/qemu-report.ts'
import { makeReport } from './report.ts'

const SCHEMA = new URL('../../../../public/report-v1.schema.json', import.meta.url)
const FACTS = { toolVersion: '0.0.0', made: '2026-01-01T00:00:00Z', fileName: 'a.vhdx' }

test('whatever QEMU does, the report of it obeys the schema', async () => {
  const validate = new Ajv2020({ allowUnionTypes: true }).compile(
    JSON.parse(await readFile(SCHEMA, 'utf8')),
  )
  const answers = new Set<string>()
  for (const { image } of Object.values({ ...knownBugs, ...moreCases })) {
    const inspected = await inspect(buildImage({ ...plainDisk, ...image }), REPLAY_IDS)
    const qemu = await readAsQemu(inspected)
    const report = JSON.parse(JSON.stringify(makeReport(inspected, FACTS, { qemu })))
    validate(report)
    expect(validate.errors).toBeNull()
    answers.add(report.qemu.answer)
  }
  expect(answers.size).toBe(4)
})
