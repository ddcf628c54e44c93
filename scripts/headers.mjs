/** The headers of every file of the app: the one place that our server and the files for other hosts take them from. */

/**
 * No request leaves the page but for its own files; `wasm-unsafe-eval` is for the checksums. A worker
 * takes its policy from its own response, so every response carries it.
 */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "connect-src 'none'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The service worker fetches the files of the app once, to keep them. It runs nothing and shows nothing. */
export const SERVICE_WORKER_POLICY = "default-src 'none'; connect-src 'self'"

/** Its path in the folder of the app; the only file with a policy of its own. */
export const SERVICE_WORKER = 'sw.js'

/** What every response has beside its policy. */
export const COMMON_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy':
    'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
}

export const SECURITY_HEADERS = { 'Content-Security-Policy': PAGE_POLICY, ...COMMON_HEADERS }

/** Names in this folder carry a hash of their content; browsers ask for all other files each time. */
export const HASHED = 'assets/'

export const CACHE_FOREVER = 'public, max-age=31536000, immutable'
export const ASK_EACH_TIME = 'no-cache'

/** Not every server knows it. */
export const MANIFEST_TYPE = 'application/manifest+json'

/**
 * @param {string} path of a file in the folder of the app, with `/` between its parts
 * @returns {Readonly<Record<string, string>>} all headers but those of its type, size and version
 */
export const headersOf = (path) => ({
  ...SECURITY_HEADERS,
  'Content-Security-Policy': path === SERVICE_WORKER ? SERVICE_WORKER_POLICY : PAGE_POLICY,
  'Cache-Control': path.startsWith(HASHED) ? CACHE_FOREVER : ASK_EACH_TIME,
})
