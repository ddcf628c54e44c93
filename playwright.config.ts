/** Browser tests: the built app, from the project's own server, in an installed Chromium. */
import { defineConfig } from '@playwright/test'
import { BROWSER_ARGUMENTS, installedBrowser } from './scripts/browser.mjs'

const executablePath = installedBrowser()
const { APP_URL, CI } = process.env

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  forbidOnly: Boolean(CI),
  fullyParallel: true,
  workers: 2,
  timeout: 30_000,
  reporter: 'list',
  use: {
    ...(APP_URL !== undefined && { baseURL: APP_URL }),
    // Playwright's own Chromium, where there is no other; not its headless shell.
    ...(executablePath === undefined && { channel: 'chromium' }),
    // Of contexts that Playwright makes; e2e/support/profile.ts has the others.
    serviceWorkers: 'block',
    // It costs a fifth of the time: CONTRIBUTING says how to have one of a test that fails.
    trace: 'off',
    launchOptions: {
      ...(executablePath !== undefined && { executablePath }),
      args: [...BROWSER_ARGUMENTS],
    },
  },
  webServer: {
    command: 'node scripts/start.mjs',
    env: { PORT: '0' },
    // The address, with the port that was free, becomes APP_URL for the tests.
    wait: { stdout: /(?<app_url>http:\/\/127\.0\.0\.1:\d+\/)/ },
    timeout: 120_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 1000 },
  },
})
