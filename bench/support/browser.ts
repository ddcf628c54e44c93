/** A page beside the app, in the app's own browser, that speaks with its worker past the user interface. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BrowserContext, chromium, type Page, test } from '@playwright/test'
import { inTempDir } from '../../src/testing/qemu.ts'
import { type Driver, installDriver } from './driver.ts'

declare global {
  interface Window {
    driver: Driver
  }
}

const ASSETS = fileURLToPath(new URL('../../dist/app/assets', import.meta.url))

/** The address of the built worker, which is named after src/worker/main.ts. */
async function workerUrl(base: string): Promise<string> {
  const name = (await readdir(ASSETS)).find((file) => /^main-.*\.js$/.test(file))
  if (name === undefined) throw new Error('the built app has no worker: run `npm run build`')
  return new URL(`assets/${name}`, base).href
}

/**
 * A profile of its own for each: the file system of a private window is kept in memory and is slow in
 * other ways than a disk.
 */
export async function withBrowser<T>(
  use: (page: Page, context: BrowserContext) => Promise<T>,
): Promise<T> {
  return inTempDir(async (folder) => {
    const { launchOptions = {} } = test.info().project.use
    const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
      ...launchOptions,
      serviceWorkers: 'block',
      headless: true,
    })
    try {
      return await use(context.pages()[0] ?? (await context.newPage()), context)
    } finally {
      await context.close()
    }
  })
}

export const appUrl = (): string => {
  const url = process.env['APP_URL']
  if (url === undefined) throw new Error('the app is not served')
  return url
}

/** Opens the app and puts the driver into its page: `#driven-file` takes the file to work on. */
export async function drive(page: Page): Promise<void> {
  await page.goto(appUrl())
  await page.evaluate(installDriver, await workerUrl(appUrl()))
}
