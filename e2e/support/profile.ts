/**
 * Browser profiles on disk, where the browser's private storage is a real one: in a private context it is
 * memory, and a flush does nothing.
 */
import { join } from 'node:path'
import { type BrowserContext, chromium, type LaunchOptions } from '@playwright/test'

/**
 * A profile in `folder`, which the caller removes. Opened a second time it has what it had. The app is kept in it only
 * where the test is about that: else it would go on with what an earlier test has loaded.
 */
export const openProfile = (
  folder: string,
  options: LaunchOptions,
  serviceWorkers: 'allow' | 'block' = 'block',
): Promise<BrowserContext> =>
  chromium.launchPersistentContext(join(folder, 'profile'), {
    ...options,
    serviceWorkers,
    headless: true,
  })

/**
 * Makes a profile as if nobody had used it, but for its caches: ends all pages but the browser's own first one,
 * and takes back what they stored, were allowed and had taken over.
 */
export async function emptyProfile(profile: BrowserContext): Promise<void> {
  const [first, ...pages] = profile.pages()
  if (first === undefined) throw new Error('a browser starts with a page')
  for (const page of pages) {
    // A request that a test has taken over may still be on its way when the test ends.
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await page.close()
  }
  await profile.unrouteAll({ behavior: 'ignoreErrors' })
  await profile.setOffline(false)
  await profile.clearPermissions()
  const { origin } = new URL(process.env['APP_URL'] ?? '')
  const session = await profile.newCDPSession(first)
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' })
  await session.detach()
}
