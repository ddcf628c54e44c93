/**
 * The rooms of the code and what each may import: docs/architecture.md as data, for the test that
 * holds it. A room is a folder; a path that ends with `/` stands for everything below it.
 */

/** The engine's rooms: each may import itself and those before it. */
const ENGINE = [
  'bytes',
  'format',
  'findings',
  'codes',
  'guest',
  'update',
  'image',
  'log',
  'places',
  'changes',
  'producers',
  'inspect',
  'entries',
  'space',
  'blocks',
  'disk',
  'search',
  'diagnosis',
  'files',
  'affected',
  'extract',
  'history',
  'qemu',
  'patch',
  'salvage',
  'looks',
  'journal',
  'compose',
  'new-image',
  'account',
  'skeleton',
  'report',
]

/** The app's rooms: each may import itself and those that are named. */
const APP: Readonly<Record<string, readonly string[]>> = {
  ui: [],
  keys: ['ui'],
  store: ['ui'],
  table: ['ui', 'keys', 'store'],
  hex: ['ui', 'keys', 'store'],
  strip: ['ui', 'keys', 'store'],
  shared: ['ui', 'keys', 'store', 'table', 'hex', 'strip'],
  save: ['ui', 'keys', 'store', 'table', 'hex', 'strip', 'shared'],
  views: ['ui', 'keys', 'store', 'table', 'hex', 'strip', 'shared', 'save'],
  shell: ['ui', 'keys', 'store', 'table', 'hex', 'strip', 'shared', 'save', 'views'],
}

/** What the page has of worker and engine: calls, and what is shown in which words; nothing that reads. */
const FOR_THE_PAGE = [
  'src/worker/protocol/',
  'src/worker/client.ts',
  'src/version.ts',
  'src/engine/findings/',
  'src/engine/codes/',
  'src/engine/format/',
  'src/engine/bytes/format.ts',
  'src/engine/bytes/guid.ts',
  'src/engine/bytes/hex-dump.ts',
  'src/engine/bytes/bisect.ts',
  'src/engine/bytes/ranges.ts',
  'src/engine/bytes/parse-size.ts',
  'src/engine/bytes/parse-whole.ts',
  'src/engine/bytes/refused.ts',
  'src/engine/bytes/visible-text.ts',
  'src/engine/bytes/hash/hash-names.ts',
  'src/engine/compose/sample-id.ts',
  // What a recipe and its places are called; whether it is right the worker says.
  'src/engine/compose/recipe.ts',
  'src/engine/inspect/is-surveyed.ts',
  'src/engine/log/log.ts',
  'src/engine/log/descriptor-target.ts',
  // What a document is made of; which one there is the worker says.
  'src/engine/report/document.ts',
  'react',
  'react-dom',
  'zustand',
]

/** Packages that a room of the engine may import. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  compose: ['valibot'],
  report: ['valibot'],
  skeleton: ['valibot'],
}

/** What files may import by the beginning of their path; the longest beginning counts. */
export const ROOMS: Readonly<Record<string, readonly string[]>> = {
  'src/engine/bytes/hash/crc32c.ts': ['src/engine/bytes/', 'hash-wasm'],
  'src/engine/bytes/hash/crc32.ts': ['src/engine/bytes/', 'hash-wasm'],
  'src/engine/bytes/hash/digest.ts': ['src/engine/bytes/', 'hash-wasm'],
  'src/engine/bytes/hash/xxh64.ts': ['src/engine/bytes/', 'hash-wasm'],
  'src/engine/bytes/hash/hash-wasm-parts.d.ts': ['hash-wasm'],
  ...Object.fromEntries(
    ENGINE.map((room, i) => [
      `src/engine/${room}/`,
      [
        ...ENGINE.slice(0, i + 1).map((before) => `src/engine/${before}/`),
        ...(PACKAGES[room] ?? []),
      ],
    ]),
  ),
  'src/worker/': ['src/worker/', 'src/engine/', 'src/version.ts'],
  ...Object.fromEntries(
    Object.entries(APP).map(([room, others]) => [
      `src/app/${room}/`,
      [room, ...others].map((name) => `src/app/${name}/`).concat(FOR_THE_PAGE),
    ]),
  ),
  'src/app/file-system.d.ts': [],
  'src/app/table/': ['ui', 'keys', 'store', 'table']
    .map((name) => `src/app/${name}/`)
    .concat(FOR_THE_PAGE, '@tanstack/react-table'),
  'src/main.tsx': ['src/app/', 'src/worker/', 'react', 'react-dom'],
  // A script by itself: the build puts its list before it.
  'src/offline/': [],
  'src/cli/': ['src/cli/', 'src/engine/', 'src/version.ts', 'node:'],
  'src/testing/': [
    'src/testing/',
    'src/engine/',
    'src/cli/',
    'src/worker/',
    'src/app/',
    'react',
    'vitest-browser-react',
    'valibot',
    '@valibot/to-json-schema',
    'node:',
    'vitest',
    'fast-check',
  ],
  'src/version.ts': ['package.json'],
}

/** A view imports no other view: what two of them show is in `shared`. */
export const viewOf = (path: string): string | undefined =>
  /^src\/app\/views\/([^/]+)\//.exec(path)?.[1]

/** Sentences that more than one of screen, command line and report say; the page may import them all. */
export const isWords = (path: string): boolean =>
  /^src\/engine\/.*\/(words\/[^/]+|([a-z0-9-]+-)?words)\.ts$/.test(path)
