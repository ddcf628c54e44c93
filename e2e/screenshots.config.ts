/** Takes the pictures of the README: `npx playwright test --config e2e/screenshots.config.ts`. */
import { fileURLToPath } from 'node:url'
import { defineConfig } from '@playwright/test'
import tests from '../playwright.config.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

export default defineConfig({
  ...tests,
  testDir: '.',
  testMatch: 'screenshots.ts',
  outputDir: `${root}test-results`,
  use: { ...tests.use, viewport: { width: 1280, height: 800 } },
  webServer: { ...tests.webServer, cwd: root } as NonNullable<typeof tests.webServer>,
})
