/** The projects of the unit test runner: in Node, and components in the browser of the browser tests. */
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { BROWSER_ARGUMENTS, installedBrowser } from './scripts/browser.mjs'
import { THOROUGH } from './src/testing/thorough.ts'

const executablePath = installedBrowser()

/** Tests that start programs take long on a machine with other work, and laws that are asked more often. */
const LONG = 30_000 * THOROUGH
/** They put something in the place of modules, which must not be loaded before. */
const MOCKING = ['src/cli/system-faults.test.ts', 'src/cli/guest/extract-faults.test.ts']

export default defineConfig({
  // What components load: found in their midst, it would make the page load once more.
  optimizeDeps: {
    include: [
      '@tanstack/react-table',
      'hash-wasm',
      'react',
      'react-dom',
      'react-dom/client',
      'react/jsx-dev-runtime',
      'vitest-browser-react',
      'zustand',
      'zustand/vanilla',
    ],
  },
  test: {
    // By itself it leaves one core idle, which of two is half of them.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{src,scripts,bench,e2e}/**/*.test.ts'],
          exclude: MOCKING,
          // No file leaves anything behind in a module, so that each is loaded once for all files.
          isolate: false,
          testTimeout: LONG,
        },
      },
      // Projects begin in the order of their names: what takes longest is not left for one core in the end.
      { test: { name: 'mocking-unit', include: MOCKING, testTimeout: LONG } },
      {
        extends: true,
        test: {
          name: 'components',
          include: ['src/**/*.test.tsx'],
          testTimeout: LONG,
          expect: { poll: { timeout: 10_000 } },
          browser: {
            enabled: true,
            headless: true,
            // The name “localhost” is not known on every machine.
            api: { host: '127.0.0.1' },
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                // Playwright's own Chromium, where there is no other; not its headless shell.
                ...(executablePath === undefined ? { channel: 'chromium' } : { executablePath }),
                args: [...BROWSER_ARGUMENTS],
              },
              contextOptions: { permissions: ['clipboard-read', 'clipboard-write'] },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
})
