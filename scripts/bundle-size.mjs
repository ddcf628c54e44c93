/** Measures the JavaScript that the first screen loads, and holds it to its budget. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { root } from './run.mjs'

/** In bytes, gzip. */
const BUDGET = 150 * 1024

/** @param {string} file */
const compressed = (file) => gzipSync(readFileSync(file), { level: 9 }).length

/**
 * The script files that a page loads by itself.
 * @param {string} html
 */
export const scriptsOf = (html) =>
  [...html.matchAll(/<(?:script|link)\b[^>]*>/g)]
    .map(([tag]) => tag)
    .filter((tag) => tag.startsWith('<script') || /rel="?modulepreload/.test(tag))
    .flatMap((tag) => /(?:src|href)="([^"]+)"/.exec(tag)?.slice(1) ?? [])

/**
 * The files that a built module loads: its static imports, and the workers that it names.
 * @param {string} code
 */
export const importsOf = (code) => [
  ...[...code.matchAll(/(?:^|[;}\s])(?:import|export)\b[^;'"()]*["'](\.[^"']+)["']/g)].flatMap(
    ([, path]) => path ?? [],
  ),
  ...[...code.matchAll(/new URL\(\s*["'`]([^"'`]+\.js)["'`]/g)].flatMap(([, path]) => path ?? []),
]

/**
 * @param {string} folder the built app
 * @returns {{ readonly file: string, readonly size: number }[]} gzip bytes of each script of the first load
 */
export function firstLoad(folder) {
  const waiting = scriptsOf(readFileSync(join(folder, 'index.html'), 'utf8')).map((path) =>
    join(folder, path),
  )
  /** @type {Map<string, number>} */
  const sizes = new Map()
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (sizes.has(file)) continue
    sizes.set(file, compressed(file))
    for (const path of importsOf(readFileSync(file, 'utf8'))) {
      const base = path.startsWith('/') ? folder : dirname(file)
      waiting.push(normalize(join(base, path)))
    }
  }
  return [...sizes].map(([file, size]) => ({ file: relative(folder, file), size }))
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
  const all = readdirSync(join(app, 'assets')).filter((file) => file.endsWith('.js'))
  const behind = all.map((file) => compressed(join(app, 'assets', file)))
  const kib = (/** @type {number} */ size) => `${(size / 1024).toFixed(1)} KiB`
  for (const { file, size } of files) console.log(`  ${kib(size).padStart(10)}  ${file}`)
  console.log(
    `  ${kib(total).padStart(10)}  for the first screen and its worker, of ${kib(BUDGET)}`,
  )
  const sum = behind.reduce((bytes, size) => bytes + size, 0)
  console.log(`  ${kib(sum).padStart(10)}  with what is fetched behind it while nobody waits`)
  return files.length > 0 && total <= BUDGET
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href && !checkBundleSize()) {
  process.exitCode = 1
}
