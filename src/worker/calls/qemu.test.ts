import { expect, test } from 'vitest'
import { quietRun, sessionCalls } from '../../testing/worker-calls.ts'

const run = quietRun()
const RULE = 'replay.diverges-qemu'

test('adds what QEMU would do to the findings, which a survey keeps, and a report has', async () => {
  const session = sessionCalls()
  const opened = await session.recipe.openSample({ sample: 'full' }, run)
  expect(opened.findings.some(({ rule }) => rule === RULE)).toBe(false)
  expect(await session.qemu.read({}, run)).toMatchObject({ diverges: true })
  for (const blocks of ['few', 'all'] as const) {
    const more = await session.file.additions({ blocks }, run)
    expect(more.before.census).toBeDefined()
    expect(more.findings.filter(({ rule }) => rule === RULE)).toHaveLength(1)
  }
  const bytes = await session.report.file(
    { name: 'a', made: '2026-01-01T00:00:00Z', format: 'json' },
    run,
  )
  expect(new TextDecoder().decode(bytes)).toContain(RULE)
})

test('adds nothing where QEMU is right', async () => {
  const session = sessionCalls()
  const { findings } = await session.recipe.openSample({ sample: 'torn' }, run)
  expect(await session.qemu.read({}, run)).toMatchObject({ diverges: false })
  const more = await session.file.additions({ blocks: 'few' }, run)
  expect(more.findings.map(({ rule }) => rule)).toEqual(findings.map(({ rule }) => rule))
})
