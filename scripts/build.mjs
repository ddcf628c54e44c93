/** Builds the app and the command line when what is in dist/ is older than the sources. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Complaint } from './install.mjs'
import { root, runTool } from './run.mjs'

const SOURCES = [
  'src',
  'public',
  'index.html',
  'scripts/headers.mjs',
  'scripts/hosting.mjs',
  'scripts/offline.mjs',
  'vite.config.ts',
  'package.json',
  'tsconfig.base.json',
]
const RESULTS = ['dist/app/index.html', 'dist/cli/vhdx-inspector.js']

/**
 * When a file, or anything in a folder, was last changed. Tests are not built, so they do not count.
 * @param {string} path
 * @returns {number} milliseconds; 0 if there is nothing
 */
function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return 0
  if (!stat.isDirectory()) return stat.mtimeMs
  const names = readdirSync(path).filter(
    (name) => name !== 'testing' && !/\.test\.tsx?$/.test(name),
  )
  return Math.max(0, ...names.map((name) => newest(join(path, name))))
}

export function isBuilt() {
  const sources = Math.max(...SOURCES.map((path) => newest(join(root, path))))
  return RESULTS.every((path) => newest(join(root, path)) > sources)
}

/** @returns {Promise<boolean>} whether both builds succeeded */
export async function build() {
  const vite = 'vite/bin/vite.js'
  const quiet = ['--logLevel', 'warn']
  return (
    (await runTool(vite, ['build', ...quiet])) === 0 &&
    (await runTool(vite, ['build', '--mode', 'cli', ...quiet])) === 0
  )
}

export async function ensureBuilt() {
  if (isBuilt()) return
  console.log('Building …')
  if (!(await build())) throw new Complaint('The build failed: the message above says why.')
}
