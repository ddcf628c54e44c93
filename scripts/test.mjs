/** `npm test`: runs every kind of test, and ends with what failed and one line of counts. It installs packages of the project, and nothing else. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findBrowser } from './browser.mjs'
import { build } from './build.mjs'
import { checkBundleSize } from './bundle-size.mjs'
import {
  addCounts,
  browserCounts,
  countsLine,
  endLines,
  none,
  oneTest,
  unitCounts,
} from './counts.mjs'
import { ensureInstalled, runScript } from './install.mjs'
import { isThere, PROGRAMS } from './programs.mjs'
import { root, run, runTool } from './run.mjs'

const { CI } = process.env
const strict = Boolean(CI)

/** Biome colours its output also where that goes into a file. */
const colors = process.stdout.isTTY ? 'force' : 'off'

const reports = mkdtempSync(join(tmpdir(), 'vhdx-inspector-test-'))
process.on('exit', () => rmSync(reports, { recursive: true, force: true }))

/** @param {string} title */
const announce = (title) =>
  console.log(`\n── ${title} ${'─'.repeat(Math.max(3, 70 - title.length))}`)

/**
 * Says in one line what the tests would use and this machine lacks.
 * @param {string | undefined} browser
 */
function tellMissing(browser) {
  const missing = [
    ...(browser === undefined ? ['a browser'] : []),
    ...PROGRAMS.filter((programs) => !isThere(programs)).map(({ name }) => name),
  ]
  if (missing.length === 0) return
  const fate = strict ? 'skipped or, as CI is set, fail' : 'skipped'
  console.log(
    `Missing: ${missing.join(', ')}. Tests that need them are ${fate}. “npm run setup” brings them.`,
  )
}

async function types() {
  const status = await run(process.execPath, ['scripts/types.mjs'])
  return oneTest(status === 0, 'npm run types')
}

async function lint() {
  const status = await runTool('@biomejs/biome/bin/biome', ['ci', `--colors=${colors}`])
  return oneTest(status === 0, 'npm run lint')
}

async function buildAndMeasure() {
  if (!(await build())) return oneTest(false, 'npm run build')
  return oneTest(checkBundleSize(), 'The size of the first load')
}

/**
 * @param {string} project of vitest
 * @param {string | undefined} [browser]
 */
async function unitTests(project, browser) {
  const report = join(reports, `${project.replace(/\W/g, '')}.json`)
  const args = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const status = await runTool('vitest/vitest.mjs', ['run', `--project=${project}`, ...args], {
    CHROMIUM_PATH: browser,
  })
  return unitCounts(report, status, `vitest --project=${project}`)
}

/**
 * @param {number} count
 * @param {string} what
 */
function withoutBrowser(count, what) {
  const line = `There is no browser: the ${count} ${what} ${strict ? 'fail' : 'are skipped'}.`
  console.log(line)
  return strict ? { ...none(), failed: count, failures: [line] } : { ...none(), skipped: count }
}

/** @param {string | undefined} browser */
async function componentTests(browser) {
  if (browser !== undefined) return unitTests('components', browser)
  const files = readdirSync(join(root, 'src'), { recursive: true }).filter((name) =>
    String(name).endsWith('.test.tsx'),
  )
  return withoutBrowser(files.length, 'files of component tests')
}

/** @param {string | undefined} browser */
async function browserTests(browser) {
  const report = join(reports, 'browser.json')
  const env = { CHROMIUM_PATH: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: report }
  const args = browser === undefined ? ['--list', '--reporter=json'] : ['--reporter=list,json']
  const status = await runTool('@playwright/test/cli.js', ['test', ...args], env)
  const counts = browserCounts(report, status, 'playwright test')
  if (browser !== undefined) return counts
  return withoutBrowser(counts.passed + counts.failed + counts.skipped, 'browser tests')
}

await runScript(async () => {
  await ensureInstalled()
  const browser = await findBrowser()
  if (browser !== undefined) console.log(`Browser: ${browser}`)
  tellMissing(browser)

  /** @type {readonly (readonly [string, () => Promise<import('./counts.mjs').Counts>])[]} */
  const stages = [
    ['Types', types],
    ['Lint', lint],
    ['Build, and the size of the first load', buildAndMeasure],
    ['Unit, property and conformance tests', () => unitTests('*unit')],
    ['Component tests', () => componentTests(browser)],
    ['Browser tests', () => browserTests(browser)],
  ]
  let total = none()
  for (const [title, stage] of stages) {
    announce(title)
    const started = Date.now()
    const counts = await stage()
    total = addCounts(total, counts)
    console.log(`${title}: ${countsLine(counts)} (${((Date.now() - started) / 1000).toFixed(0)} s)`)
  }
  console.log(`\n${endLines(total).join('\n')}`)
  if (total.failed > 0 || total.passed === 0) process.exitCode = 1
})
