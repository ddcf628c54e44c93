/** Debian's packages, installed where that is allowed. */
import { spawnSync } from 'node:child_process'
import { findProgram, succeeds } from './run.mjs'

/** Without a network apt must end soon; a package manager at work elsewhere may be waited for. */
const APT_OPTIONS = [
  '-q',
  '-oAcquire::Retries=1',
  '-oAcquire::http::Timeout=10',
  '-oAcquire::https::Timeout=10',
  '-oDPkg::Lock::Timeout=60',
]
const TIME_LIMIT = 4 * 60_000

/** The command that makes the user root; `undefined` where there is none without a password. */
function asRoot() {
  if (process.getuid?.() === 0) return []
  const sudo = findProgram('sudo')
  return sudo !== undefined && succeeds(sudo, ['-n', 'true']) ? [sudo, '-n'] : undefined
}

let updated = false

/**
 * @param {readonly string[]} packages
 * @returns {boolean} whether they are installed now
 */
export function installPackages(packages) {
  const apt = findProgram('apt-get')
  const prefix = asRoot()
  if (apt === undefined || prefix === undefined) return false
  console.log(`  Installing Debian’s ${packages.join(', ')} …`)
  /** @type {(args: readonly string[]) => boolean} */
  const aptGet = (args) => {
    const [command = apt, ...rest] = [...prefix, apt, ...APT_OPTIONS, ...args]
    const { status, stderr } = spawnSync(command, rest, {
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
      timeout: TIME_LIMIT,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
    if (status !== 0)
      console.log(`  apt-get says: ${stderr?.trim().split('\n').at(-1) ?? 'no answer'}`)
    return status === 0
  }
  // One dead package source must not keep the others from being used.
  if (!updated) aptGet(['update'])
  updated = true
  return aptGet(['install', '-y', '--no-install-recommends', ...packages])
}
