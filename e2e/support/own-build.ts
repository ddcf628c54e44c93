/** Tests of the app that the browser keeps: from a server of their own, which can come to have another build, or go. */
import { cp, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { complete } from '../../scripts/offline.mjs'
import { serve } from '../../scripts/serve.mjs'
import { type CountedServer, startCountedServer } from './network.ts'
import { test as base, withProfile } from './test.ts'

const APP = fileURLToPath(new URL('../../dist/app', import.meta.url))

interface ServedBuild extends CountedServer {
  /** The first digits of its name, as the page shows them. */
  build(): Promise<string>
  /** Puts a newer build in its place, in which the script of the worker has another name. */
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
      const names = await readdir(join(app, 'assets'))
      const worker = names.find((name) => /^main-.*\.js$/.test(name)) ?? ''
      const renamed = worker.replace('main-', 'main-newer-')
      await rename(join(app, 'assets', worker), join(app, 'assets', renamed))
      for (const name of names.filter((name) => /^index-.*\.js$/.test(name))) {
        const script = join(app, 'assets', name)
        await writeFile(script, (await readFile(script, 'utf8')).replaceAll(worker, renamed))
      }
      await complete(app, join(folder, 'hosting'))
    },
    close: async () => {
      await counted.close()
      await server.close()
    },
  }
}

/** They share a profile: each server is an origin of its own. */
export const test = base.extend<{ readonly server: ServedBuild }>({
  profile: [
    ({ launchOptions }, use) => withProfile(launchOptions, use, 'allow'),
    { scope: 'worker' },
  ],
  server: async ({ files }, use) => {
    const server = await serveOwnBuild(files.folder)
    await use(server)
    await server.close()
  },
})
