/** Tests of the app that the browser keeps: from a server of their own, which can come to have another build, or go. */
import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BrowserContext } from '@playwright/test'
import { complete } from '../../scripts/offline.mjs'
import { serve } from '../../scripts/serve.mjs'
import { type CountedServer, startCountedServer } from './network.ts'
import { openProfile } from './profile.ts'
import { test as base } from './test.ts'

const APP = fileURLToPath(new URL('../../dist/app', import.meta.url))

interface ServedBuild extends CountedServer {
  /** The first digits of its name, as the page shows them. */
  build(): Promise<string>
  /** Puts a newer build in its place: a title in index.html and a script's name are others. */
  renew(): Promise<void>
}

async function serveOwnBuild(folder: string): Promise<ServedBuild> {
  const app = join(folder, 'app')
  await cp(APP, app, { recursive: true })
  const server = await serve(app, 0)
  const counted = await startCountedServer(server.url)
  const page = join(app, 'index.html')
  return {
    ...counted,
    build: async () =>
      /name="build" content="(.{12})/.exec(await readFile(page, 'utf8'))?.[1] ?? '',
    renew: async () => {
      const html = await readFile(page, 'utf8')
      const [, script = ''] = /src="\.\/(assets\/index-[^"]+)"/.exec(html) ?? []
      const renamed = script.replace('index-', 'index-2')
      await cp(join(app, script), join(app, renamed))
      await rm(join(app, script))
      await writeFile(page, html.replace(script, renamed))
      await complete(app, join(folder, 'hosting'))
    },
    close: async () => {
      await counted.close()
      await server.close()
    },
  }
}

export const test = base.extend<{ readonly context: BrowserContext; readonly server: ServedBuild }>(
  {
    context: async ({ files, launchOptions }, use) => {
      const context = await openProfile(files.folder, launchOptions, 'allow')
      await use(context)
      await context.close()
    },
    server: async ({ files }, use) => {
      const server = await serveOwnBuild(files.folder)
      await use(server)
      await server.close()
    },
  },
)
