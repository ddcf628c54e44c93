/** Tests that want a browser to themselves: with nothing in its caches, or with workers that hang behind their end. */
import type { BrowserContext } from '@playwright/test'
import { openProfile } from './profile.ts'
import { test as base } from './test.ts'
import { allowFaults } from './worker-calls.ts'

export const test = base.extend<{ readonly context: BrowserContext }>({
  context: async ({ files, launchOptions }, use) => {
    const context = await openProfile(files.folder, launchOptions)
    await use(context)
    await context.close()
  },
})

/** Its workers meet the faults that they are given. */
export const faultTest = test.extend({
  context: async ({ context }, use) => {
    await allowFaults(context)
    await use(context)
  },
})
