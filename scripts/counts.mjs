/** Counts of tests, and the names of those that failed, read from the reports of the two test runners. */
import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { root } from './run.mjs'

/**
 * `failures` has a line for each test that failed, and for what failed as a whole.
 * @typedef {{
 *   readonly passed: number,
 *   readonly failed: number,
 *   readonly skipped: number,
 *   readonly failures: readonly string[],
 * }} Counts
 */

/** @returns {Counts} */
export const none = () => ({ passed: 0, failed: 0, skipped: 0, failures: [] })

/**
 * @param {boolean} passed
 * @param {string} name
 * @returns {Counts}
 */
export const oneTest = (passed, name) =>
  passed ? { ...none(), passed: 1 } : { ...none(), failed: 1, failures: [name] }

/**
 * @param {readonly Counts[]} all
 * @returns {Counts}
 */
export const addCounts = (...all) =>
  all.reduce(
    (sum, { passed, failed, skipped, failures }) => ({
      passed: sum.passed + passed,
      failed: sum.failed + failed,
      skipped: sum.skipped + skipped,
      failures: [...sum.failures, ...failures],
    }),
    none(),
  )

/** @param {Pick<Counts, 'passed' | 'failed' | 'skipped'>} counts */
export const countsLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`

/**
 * What failed, a line each, and the counts below it: whoever sees the end of a log only sees both.
 * @param {Counts} counts
 */
export const endLines = (counts) => [
  ...(counts.failures.length === 0 ? [] : ['Failed:', ...counts.failures.map((it) => `  ${it}`)]),
  countsLine(counts),
]

/**
 * A runner that failed without naming a failed test (a file that does not load, an error outside of
 * every test) has still failed.
 * @param {Counts} counts
 * @param {number} status of the runner
 * @param {string} title of the runner's tests
 * @returns {Counts}
 */
const withStatus = (counts, status, title) =>
  status !== 0 && counts.failed === 0
    ? { ...counts, failed: 1, failures: [`${title}: the runner failed outside of every test`] }
    : counts

/** @param {string} path */
function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

/** @param {string} title */
const withoutReport = (title) => oneTest(false, `${title}: the runner wrote no report`)

/**
 * A test in one line: its file, from the project's folder, and its titles from the outermost one.
 * @param {string} file
 * @param {readonly string[]} titles
 */
const nameOf = (file, titles) =>
  [relative(root, file), ...titles].map((part) => part.replace(/\s+/g, ' ')).join(' › ')

/**
 * @typedef {{
 *   readonly name: string,
 *   readonly status: string,
 *   readonly assertionResults: readonly {
 *     readonly status: string,
 *     readonly ancestorTitles: readonly string[],
 *     readonly title: string,
 *   }[],
 * }} UnitFile
 */

/**
 * @param {string} path of vitest's JSON report
 * @param {number} status of vitest
 * @param {string} title
 * @returns {Counts}
 */
export function unitCounts(path, status, title) {
  const report = readReport(path)
  if (report === undefined) return withoutReport(title)
  /** @type {readonly UnitFile[]} */
  const files = report.testResults
  const unloaded = files.filter((f) => f.status === 'failed' && f.assertionResults.length === 0)
  const counts = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: [
      ...files.flatMap(({ name, assertionResults }) =>
        assertionResults
          .filter((test) => test.status === 'failed')
          .map((test) => nameOf(name, [...test.ancestorTitles, test.title])),
      ),
      ...unloaded.map(({ name }) => nameOf(name, ['the file does not load'])),
    ],
  }
  return withStatus(counts, status, title)
}

/**
 * @typedef {{
 *   readonly title: string,
 *   readonly suites?: readonly Suite[],
 *   readonly specs?: readonly { readonly title: string, readonly file: string, readonly ok: boolean }[],
 * }} Suite
 */

/**
 * @param {string} path of Playwright's JSON report
 * @param {number} status of Playwright
 * @param {string} title
 * @returns {Counts}
 */
export function browserCounts(path, status, title) {
  const report = readReport(path)
  if (report === undefined) return withoutReport(title)
  const { expected, flaky, unexpected, skipped } = report.stats
  /** @type {readonly Suite[]} */
  const suites = report.suites
  const failures = suites.flatMap((file) => failedSpecs(file, [], report.config.rootDir))
  return withStatus(
    { passed: expected + flaky, failed: unexpected, skipped, failures },
    status,
    title,
  )
}

/**
 * @param {Suite} suite
 * @param {readonly string[]} titles of the suites around its specs; that of a file is its name
 * @param {string} folder of the tests
 * @returns {readonly string[]}
 */
const failedSpecs = ({ suites = [], specs = [] }, titles, folder) => [
  ...specs
    .filter(({ ok }) => !ok)
    .map(({ file, title }) => nameOf(join(folder, file), [...titles, title])),
  ...suites.flatMap((suite) => failedSpecs(suite, [...titles, suite.title], folder)),
]
