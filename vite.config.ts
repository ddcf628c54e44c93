/** Builds of the app and of the command line. */
import { chmodSync } from 'node:fs'
import react from '@vitejs/plugin-react'
import { defineConfig, type UserConfig } from 'vite'
import { offline } from './scripts/offline.mjs'

/** Chromium, Firefox and Safari since 2024, as platform support of the File System API and light-dark() asks for. */
const BROWSERS = ['chrome123', 'firefox128', 'safari17.5']

/**
 * The worker in two parts: what opens a file, and what is fetched behind it. Left to itself, the bundler makes a
 * file of each set of modules that some of the calls share: a hundred of them, half of which the first screen waits for.
 */
const WORKER_PARTS = [
  { name: 'first', tags: ['$initial' as const], priority: 1 },
  { name: 'behind' },
]

const app: UserConfig = {
  // Relative, so that the folder can be served from anywhere.
  base: './',
  plugins: [react(), offline()],
  worker: {
    format: 'es',
    rolldownOptions: { output: { codeSplitting: { groups: WORKER_PARTS } } },
  },
  // Every browser of the list preloads modules by itself.
  build: { outDir: 'dist/app', target: BROWSERS, modulePreload: { polyfill: false } },
}

const CLI_FILE = 'vhdx-inspector.js'

/** One file with everything in it, so that it can be copied to a server as it is. */
const cli: UserConfig = {
  publicDir: false,
  plugins: [
    {
      name: 'executable',
      writeBundle: ({ dir }) => chmodSync(`${dir}/${CLI_FILE}`, 0o755),
    },
  ],
  ssr: { noExternal: true },
  build: {
    outDir: 'dist/cli',
    target: 'node20.19',
    ssr: 'src/cli/bin.ts',
    rolldownOptions: {
      output: { entryFileNames: CLI_FILE, banner: '#!/usr/bin/env node', codeSplitting: false },
    },
  },
}

export default defineConfig(({ mode }) => (mode === 'cli' ? cli : app))
