/**
 * Keeps the files of one build and answers with them: the app starts without a network, and asks none when there is
 * one. It is a script and no module, which not every browser takes for this. The build puts `APP` before it.
 */

/** Which build this is, and the SHA-256 of each of its files, in hexadecimal, by the path from this file. */
declare const APP: { readonly build: string; readonly files: Readonly<Record<string, string>> }

const worker = self as unknown as ServiceWorkerGlobalScope
const { scope } = worker.registration

/** Other apps may share the origin, and other copies of this one in other folders. */
const CACHES = `vhdx-inspector ${scope} `
const CACHE = CACHES + APP.build

const PAGE = new URL('./', scope).href

async function sha256(bytes: ArrayBuffer): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Fetches a file, which the browser may have if the server says that it is the same. Rejects for any other file. */
async function keep(cache: Cache, path: string, hash: string): Promise<void> {
  const response = await fetch(new URL(path, scope), { cache: 'no-cache', redirect: 'error' })
  if (!response.ok) throw new Error(`${path}: ${response.status}`)
  const found = await sha256(await response.clone().arrayBuffer())
  if (found !== hash) throw new Error(`${path} is not that of this build: ${found}, not ${hash}`)
  await cache.put(new URL(path, scope), response)
}

/** All files or none: half a build is none. */
async function keepAll(): Promise<void> {
  const cache = await caches.open(CACHE)
  try {
    const files = Object.entries(APP.files)
    await Promise.all(files.map(([path, hash]) => keep(cache, path, hash)))
  } catch (error) {
    await caches.delete(CACHE)
    throw error
  }
}

/** Drops the builds before this one, when a window that this one has loaded is the only one: no other may still run them. */
async function forgetOthers(): Promise<void> {
  const windows = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })
  if (windows.length > 1) return
  const others = (await caches.keys()).filter((name) => name.startsWith(CACHES) && name !== CACHE)
  await Promise.all(others.map((name) => caches.delete(name)))
}

const LOOSELY = { ignoreSearch: true, ignoreVary: true }

/** From this build; or from an earlier one, whose windows ask for files under other names. */
async function kept(wanted: Request): Promise<Response> {
  const cache = await caches.open(CACHE)
  const own = await cache.match(wanted, LOOSELY)
  if (own) return own
  // Every other address is the page, too: what it shows comes after the `#`.
  if (wanted.mode === 'navigate') return (await cache.match(PAGE)) ?? Response.error()
  for (const name of await caches.keys()) {
    if (!name.startsWith(CACHES)) continue
    const older = await (await caches.open(name)).match(wanted, LOOSELY)
    if (older) return older
  }
  return Response.error()
}

worker.addEventListener('install', (event) => event.waitUntil(keepAll()))

worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()))

worker.addEventListener('fetch', (event) => event.respondWith(kept(event.request)))

worker.addEventListener('message', (event) => {
  // The user takes this build.
  if (event.data === 'take') event.waitUntil(worker.skipWaiting())
  // A page of this build is loaded.
  if (event.data === 'loaded') event.waitUntil(forgetOthers())
})
