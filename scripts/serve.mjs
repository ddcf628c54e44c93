/** The server of the built app: files of one folder, on this machine only, with security headers. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, relative, sep } from 'node:path'
import { headersOf, MANIFEST_TYPE, SECURITY_HEADERS } from './headers.mjs'

/** @type {Readonly<Record<string, string>>} */
const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': `${MANIFEST_TYPE}; charset=utf-8`,
  '.woff2': 'font/woff2',
}

/**
 * The file that a request's path names; `undefined` for one that leads out of the folder or is hidden.
 * @param {string} folder
 * @param {string} url
 */
function fileFor(folder, url) {
  try {
    const path = decodeURIComponent(url.replace(/[?#].*$/s, ''))
    const parts = path.split('/').filter((part) => part !== '')
    if (parts.some((part) => part.startsWith('.') || /[\\\0:]/.test(part))) return undefined
    return join(folder, ...(path.endsWith('/') ? [...parts, 'index.html'] : parts))
  } catch {
    return undefined
  }
}

/**
 * @param {string} folder
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
async function answer(folder, request, response) {
  /** @type {(status: number, headers: import('node:http').OutgoingHttpHeaders) => void} */
  const head = (status, headers) => {
    response.writeHead(status, { ...SECURITY_HEADERS, ...headers })
  }
  /** @type {(status: number, text: string, headers?: import('node:http').OutgoingHttpHeaders) => void} */
  const refuse = (status, text, headers) => {
    head(status, {
      'Content-Type': 'text/plain; charset=utf-8',
      'Cache-Control': 'no-store',
      ...headers,
    })
    response.end(request.method === 'HEAD' ? undefined : `${text}\n`)
  }

  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return refuse(405, 'Only GET and HEAD are answered.', { Allow: 'GET, HEAD' })
  }
  const file = fileFor(folder, request.url ?? '/')
  const found = file === undefined ? undefined : await stat(file).catch(() => undefined)
  if (file === undefined || !found?.isFile()) return refuse(404, 'There is no such file.')

  const etag = `"${found.size.toString(16)}-${Math.trunc(found.mtimeMs).toString(16)}"`
  const own = { ...headersOf(relative(folder, file).replaceAll(sep, '/')), ETag: etag }
  if (request.headers['if-none-match'] === etag) {
    head(304, own)
    response.end()
    return
  }
  head(200, {
    ...own,
    'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
    'Content-Length': found.size,
  })
  if (request.method === 'HEAD') response.end()
  else
    createReadStream(file)
      .on('error', () => response.destroy())
      .pipe(response)
}

/**
 * Serves a folder on 127.0.0.1.
 * @param {string} folder
 * @param {number} port 0 for any free one
 * @returns {Promise<{ readonly url: string, close(): Promise<void> }>} rejects when the port is taken
 */
export async function serve(folder, port) {
  const server = createServer((request, response) => {
    answer(folder, request, response).catch(() => response.destroy())
  })
  await new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(undefined))
  })
  const address = server.address()
  const actual = typeof address === 'object' && address !== null ? address.port : port
  return {
    url: `http://127.0.0.1:${actual}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
