/** The tests' own `test`: Playwright's, in a browser that the next test goes on with, and with files that are gone afterwards. */
import { type BrowserContext, test as base, type LaunchOptions } from '@playwright/test'
import { makeTestFiles, removeTestFiles, type TestFiles } from './files.ts'
import { emptyProfile, openProfile } from './profile.ts'

export interface Fixtures {
  readonly files: TestFiles
}

export interface WorkerFixtures {
  /** Of all tests that one process runs: a window, a profile and cold caches cost more than most tests do. */
  readonly profile: BrowserContext
}

/** A profile for the time of `use`. */
export async function withProfile(
  options: LaunchOptions,
  use: (profile: BrowserContext) => Promise<void>,
  serviceWorkers?: 'allow' | 'block',
): Promise<void> {
  const files = await makeTestFiles()
  const profile = await openProfile(files.folder, options, serviceWorkers)
  await use(profile)
  await profile.close()
  await removeTestFiles(files)
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  profile: [({ launchOptions }, use) => withProfile(launchOptions, use), { scope: 'worker' }],
  context: async ({ profile }, use) => {
    await use(profile)
    await emptyProfile(profile)
  },
  page: async ({ context, viewport }, use) => {
    const page = await context.newPage()
    if (viewport !== null) await page.setViewportSize(viewport)
    await use(page)
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to see what a fixture needs
  files: async ({}, use) => {
    const files = await makeTestFiles()
    await use(files)
    await removeTestFiles(files)
  },
})

export { expect } from '@playwright/test'
