import { expect, test } from 'vitest'
import { sessionCalls } from '../../testing/worker-calls.ts'

const run = { signal: new AbortController().signal, progress: () => undefined }
const RULE = 'replay.diverges-qemu'

test('adds what QEMU would do to the findings, which a survey keeps, and a report has', async () => {
  const session = sessionCalls()
  const opened = await session.recipe.openSample({ sample: 'full' }, run)
  expect(opened.findings.some(({ rule }) => rule === RULE)).toBe(false)
  const [{ report, inspection }, surveyed] = await Promise.all([
    session.qemu.read({}, run),
    session.file.survey({}, run),
  ])
  expect(report.diverges).toBe(true)
  expect(inspection.findings.filter(({ rule }) => rule === RULE)).toHaveLength(1)
  expect(surveyed.before.census).toBeDefined()
  const again = await session.file.survey({}, run)
  expect(again.findings.filter(({ rule }) => rule === RULE)).toHaveLength(1)
  const bytes = await session.report.file(
    { name: 'a', made: '2026-01-01T00:00:00Z', format: 'json' },
    run,
  )
  expect(new TextDecoder().decode(bytes)).toContain(RULE)
})

test('adds nothing where QEMU is right', async () => {
  const session = sessionCalls()
  const { findings } = await session.recipe.openSample({ sample: 'torn' }, run)
  const { report, inspection } = await session.qemu.read({}, run)
  expect(report.diverges).toBe(false)
  expect(inspection.findings.map(({ rule }) => rule)).toEqual(findings.map(({ rule }) => rule))
})
