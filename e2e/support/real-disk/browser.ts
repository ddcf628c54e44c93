/** A headed browser on a desktop whose folder dialog is answered for it. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type LaunchOptions, type Page } from '@playwright/test'
import { startDesktop } from './desktop.ts'

export interface RealDisk {
  readonly page: Page
  /** The folder that the user picks. */
  readonly folder: string
  /** Answers both of the browser's questions once the page has asked for a folder: see `Desktop`. */
  allowEditing(isAllowed: () => Promise<boolean>): Promise<void>
  close(): Promise<void>
}

/** Everything that it needs lies in `scratch`, a folder that the caller removes. */
export async function openRealDisk(scratch: string, options: LaunchOptions): Promise<RealDisk> {
  const folder = join(scratch, 'Recovered')
  await mkdir(folder)
  const desktop = await startDesktop(folder)
  try {
    const context = await chromium.launchPersistentContext(join(scratch, 'profile'), {
      ...options,
      serviceWorkers: 'block',
      headless: false,
      env: desktop.env,
      args: [...(options.args ?? []), '--ozone-platform=x11'],
      // The window's own size: the prompt is drawn inside of it.
      viewport: null,
    })
    const page = context.pages()[0] ?? (await context.newPage())
    return {
      page,
      folder,
      allowEditing: desktop.allowEditing,
      close: async () => {
        await context.close()
        await desktop.stop()
      },
    }
  } catch (error) {
    await desktop.stop()
    throw error
  }
}
