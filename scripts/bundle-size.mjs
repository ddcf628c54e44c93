/** Measures the JavaScript that is loaded before a file is opened, and holds it to its budget. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { root } from './run.mjs'

/** In bytes, gzip. */
const BUDGET = 150 * 1024

/**
 * All scripts there are: what the first screen does not need is fetched behind it, so that nothing is
 * asked of the network once a file is there.
 * @param {string} folder the built app
 * @returns {{ readonly file: string, readonly size: number }[]} gzip bytes of each, largest first
 */
export function firstLoad(folder) {
  const files = readdirSync(folder, { encoding: 'utf8', recursive: true })
  return files
    .filter((file) => file.endsWith('.js'))
    .map((file) => ({
      file,
      size: gzipSync(readFileSync(join(folder, file)), { level: 9 }).length,
    }))
    .sort((a, b) => b.size - a.size)
}

/** @returns {boolean} whether the budget is kept; prints what was measured */
export function checkBundleSize() {
  const app = join(root, 'dist/app')
  if (!existsSync(app)) {
    console.error('There is no built app: run “npm run build” before.')
    return false
  }
  const files = firstLoad(app)
  const total = files.reduce((sum, { size }) => sum + size, 0)
  const kib = (/** @type {number} */ size) => `${(size / 1024).toFixed(1)} KiB`
  for (const { file, size } of files) console.log(`  ${kib(size).padStart(10)}  ${file}`)
  console.log(`  ${kib(total).padStart(10)}  before a file is opened, of ${kib(BUDGET)}`)
  return files.length > 0 && total <= BUDGET
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href && !checkBundleSize()) {
  process.exitCode = 1
}
