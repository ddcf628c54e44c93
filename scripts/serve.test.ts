import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serve } from './serve.mjs'

let folder: string
let server: Awaited<ReturnType<typeof serve>>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'serve-'))
  await mkdir(join(folder, 'app/assets'), { recursive: true })
  await writeFile(join(folder, 'secret.txt'), 'secret')
  await writeFile(join(folder, 'app/index.html'), '<!doctype html>')
  await writeFile(join(folder, 'app/.hidden'), 'hidden')
  await writeFile(join(folder, 'app/sw.js'), '')
  await writeFile(join(folder, 'app/assets/worker-1a2b.js'), 'export {}')
  server = await serve(join(folder, 'app'), 0)
})

afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

const get = (path: string, init?: RequestInit) => fetch(new URL(path, server.url), init)

/** The answer to a request that `fetch` would put right before it is sent. */
function raw(target: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () =>
      socket.write(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`),
    )
    socket.on('data', (chunk) => {
      answer += chunk.toString()
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(answer))
  })
}

test('serves the page with a type and asks for it again each time', async () => {
  const response = await get('/')
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(response.headers.get('cache-control')).toBe('no-cache')
  expect(await response.text()).toBe('<!doctype html>')
})

test('keeps files with a hash in their name for a year', async () => {
  const response = await get('/assets/worker-1a2b.js')
  expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect(response.headers.get('cache-control')).toContain('immutable')
})

describe('every response carries the security headers', () => {
  test.each([
    ['the page', '/', 'GET'],
    ['a script, whose policy is that of a worker', '/assets/worker-1a2b.js', 'GET'],
    ['a missing file', '/nothing', 'GET'],
    ['a refused method', '/', 'POST'],
  ])('%s', async (_, path, method) => {
    const { headers } = await get(path, { method })
    const policy = headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'")
    expect(policy).toContain("connect-src 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('permissions-policy')).toContain('camera=()')
  })
})

test('the service worker alone may fetch, and that from here; its other headers are those of all', async () => {
  const { headers } = await get('/sw.js')
  expect(headers.get('content-security-policy')).toBe("default-src 'none'; connect-src 'self'")
  expect(headers.get('cache-control')).toBe('no-cache')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
})

test('answers only GET and HEAD', async () => {
  const head = await get('/', { method: 'HEAD' })
  expect([head.status, await head.text()]).toEqual([200, ''])
  expect(head.headers.get('content-length')).toBe('15')
  const post = await get('/', { method: 'POST', body: 'x' })
  expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
})

test('says that nothing changed to a browser that has the file', async () => {
  const etag = (await get('/')).headers.get('etag') ?? ''
  const again = await get('/', { headers: { 'if-none-match': etag } })
  expect([again.status, await again.text()]).toEqual([304, ''])
})

test.each([
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/assets/..%2f..%2fsecret.txt',
  '/..%5csecret.txt',
  '/%00',
  '/%',
  '/.hidden',
  '/assets',
  '//secret.txt',
  'http://x/../secret.txt',
])('does not leave the folder for %s', async (target) => {
  const answer = await raw(target)
  expect(answer).toMatch(/^HTTP\/1\.1 404 /)
  expect(answer).not.toContain('\nsecret')
})

test('rejects when the port is taken', async () => {
  const port = Number(new URL(server.url).port)
  await expect(serve(folder, port)).rejects.toMatchObject({ code: 'EADDRINUSE' })
})
