/** Has the browser keep the app, and notices when it has kept a newer build of it. */
import type { AppStore } from '../../store/store.ts'

/** Whoever serves the app on this very machine, as `npm start` does, has taken the build by serving it. */
const isServedHere = (): boolean => location.hostname === '127.0.0.1'

/**
 * Starts the service worker. A newer build waits in it until the user takes it, which the first screen offers: never while a
 * file is open. Where the browser keeps nothing (no secure context, storage forbidden) there is nothing to do.
 */
export async function keepOffline(store: AppStore): Promise<void> {
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined
  if (container === undefined) return
  /** Without one this page came from the network, and is what the server has. */
  const kept = container.controller !== null

  const isFree = () => {
    const { session, keeping } = store.getState()
    return session.status === 'empty' && keeping.status !== 'running'
  }
  let taking = false
  const take = (waiting: ServiceWorker | null) => {
    taking = true
    if (waiting?.state === 'installed') waiting.postMessage('take')
    else location.reload()
  }

  const offer = (waiting: ServiceWorker | null) => {
    if (isServedHere() && isFree()) take(waiting)
    else store.setState({ takeNewBuild: () => take(waiting) })
  }

  container.addEventListener('controllerchange', () => {
    // Another window may have taken it: this one goes on with what it has.
    if (taking) location.reload()
    else if (kept) offer(null)
  })

  container.controller?.postMessage('loaded')
  void container.ready.then(() => store.setState({ startsOffline: true }))
  const registration = await container.register('./sw.js', { updateViaCache: 'none' })
  if (!kept) return
  if (registration.waiting) offer(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const { installing } = registration
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'installed') offer(installing)
    })
  })
  // The browser looks by itself, but seconds later, when a file may be open already.
  await registration.update()
}
