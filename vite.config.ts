/** Builds of the app and of the command line, and the projects of the unit test runner. */
import { chmodSync } from 'node:fs'
import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig, type ViteUserConfig } from 'vitest/config'

/** Chromium, Firefox and Safari since 2024, as platform support of the File System API and light-dark() asks for. */
const BROWSERS = ['chrome123', 'firefox128', 'safari17.5']

/**
 * Builds the worker as a second entry beside the page, not by itself, as Vite would: the catalogue of
 * findings and the field tables, which both need, become one file that both load.
 */
const sharedWorker = (): Plugin => {
  const url = "new URL('./worker/main.ts', import.meta.url)"
  return {
    name: 'shared-worker',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: { id: /\/src\/main\.tsx$/ },
      handler(code) {
        if (!code.includes(url)) this.error(`the page does not start its worker by ${url}`)
        const worker = this.emitFile({ type: 'chunk', id: 'src/worker/main.ts' })
        return code.replace(url, () => `import.meta.ROLLUP_FILE_URL_${worker}`)
      },
    },
  }
}

/** Generated class names stand in the code itself, not in objects that map the written names to them. */
const inlineClassNames = (): Plugin[] => [
  {
    name: 'import-class-names-one-by-one',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: { id: /\/src\/app\/.*\.tsx$/ },
      handler: (code) =>
        code.replace(/^import (\w+) (?=from '.*\.module\.css'$)/gm, 'import * as $1 '),
    },
  },
  {
    name: 'keep-styles-without-their-names',
    apply: 'build',
    enforce: 'post',
    transform: {
      filter: { id: /\.module\.css$/ },
      handler: (code) => ({ code, map: null, moduleSideEffects: 'no-treeshake' }),
    },
  },
]

const app: ViteUserConfig = {
  // Relative, so that the folder can be served from anywhere.
  base: './',
  plugins: [react(), sharedWorker(), inlineClassNames()],
  // What the shim stands in for is in every React since 18.
  resolve: {
    alias: {
      'use-sync-external-store/shim/with-selector': 'use-sync-external-store/with-selector',
    },
  },
  css: { modules: { generateScopedName: '[hash:base64:4]' } },
  build: {
    outDir: 'dist/app',
    target: BROWSERS,
    modulePreload: { polyfill: false },
    rolldownOptions: { optimization: { inlineConst: { mode: 'all' } } },
  },
}

const CLI_FILE = 'vhdx-inspector.js'

/** One file with everything in it, so that it can be copied to a server as it is. */
const cli: ViteUserConfig = {
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

const tests: ViteUserConfig['test'] = {
  projects: [
    {
      test: {
        name: 'unit',
        include: ['{src,scripts,bench,e2e}/**/*.test.ts'],
        // Tests that start programs take long on a machine with other work.
        testTimeout: 30_000,
      },
    },
  ],
}

export default defineConfig(({ mode }) => ({ ...(mode === 'cli' ? cli : app), test: tests }))
