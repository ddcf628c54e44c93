/** `npm run bench`: Playwright as the runner, since half of what is measured is measured in a browser. */
import { fileURLToPath } from 'node:url'
import { defineConfig } from '@playwright/test'
import tests from '../playwright.config.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

export default defineConfig({
  ...tests,
  testDir: '.',
  testMatch: '**/*.bench.ts',
  outputDir: `${root}test-results`,
  // One at a time: what runs beside a measurement is measured too.
  fullyParallel: false,
  workers: 1,
  timeout: 300_000,
  reporter: './support/table-reporter.ts',
  use: { ...tests.use, trace: 'off' },
  webServer: { ...tests.webServer, cwd: root } as NonNullable<typeof tests.webServer>,
})
