/** The app that the browser has kept: it starts without a server, and a newer build waits for the user's word. */
import { expect, type Page } from '@playwright/test'
import { chooseFile, headline, NOT_CLOSED, show } from './support/app.ts'
import { base, child, middle } from './support/chain.ts'
import { dirtyLikeQemu } from './support/images.ts'
import { test } from './support/own-build.ts'

// One browser for all of them costs less than two.
test.describe.configure({ mode: 'default' })

const SCREENS = [
  'Findings',
  'Structure',
  'Log',
  'Replay',
  'Blocks',
  'Disk',
  'Files',
  'Bytes',
  'Report',
] as const

/** Loads the app for the first time, until the browser has kept it. */
async function install(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await expect(page.getByText('Starts without a network')).toBeVisible()
}

const footer = (page: Page) => page.getByRole('contentinfo')
const newBuild = (page: Page) => page.getByText('A newer build of this app is ready.')

test('asks for the service worker alone at a second start, and starts with the server gone', async ({
  context,
  page,
  server,
  files,
}) => {
  const path = await files.compose('disk.vhdx', dirtyLikeQemu)
  await install(page, server.url)
  const installed = server.asked.length
  await page.reload()
  await expect(page.getByText('Starts without a network')).toBeVisible()
  // The browser looks for a newer build a moment after the load.
  await expect.poll(() => [...new Set(server.asked.slice(installed))]).toEqual(['/sw.js'])
  await page.close()
  await server.close()

  const offline = await context.newPage()
  await offline.goto(server.url)
  await chooseFile(offline, path)
  await expect(headline(offline)).toHaveText(NOT_CLOSED)
  for (const screen of SCREENS) {
    await show(offline, screen)
    await expect(headline(offline).or(offline.getByRole('grid')).first()).toBeVisible()
  }
  await expect(footer(offline)).toContainText('No requests by this page since the file was opened')
  await expect(footer(offline)).toContainText(`build ${await server.build()}`)
  const fetchIt = () =>
    fetch('/').then(
      () => 'answered',
      () => 'refused',
    )
  expect(await offline.evaluate(fetchIt)).toBe('refused')
  expect(await offline.workers()[0]?.evaluate(fetchIt)).toBe('refused')
})

test('opens a chain that the system gives to the installed app, without the server', async ({
  context,
  page,
  server,
  files,
}) => {
  const paths = await Promise.all([
    files.compose('base.vhdx', base),
    files.compose('child.vhdx', child),
    files.compose('middle.vhdx', middle),
  ])
  await install(page, server.url)
  const { appId: manifestId = '' } = await (await context.newCDPSession(page)).send('Page.getAppId')
  const browser = await context.browser()?.newBrowserCDPSession()
  await browser?.send('PWA.install', { manifestId, installUrlOrBundleUrl: server.url })
  await page.goto('about:blank')
  await server.close()

  // Without a screen the browser starts the app in the tab that is there.
  await browser?.send('PWA.launchFilesInApp', { manifestId, files: paths })
  const chain = page.getByRole('list', { name: 'Chain from child to base' })
  await expect(chain.getByRole('listitem')).toHaveText([/^Child /, /^Parent 1 /, /^Parent 2 /])
})

test('waits with a newer build until the user takes it, and leaves a window with a file as it is', async ({
  context,
  page,
  server,
  files,
}) => {
  const path = await files.compose('disk.vhdx', dirtyLikeQemu)
  // Not the address at which whoever starts the server takes its build.
  const url = server.url.replace('127.0.0.1', 'localhost')
  const older = await server.build()
  await install(page, url)
  await chooseFile(page, path)
  await expect(headline(page)).toHaveText(NOT_CLOSED)
  await server.renew()
  const newer = await server.build()
  expect(newer).not.toBe(older)

  const second = await context.newPage()
  await second.goto(url)
  await expect(newBuild(second)).toBeVisible()
  await expect(footer(second)).toContainText(`build ${older}`)
  await second.getByRole('button', { name: 'Use it now' }).click()
  await expect(footer(second)).toContainText(`build ${newer}`)
  await expect(newBuild(second)).toBeHidden()

  // The first window goes on with what it has, which has a name in the newer build that it does not know.
  await expect(headline(page)).toHaveText(NOT_CLOSED)
  await expect(newBuild(page)).toBeHidden()
  await page.getByRole('button', { name: 'Close' }).click()
  await chooseFile(page, path)
  await expect(headline(page)).toHaveText(NOT_CLOSED)
  await expect(footer(page)).toContainText(`build ${older}`)
})

test('shows the new build where it is served on this machine, without a question', async ({
  context,
  page,
  server,
}) => {
  await install(page, server.url)
  await page.close()
  await server.renew()
  const again = await context.newPage()
  await again.goto(server.url)
  await expect(footer(again)).toContainText(`build ${await server.build()}`)
})

test('keeps nothing of a build whose files are not what its list says', async ({
  page,
  server,
  files,
}) => {
  await files.write('app/icon.svg', Buffer.from('<svg/>'))
  await page.goto(server.url)
  // All of it is fetched, and then none of it is kept.
  await expect.poll(() => server.asked).toContain('/icon-512.png')
  const kept = () => navigator.serviceWorker.getRegistrations().then(({ length }) => length)
  await expect.poll(() => page.evaluate(kept)).toBe(0)
  expect(await page.evaluate(() => caches.keys())).toEqual([])
})
