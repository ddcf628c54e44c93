/** What the build adds to the app: its name, the service worker that keeps it, and headers for its hosts. */
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { transformWithOxc } from 'vite'
import { SERVICE_WORKER } from './headers.mjs'
import { filesForHosts, HOST_FILES, serverConfigurations } from './hosting.mjs'
import { root } from './run.mjs'

/** index.html has it in the place of the build's name, which is a hash of that file too. */
export const PLACE_OF_BUILD = 'BUILD'
const META = /(<meta name="build" content=")[^"]*(")/

/** @param {string | Uint8Array} bytes */
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')

/** @param {string} folder */
const filesIn = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .map((path) => path.replaceAll(sep, '/'))
    .filter((path) => path !== SERVICE_WORKER)
    .sort()

/**
 * @param {string} html index.html
 * @param {string} build
 */
const named = (html, build) => html.replace(META, `$1${build}$2`)

/**
 * The name of a build: the SHA-256 of what `sha256sum` prints about all its files but sw.js, sorted by their
 * names, with `BUILD` in its place in index.html.
 * @param {string} folder of the built app
 */
export function buildOf(folder) {
  const lines = filesIn(folder).map((path) => {
    const bytes = readFileSync(join(folder, path))
    const unnamed = path === 'index.html' ? named(bytes.toString(), PLACE_OF_BUILD) : bytes
    return `${sha256(unnamed)}  ${path}\n`
  })
  return sha256(lines.join(''))
}

/**
 * The service worker for a folder, in which index.html has the name of the build already.
 * @param {string} folder
 * @param {string} build
 */
async function serviceWorker(folder, build) {
  const files = filesIn(folder)
    .filter((path) => !HOST_FILES.includes(path))
    .map((path) => [
      path === 'index.html' ? './' : `./${path}`,
      sha256(readFileSync(join(folder, path))),
    ])
  const source = join(root, 'src/offline/service-worker.ts')
  const { code } = await transformWithOxc(readFileSync(source, 'utf8'), source, {
    sourcemap: false,
  })
  return `const APP = ${JSON.stringify({ build, files: Object.fromEntries(files) }, null, 1)}\n${code}`
}

/**
 * Completes a built app.
 * @param {string} folder of the app
 * @param {string} hosting where configurations of servers go
 */
export async function complete(folder, hosting) {
  /** @param {string} path @param {string} text */
  const write = (path, text) => {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  const files = filesIn(folder).filter((path) => !HOST_FILES.includes(path))
  for (const [name, text] of Object.entries(filesForHosts([...files, SERVICE_WORKER]))) {
    write(join(folder, name), text)
  }
  for (const [name, text] of Object.entries(serverConfigurations())) {
    write(join(hosting, name), text)
  }
  const build = buildOf(folder)
  const page = join(folder, 'index.html')
  write(page, named(readFileSync(page, 'utf8'), build))
  write(join(folder, SERVICE_WORKER), await serviceWorker(folder, build))
}

/** @returns {import('vite').Plugin} completes the app after its build */
export const offline = () => ({
  name: 'offline',
  apply: 'build',
  writeBundle: () => complete(join(root, 'dist/app'), join(root, 'dist/hosting')),
})
