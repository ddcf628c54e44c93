/** The composition root: the worker, the store, the address, the page. */
import { createRoot } from 'react-dom/client'
import './app/ui/tokens.css'
import './app/ui/base.css'
import './app/ui/layout.css'
import { App } from './app/shell/app.tsx'
import { keepOffline } from './app/shell/installed/keep-offline.ts'
import { takeLaunches } from './app/shell/installed/take-launches.ts'
import { loadWorkspace } from './app/shell/load-workspace.ts'
import { isEvidenceAddress, parseRoute } from './app/store/navigation/route.ts'
import { createAppStore } from './app/store/store.ts'
import { AppStoreProvider } from './app/store/use-app.ts'
import { rememberNothing } from './app/ui/memory.ts'
import { startTheme } from './app/ui/theme.ts'
import type { Client } from './worker/client.ts'
import { connect } from './worker/rpc.ts'

startTheme()

const startWorker = (): Client =>
  connect(new Worker(new URL('./worker/main.ts', import.meta.url), { type: 'module' }))

/** Started before there is a file, for the first one; unless one was wanted even before that. */
let waiting: Client | undefined
let wanted = false

const store = createAppStore(
  () => {
    const client = waiting ?? startWorker()
    waiting = undefined
    wanted = true
    return client
  },
  parseRoute(location.hash),
  isEvidenceAddress(location.hash),
)
rememberNothing(store.getState().evidenceMode)
store.subscribe(({ evidenceMode }) => rememberNothing(evidenceMode))

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
createRoot(root).render(
  <AppStoreProvider value={store}>
    <App />
  </AppStoreProvider>,
)

takeLaunches(store)

/** What an open file needs. It is fetched behind the first screen: then the file opens at once. */
function prepare(): void {
  const loaded = loadWorkspace().catch(() => {
    // Offline already: it fails once more, visibly, when it is needed.
  })
  if (!wanted) waiting = startWorker()
  // After that, so that no file is fetched twice.
  loaded
    .then(() => keepOffline(store))
    .catch(() => {
      // Nothing can be kept here, or the server is gone: the app goes on as it is.
    })
}

// Right behind the load and not when the page has become idle, which may be late on a busy machine:
// when the network has fallen silent, nothing is asked of it any more.
if (document.readyState === 'complete') prepare()
else addEventListener('load', () => setTimeout(prepare), { once: true })
