/** Counts of tests, read from the reports of the two test runners. */
import { readFileSync } from 'node:fs'

/** @typedef {{ readonly passed: number, readonly failed: number, readonly skipped: number }} Counts */

/** @returns {Counts} */
export const none = () => ({ passed: 0, failed: 0, skipped: 0 })

/**
 * @param {boolean} passed
 * @returns {Counts}
 */
export const oneTest = (passed) => ({ ...none(), [passed ? 'passed' : 'failed']: 1 })

/**
 * @param {readonly Counts[]} all
 * @returns {Counts}
 */
export const addCounts = (...all) =>
  all.reduce(
    (sum, { passed, failed, skipped }) => ({
      passed: sum.passed + passed,
      failed: sum.failed + failed,
      skipped: sum.skipped + skipped,
    }),
    none(),
  )

/** @param {Counts} counts */
export const countsLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`

/**
 * A runner that failed without naming a failed test (a file that does not load, an error outside of
 * every test) has still failed.
 * @param {Counts} counts
 * @param {number} status of the runner
 * @returns {Counts}
 */
const withStatus = (counts, status) =>
  status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts

/** @param {string} path */
function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

/**
 * @param {string} path of vitest's JSON report
 * @param {number} status of vitest
 * @returns {Counts}
 */
export function unitCounts(path, status) {
  const report = readReport(path)
  if (report === undefined) return oneTest(false)
  /** @type {readonly { readonly status: string, readonly assertionResults: readonly unknown[] }[]} */
  const files = report.testResults
  const unloaded = files.filter((f) => f.status === 'failed' && f.assertionResults.length === 0)
  const counts = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + report.numTodoTests,
  }
  return withStatus(counts, status)
}

/**
 * @param {string} path of Playwright's JSON report
 * @param {number} status of Playwright
 * @returns {Counts}
 */
export function browserCounts(path, status) {
  const report = readReport(path)
  if (report === undefined) return oneTest(false)
  const { expected, flaky, unexpected, skipped } = report.stats
  return withStatus({ passed: expected + flaky, failed: unexpected, skipped }, status)
}
