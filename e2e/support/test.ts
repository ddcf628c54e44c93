/** The tests' own `test`: Playwright's, with files that are gone afterwards. */
import { test as base } from '@playwright/test'
import { makeTestFiles, removeTestFiles, type TestFiles } from './files.ts'

export interface Fixtures {
  readonly files: TestFiles
}

export const test = base.extend<Fixtures>({
  // A request that a test has taken over may still be on its way when the test ends.
  page: async ({ page }, use) => {
    await use(page)
    await page.unrouteAll({ behavior: 'ignoreErrors' })
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to see what a fixture needs
  files: async ({}, use) => {
    const files = await makeTestFiles()
    await use(files)
    await removeTestFiles(files)
  },
})

export { expect } from '@playwright/test'
