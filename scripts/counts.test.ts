import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import {
  addCounts,
  browserCounts,
  countsLine,
  endLines,
  none,
  oneTest,
  unitCounts,
} from './counts.mjs'
import { root } from './run.mjs'

const folder = mkdtempSync(join(tmpdir(), 'counts-'))
afterAll(() => rmSync(folder, { recursive: true }))

function report(content: unknown): string {
  const path = join(folder, 'report.json')
  writeFileSync(path, JSON.stringify(content))
  return path
}

const unit = (numFailedTests: number, testResults: readonly object[] = []) =>
  report({ numPassedTests: 7, numFailedTests, numPendingTests: 1, numTodoTests: 1, testResults })

const FILE = join(root, 'src/some.test.ts')

test('the last line names skipped tests only when there are any', () => {
  expect(countsLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed')
  expect(countsLine({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped')
})

test('what failed stands above the last line, where anything did', () => {
  expect(endLines(oneTest(true, 'npm run lint'))).toEqual(['1 passed, 0 failed'])
  expect(endLines(oneTest(false, 'npm run lint'))).toEqual([
    'Failed:',
    '  npm run lint',
    '0 passed, 1 failed',
  ])
})

test('counts add up, and the names of what failed', () => {
  const browser = { ...none(), passed: 2, skipped: 5, failures: ['b'] }
  expect(addCounts(oneTest(true, 'types'), oneTest(false, 'a'), browser)).toEqual({
    passed: 3,
    failed: 1,
    skipped: 5,
    failures: ['a', 'b'],
  })
})

test('unit tests are counted from the report, and those that failed are named with their file', () => {
  const assertionResults = [
    { status: 'failed', ancestorTitles: ['a ring', 'that wraps'], title: 'is read\nin one piece' },
    { status: 'passed', ancestorTitles: [], title: 'is a ring' },
  ]
  expect(
    unitCounts(unit(1, [{ name: FILE, status: 'failed', assertionResults }]), 1, 'vitest'),
  ).toEqual({
    passed: 7,
    failed: 1,
    skipped: 2,
    failures: ['src/some.test.ts › a ring › that wraps › is read in one piece'],
  })
})

test('a test file that does not load is a failure', () => {
  const path = unit(0, [{ name: FILE, status: 'failed', assertionResults: [] }])
  expect(unitCounts(path, 1, 'vitest')).toMatchObject({
    failed: 1,
    failures: ['src/some.test.ts › the file does not load'],
  })
})

test('a runner that fails without a failed test is a failure', () => {
  expect(unitCounts(unit(0), 1, 'vitest')).toMatchObject({
    failed: 1,
    failures: ['vitest: the runner failed outside of every test'],
  })
  expect(unitCounts(join(folder, 'missing.json'), 0, 'vitest')).toEqual(
    oneTest(false, 'vitest: the runner wrote no report'),
  )
})

test('browser tests are counted from the report, and those that failed are named with their file', () => {
  const spec = (title: string, ok: boolean) => ({ title, ok, file: 'open.spec.ts' })
  const path = report({
    config: { rootDir: join(root, 'e2e') },
    stats: { expected: 5, flaky: 1, unexpected: 2, skipped: 3 },
    suites: [
      {
        title: 'open.spec.ts',
        specs: [spec('opens a file', false), spec('opens another', true)],
        suites: [{ title: 'a folder', specs: [spec('is said to be one', false)] }],
      },
    ],
  })
  expect(browserCounts(path, 1, 'playwright')).toEqual({
    passed: 6,
    failed: 2,
    skipped: 3,
    failures: [
      'e2e/open.spec.ts › opens a file',
      'e2e/open.spec.ts › a folder › is said to be one',
    ],
  })
})
