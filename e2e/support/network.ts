/** What a page asks of the network. */
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'

export interface CountedServer {
  readonly url: string
  /** The paths that were asked for, in order. What the browser has in its cache is not asked for. */
  readonly asked: readonly string[]
  close(): Promise<void>
}

/** Passes requests on to the app's server and writes down what they were. */
export async function startCountedServer(target: string): Promise<CountedServer> {
  const asked: string[] = []
  const server = createServer((incoming, outgoing) => {
    asked.push(incoming.url ?? '')
    const { method, headers } = incoming
    const passed = request(new URL(incoming.url ?? '/', target), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    passed.on('error', () => outgoing.destroy())
    incoming.pipe(passed)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Addresses outside of `origin` that the page, its frames or its workers ask for from now on. */
export function watchOtherOrigins(page: Page, origin: string): readonly string[] {
  const others: string[] = []
  page.context().on('request', (request) => {
    const url = request.url()
    const inside = url.startsWith(origin) || /^(blob|data):/.test(url)
    if (!inside) others.push(url)
  })
  return others
}
