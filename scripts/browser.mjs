/** Finds a Chromium for the tests, or installs one. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { findProgram, isProgram, root, succeeds } from './run.mjs'
import { installPackages } from './system-packages.mjs'

const ON_PATH = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'chrome']

const APPS = ['Google Chrome', 'Chromium']
const MAC = ['/', homedir()].flatMap((base) =>
  APPS.map((app) => join(base, 'Applications', `${app}.app`, 'Contents/MacOS', app)),
)

const WINDOWS = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => {
  const base = process.env[name]
  if (base === undefined) return []
  return ['Google\\Chrome', 'Chromium'].map((app) => join(base, app, 'Application\\chrome.exe'))
})

/** For a browser that only tests use: nothing of its own, neither on the screen nor on the network. */
export const BROWSER_ARGUMENTS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** @param {string} path */
function starts(path) {
  // On Windows this question opens a window.
  return process.platform === 'win32' ? isProgram(path) : succeeds(path, ['--version'])
}

/** The browser that is there already: CHROMIUM_PATH, else an installed Chrome or Chromium. */
export function installedBrowser() {
  const { CHROMIUM_PATH: named } = process.env
  if (named !== undefined && named !== '') return named
  const candidates = [
    ...ON_PATH.map((name) => findProgram(name)),
    ...(process.platform === 'darwin' ? MAC : []),
    ...(process.platform === 'win32' ? WINDOWS : []),
  ]
  return candidates.find((path) => path !== undefined && existsSync(path) && starts(path))
}

async function downloadedBrowser() {
  const { chromium } = await import('@playwright/test')
  const path = chromium.executablePath()
  return existsSync(path) && starts(path) ? path : undefined
}

/** Without a connection the download must end soon; with one it shows progress. */
const SILENCE_LIMIT = 20_000

/** @returns {Promise<boolean>} whether Playwright's download went well */
function download() {
  return new Promise((resolve) => {
    const cli = join(root, 'node_modules/@playwright/test/cli.js')
    const child = spawn(process.execPath, [cli, 'install', '--no-shell', 'chromium'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '5000' },
    })
    const stop = () => child.kill()
    let timer = setTimeout(stop, SILENCE_LIMIT)
    child.stderr.resume()
    child.stdout.on('data', (chunk) => {
      // A further attempt is not progress; a percentage is.
      if (!/\d%/.test(String(chunk))) return
      clearTimeout(timer)
      timer = setTimeout(stop, SILENCE_LIMIT)
    })
    child.on('error', () => resolve(false))
    child.on('exit', (code) => {
      clearTimeout(timer)
      resolve(code === 0)
    })
  })
}

/**
 * What is there, in this order: CHROMIUM_PATH, an installed Chrome or Chromium, Playwright's download.
 * @returns {Promise<string | undefined>} its program
 */
export const findBrowser = async () => installedBrowser() ?? (await downloadedBrowser())

/**
 * Brings Playwright's own Chromium or, where that cannot be had or does not start, Debian's package.
 * @returns {Promise<string | undefined>} its program
 */
export async function installBrowser() {
  console.log('  Downloading Playwright’s Chromium into its folder of your caches …')
  if (await download()) {
    const own = await downloadedBrowser()
    if (own !== undefined) return own
    console.log('  It does not start on this system.')
  } else {
    console.log('  It could not be downloaded.')
  }
  return installPackages(['chromium']) ? installedBrowser() : undefined
}
