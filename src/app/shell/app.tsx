/** The frame around every screen: files come in here, keys and the address are heard here. */
import { lazy, Suspense, useEffect } from 'react'
import { useHotkeys } from '../keys/use-hotkeys.ts'
import { FileChooser } from '../shared/file-chooser.tsx'
import { losesRecipe } from '../store/lab/lab.ts'
import { losesNotes } from '../store/report.ts'
import { useActions, useApp, useAppStore } from '../store/use-app.ts'
import { FailureView } from '../views/home/failure-view.tsx'
import { HomeView } from '../views/home/home-view.tsx'
import { OpeningView } from '../views/home/opening-view.tsx'
import { DropZone } from './incoming/drop-zone.tsx'
import { loadWorkspace } from './load-workspace.ts'
import { ShortcutSheet } from './shortcut-sheet.tsx'
import { StatusLine } from './status-line.tsx'
import { useHistory } from './use-history.ts'

const Workspace = lazy(loadWorkspace)

function Screen() {
  const status = useApp(({ session }) => session.status)
  const opened = useApp(({ session }) => (session.status === 'open' ? session.opened : 0))
  switch (status) {
    case 'empty':
      return <HomeView />
    case 'opening':
      return <OpeningView />
    case 'failed':
      return <FailureView />
    case 'open':
      return (
        <Suspense fallback={<OpeningView />}>
          <Workspace key={opened} />
        </Suspense>
      )
  }
}

/** Looks whether the file changed, each time the user comes back to the page. */
function useSourceCheck() {
  const store = useAppStore()
  useEffect(() => {
    const check = () => {
      if (document.visibilityState === 'visible') void store.getState().checkSource()
    }
    window.addEventListener('focus', check)
    document.addEventListener('visibilitychange', check)
    return () => {
      window.removeEventListener('focus', check)
      document.removeEventListener('visibilitychange', check)
    }
  }, [store])
}

/** Closing the page would end what runs, and drop what is pending. */
function useUnloadGuard() {
  const guarded = useApp(
    (state) =>
      [state.save, state.keeping, state.writing].some(({ status }) => status === 'running') ||
      state.edits.length > 0 ||
      losesRecipe(state) ||
      losesNotes(state),
  )
  useEffect(() => {
    if (!guarded) return
    const guard = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', guard)
    return () => window.removeEventListener('beforeunload', guard)
  }, [guarded])
}

export function App() {
  const dialog = useApp((state) => state.dialog)
  const { showDialog } = useActions()
  useHistory()
  useSourceCheck()
  useUnloadGuard()
  useHotkeys({ shortcuts: () => showDialog('shortcuts') })
  return (
    <FileChooser>
      <Screen />
      <DropZone />
      {dialog === 'shortcuts' && <ShortcutSheet onClose={() => showDialog(undefined)} />}
      <StatusLine />
    </FileChooser>
  )
}
