/**
 * Tests in a browser profile on disk, where the browser's private storage is a real one: in the usual,
 * private context it is memory, and a flush does nothing.
 */
import type { BrowserContext } from '@playwright/test'
import { test as base } from './test.ts'
import { openProfile } from './workbench.ts'
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
