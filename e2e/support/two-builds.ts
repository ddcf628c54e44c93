/** The built app in a folder of its own, from a server that can come to have another build of it, or go. */
import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { complete } from '../../scripts/offline.mjs'
import { serve } from '../../scripts/serve.mjs'
import { type CountedServer, startCountedServer } from './network.ts'

const APP = fileURLToPath(new URL('../../dist/app', import.meta.url))

export interface ServedBuild extends CountedServer {
  /** The first digits of its name, as the page shows them. */
  build(): Promise<string>
  /** Puts a newer build in its place: a title in index.html and a script's name are others. */
  renew(): Promise<void>
}

export async function serveOwnBuild(folder: string): Promise<ServedBuild> {
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
