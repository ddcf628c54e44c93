/** The browser that the tests share: what one of them leaves there. */
import type { Page } from '@playwright/test'
import { openApp } from './support/app.ts'
import { emptyProfile } from './support/profile.ts'
import { expect, test } from './support/test.ts'

/** What a page of the app finds of pages before it, and what it may do. */
const found = (page: Page) =>
  page.evaluate(async () => {
    const root = await navigator.storage.getDirectory()
    const files: string[] = []
    for await (const name of root.keys()) files.push(name)
    const { state } = await navigator.permissions.query({
      name: 'clipboard-read' as PermissionName,
    })
    return {
      files,
      stored: [localStorage.length, sessionStorage.length],
      databases: (await indexedDB.databases()).length,
      caches: await caches.keys(),
      clipboard: state,
    }
  })

test('is as new for the next one', async ({ context, page }) => {
  await openApp(page)
  const asNew = await found(page)
  await context.grantPermissions(['clipboard-read'])
  await page.evaluate(async () => {
    localStorage.setItem('theme', 'dark')
    sessionStorage.setItem('a', 'b')
    indexedDB.open('of this test')
    await caches.open('of this test')
    const root = await navigator.storage.getDirectory()
    const folder = await root.getDirectoryHandle('workbench', { create: true })
    await folder.getFileHandle('disk.vhdx', { create: true })
  })
  await expect
    .poll(() => found(page))
    .toEqual({
      files: ['workbench'],
      stored: [1, 1],
      databases: 1,
      caches: ['of this test'],
      clipboard: 'granted',
    })
  await context.route('**/*.js', (route) => route.abort())
  await context.setOffline(true)

  await emptyProfile(context)
  const next = await context.newPage()
  await openApp(next)
  expect(await found(next)).toEqual(asNew)
  expect(context.pages()).toHaveLength(2)
})
