import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { addCounts, browserCounts, countsLine, oneTest, unitCounts } from './counts.mjs'

const folder = mkdtempSync(join(tmpdir(), 'counts-'))
afterAll(() => rmSync(folder, { recursive: true }))

function report(content: unknown): string {
  const path = join(folder, 'report.json')
  writeFileSync(path, JSON.stringify(content))
  return path
}

const unit = (numFailedTests: number, testResults: readonly object[] = []) =>
  report({ numPassedTests: 7, numFailedTests, numPendingTests: 1, numTodoTests: 1, testResults })

test('the last line names skipped tests only when there are any', () => {
  expect(countsLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed')
  expect(countsLine({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped')
})

test('counts add up', () => {
  const total = addCounts(oneTest(true), oneTest(false), { passed: 2, failed: 0, skipped: 5 })
  expect(total).toEqual({ passed: 3, failed: 1, skipped: 5 })
})

test('unit tests are counted from the report', () => {
  expect(unitCounts(unit(2), 1)).toEqual({ passed: 7, failed: 2, skipped: 2 })
})

test('a test file that does not load is a failure', () => {
  const path = unit(0, [{ status: 'failed', assertionResults: [] }])
  expect(unitCounts(path, 1).failed).toBe(1)
})

test('a runner that fails without a failed test is a failure', () => {
  expect(unitCounts(unit(0), 1).failed).toBe(1)
  expect(unitCounts(join(folder, 'missing.json'), 0)).toEqual(oneTest(false))
})

test('browser tests are counted from the report', () => {
  const path = report({ stats: { expected: 5, flaky: 1, unexpected: 2, skipped: 3 } })
  expect(browserCounts(path, 1)).toEqual({ passed: 6, failed: 2, skipped: 3 })
})
