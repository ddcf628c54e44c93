/** Nothing leaves the browser: no requests, a policy that forbids them, and a page that works without a network. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { chooseFile, headline, NOT_CLOSED, openFile, openSample, show } from './support/app.ts'
import { listFolder, stubFolderPicker } from './support/folder.ts'
import { dirtyLikeQemu } from './support/images.ts'
import { startCountedServer, watchOtherOrigins } from './support/network.ts'
import { test } from './support/own-profile.ts'
import { expect } from './support/test.ts'

const APP = fileURLToPath(new URL('../dist/app', import.meta.url))
const SCREENS = ['Findings', 'Structure', 'Log', 'Replay', 'Blocks', 'Bytes'] as const

/** Loads the app with all that it fetches behind its first screen: the other screens, and the worker. */
async function loadWhole(page: Page, url: string): Promise<void> {
  const fetched = [
    /workspace-.*\.js$/,
    /workspace-.*\.css$/,
    /main-.*\.js$/,
    /behind-.*\.js$/,
    /read-code-.*\.js$/,
  ].map((name) => page.waitForEvent('requestfinished', (request) => name.test(request.url())))
  await page.goto(url)
  await Promise.all(fetched)
  // Each subject of the calls has a name of its own for its part of that.
  await page.waitForLoadState('networkidle')
}

/** Asks for a code, opens a file, looks at every screen, saves a copy. */
async function workThrough(page: Page, path: string): Promise<void> {
  await page.getByRole('textbox', { name: /^An error code/ }).fill('0xC03A000E')
  await expect(page.getByText('What to do')).toBeVisible()
  await chooseFile(page, path)
  await expect(headline(page)).toHaveText(NOT_CLOSED)
  for (const screen of SCREENS) {
    await show(page, screen)
    await expect(headline(page).or(page.getByRole('grid')).first()).toBeVisible()
  }
  await page.keyboard.press('Control+s')
  await page.getByRole('button', { name: 'Choose folder and save…' }).click()
  await expect(page.getByRole('dialog').getByRole('status')).toContainText('closed cleanly')
  expect(await listFolder(page)).toEqual(['disk.replayed.vhdx'])
}

test('asks the network for nothing once it is loaded', async ({ page, files }) => {
  const path = await files.compose('disk.vhdx', dirtyLikeQemu)
  const server = await startCountedServer(process.env['APP_URL'] ?? '')
  try {
    const others = watchOtherOrigins(page, server.url)
    await stubFolderPicker(page)
    await loadWhole(page, server.url)
    const loaded = server.asked.length
    await workThrough(page, path)
    await page.keyboard.press('Escape')
    await chooseFile(page, await files.write('a.zip', Buffer.from('PK\x03\x04')))
    await expect(headline(page)).toContainText('ZIP archive')
    expect(server.asked.slice(loaded)).toEqual([])
    expect(others).toEqual([])
  } finally {
    await server.close()
  }
})

test('works without a network once it is loaded', async ({ page, files }) => {
  const path = await files.compose('disk.vhdx', dirtyLikeQemu)
  await stubFolderPicker(page)
  await loadWhole(page, process.env['APP_URL'] ?? '')
  await page.context().setOffline(true)
  await workThrough(page, path)
})

test('forbids requests from the page and from the worker', async ({ page }) => {
  const policies = new Map<string, string | undefined>()
  page.on('response', (response) => {
    policies.set(response.url(), response.headers()['content-security-policy'])
  })
  await openSample(page, 'clean')
  const fetchIt = () =>
    fetch('/').then(
      () => 'answered',
      () => 'refused',
    )
  expect(await page.evaluate(fetchIt)).toBe('refused')
  const [worker] = page.workers()
  expect(await worker?.evaluate(fetchIt)).toBe('refused')
  for (const [url, policy] of policies) expect(policy, url).toContain("connect-src 'none'")
  expect([...policies.keys()]).toContain(worker?.url())
})

test('never asks for write access to a file that is opened', async ({ page, files }) => {
  await page.addInitScript(() => {
    const asked: string[] = []
    Object.defineProperty(window, 'askedFor', { value: asked })
    for (const name of ['requestPermission', 'createWritable'] as const) {
      Object.defineProperty(FileSystemFileHandle.prototype, name, {
        value: () => {
          asked.push(name)
          return Promise.reject(new DOMException('from the test', 'NotAllowedError'))
        },
      })
    }
  })
  await openFile(page, await files.compose('disk.vhdx', dirtyLikeQemu))
  for (const screen of SCREENS) await show(page, screen)
  expect(await page.evaluate(() => Reflect.get(window, 'askedFor'))).toEqual([])
})

test('has no call that would empty a file which the user picks to save into', async () => {
  const names = await readdir(APP, { recursive: true })
  const scripts = names.filter((name) => name.endsWith('.js'))
  expect(scripts.length).toBeGreaterThan(1)
  for (const name of scripts) {
    expect(await readFile(join(APP, name), 'utf8'), name).not.toContain('showSaveFilePicker')
  }
})
