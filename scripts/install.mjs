/** Makes the project runnable on a machine that has nothing but Node: version check and packages. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, runNpm } from './run.mjs'

/** What an `Error` is to these scripts when its sentence is all that the user needs. */
export class Complaint extends Error {}

/**
 * Runs a script's main function; a `Complaint` becomes one line and exit status 1.
 * @param {() => Promise<void>} main
 */
export async function runScript(main) {
  try {
    await main()
  } catch (error) {
    if (!(error instanceof Complaint)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}

/**
 * @param {string} version as `process.versions.node` has it
 * @returns {boolean} whether it is 20.19 or newer
 */
export function isNodeNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 20 || (major === 20 && minor >= 19)
}

export function checkNode() {
  if (isNodeNewEnough(process.versions.node)) return
  throw new Complaint(
    `VHDX Inspector needs Node 20.19 or newer; this is Node ${process.versions.node}. Get one at https://nodejs.org.`,
  )
}

/**
 * @typedef {{ readonly version?: string, readonly integrity?: string, readonly optional?: boolean }} Locked
 * @typedef {{ readonly packages?: Readonly<Record<string, Locked>> }} Lock
 */

/**
 * Whether everything that the lock file names is installed as it says. Packages for other platforms
 * are optional and may be missing.
 * @param {Lock} wanted package-lock.json
 * @param {Lock} installed node_modules/.package-lock.json, which npm keeps
 */
export function isInstalled(wanted, installed) {
  return Object.entries(wanted.packages ?? {}).every(([path, { version, integrity, optional }]) => {
    if (path === '') return true
    const found = installed.packages?.[path]
    if (found === undefined) return optional === true
    return found.version === version && found.integrity === integrity
  })
}

/**
 * @param {string} path
 * @returns {Lock | undefined}
 */
function readLock(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), 'utf8'))
  } catch {
    return undefined
  }
}

/** Installs the packages unless they are there already. */
export async function ensureInstalled() {
  checkNode()
  const wanted = readLock('package-lock.json')
  const installed = readLock('node_modules/.package-lock.json')
  if (wanted === undefined) throw new Complaint('package-lock.json is missing or damaged.')
  if (installed !== undefined && isInstalled(wanted, installed)) return
  console.log('Installing packages …')
  if ((await runNpm(['ci', '--no-audit', '--no-fund'])) !== 0) {
    throw new Complaint(
      'The packages could not be installed: npm’s message above says why. Is there a network?',
    )
  }
}
