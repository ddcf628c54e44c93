/** The frame of an open file: what it is, where one is in it, and one screen. */
import { useEffect, useRef, useState } from 'react'
import { visibleText } from '../../engine/bytes/visible-text.ts'
import { useHotkeys } from '../keys/use-hotkeys.ts'
import { usePanes } from '../keys/use-panes.ts'
import { CheckDialog } from '../save/check-dialog.tsx'
import { KeepDialog } from '../save/keep-dialog.tsx'
import { SaveDialog } from '../save/save-dialog.tsx'
import { verdictOf } from '../shared/verdict/verdict.ts'
import { absent, noReplay, unavailable } from '../store/navigation/availability.ts'
import { VIEW_IDS, type ViewId } from '../store/state.ts'
import { useActions, useApp, useAppStore } from '../store/use-app.ts'
import { useOpenFile } from '../store/use-open-file.ts'
import { type KeptState, KeptStateProvider } from '../ui/kept-state.ts'
import { EvidenceDialog } from '../views/evidence/evidence-dialog.tsx'
import { SalvageDialog } from '../views/salvage/salvage-dialog.tsx'
import { SkeletonBanner } from '../views/skeleton/skeleton-banner.tsx'
import { SkeletonDialog } from '../views/skeleton/skeleton-dialog.tsx'
import { ByteDrawer } from './byte-drawer.tsx'
import { EvidenceBar } from './evidence-bar.tsx'
import { FileBar } from './file-bar.tsx'
import { GotoDialog } from './goto-dialog.tsx'
import { DroppedDialog } from './incoming/dropped-dialog.tsx'
import { OthersBanner } from './incoming/others-banner.tsx'
import { LeaveDialog } from './leave-dialog.tsx'
import { SalvageBanner } from './salvage-banner.tsx'
import { StaleBanner } from './stale-banner.tsx'
import { useGoalFocus } from './use-goal-focus.ts'
import { ViewNav } from './view-nav.tsx'
import { viewOf } from './views.ts'
import styles from './workspace.module.css'
import { WriteBanner } from './write-banner.tsx'

/** In percent of the window. */
const USUAL_DRAWER_HEIGHT = 40

/** Keys of the workspace: one per screen, and those that work on all of them. */
function useWorkspaceKeys() {
  const store = useAppStore()
  const { show, showDialog, setState, toggleDrawer, announce } = store.getState()
  const go = (view: ViewId) => {
    const { session } = store.getState()
    const reason = session.status === 'open' ? absent(view, session.origin) : undefined
    if (reason === undefined) show(view)
    else announce(reason)
  }
  const views = Object.fromEntries(VIEW_IDS.map((id) => [id, () => go(id)])) as Record<
    ViewId,
    () => void
  >
  /** Says why not. */
  const mayReplay = (): boolean => {
    const { session } = store.getState()
    const reason = session.status === 'open' ? noReplay(session.inspection) : undefined
    if (reason !== undefined) announce(reason)
    return reason === undefined
  }
  useHotkeys({
    ...views,
    goto: () => showDialog('goto'),
    save: () => {
      const { session } = store.getState()
      const kept = session.status === 'open' && session.origin.kind === 'kept'
      // Of an image of the workbench there is always something to save: the image itself.
      if (kept && !session.inspection.update) showDialog('export')
      else if (mayReplay()) showDialog('save')
    },
    undoEdit: () => {
      const { edits, undoEdit, writing } = store.getState()
      if (edits.length > 0 && writing.status !== 'running') undoEdit()
    },
    copyLink: () => void store.getState().copyLink(),
    back: () => history.back(),
    forward: () => history.forward(),
    state: () => {
      if (mayReplay()) setState(store.getState().state === 'after' ? 'before' : 'after')
    },
    drawer: () => {
      if (store.getState().view !== 'bytes') toggleDrawer()
    },
  })
}

function Screen() {
  const view = useApp((state) => state.view)
  const { inspection, origin } = useOpenFile()
  const reason = absent(view, origin) ?? unavailable(view, inspection)
  if (reason === undefined) {
    const { component: View } = viewOf(view, inspection)
    return <View />
  }
  return (
    <div className={styles.absent}>
      <h1>{viewOf(view, inspection).name}</h1>
      <p>{reason}</p>
    </div>
  )
}

export function Workspace() {
  const { name, inspection, epoch } = useOpenFile()
  const edits = useApp((state) => state.edits.length)
  const view = useApp((state) => state.view)
  const drawer = useApp((state) => state.drawer) && view !== 'bytes'
  const dialog = useApp((state) => state.dialog)
  const { showDialog, announce } = useActions()
  const evidenceMode = useApp((state) => state.evidenceMode)
  const [drawerHeight, setDrawerHeight] = useState(USUAL_DRAWER_HEIGHT)
  const main = useRef<HTMLElement>(null)
  // As long as the file is open: another one has another workspace.
  const [kept] = useState<KeptState>(() => new Map())
  const viewName = viewOf(view, inspection).name
  useWorkspaceKeys()
  usePanes()
  useChain()

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each opened file
  useEffect(() => announce(`${visibleText(name)}: ${verdictOf(inspection).title}`, true), [])

  useEffect(() => {
    // The browser remembers titles, too.
    const about = evidenceMode ? '' : `${name} · `
    document.title = `${about}${viewName} · VHDX Inspector`
    return () => {
      document.title = 'VHDX Inspector'
    }
  }, [name, viewName, evidenceMode])

  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the change of the screen that counts
  useEffect(() => {
    main.current?.scrollTo(0, 0)
  }, [view])
  // Whoever was in what is gone now, a screen, the bytes, what opened a dialog, stands nowhere.
  // biome-ignore lint/correctness/useExhaustiveDependencies: these are what comes and goes
  useEffect(() => {
    if (document.activeElement === document.body) main.current?.focus({ preventScroll: true })
  }, [view, drawer, dialog, epoch, edits])
  useGoalFocus(main)

  const close = () => showDialog(undefined)
  const copied = inspection.salvage ? 'salvaged' : 'replayed'
  return (
    <div className={styles.workspace} data-update={inspection.update?.kind}>
      <button type="button" className={styles.skip} onClick={() => main.current?.focus()}>
        Skip to {viewName}
      </button>
      <FileBar />
      <ViewNav />
      <main id="main" ref={main} className={styles.main} tabIndex={-1} data-pane="">
        <StaleBanner />
        <OthersBanner />
        <SkeletonBanner />
        <SalvageBanner />
        <WriteBanner />
        <KeptStateProvider value={kept}>
          <Screen />
        </KeptStateProvider>
      </main>
      {drawer && <ByteDrawer height={drawerHeight} onHeight={setDrawerHeight} />}
      <EvidenceBar />
      {dialog === 'goto' && <GotoDialog onClose={close} />}
      {dialog === 'save' && <SaveDialog what={copied} onClose={close} />}
      {dialog === 'patch' && <SaveDialog what={copied} asPatch onClose={close} />}
      {dialog === 'salvage' && <SalvageDialog onClose={close} />}
      {dialog === 'export' && <SaveDialog what="kept" onClose={close} />}
      {dialog === 'keep' && <KeepDialog onClose={close} />}
      {dialog === 'evidence' && <EvidenceDialog onClose={close} />}
      {dialog === 'skeleton' && <SkeletonDialog onClose={close} />}
      {dialog === 'dropped' && <DroppedDialog onClose={close} />}
      {dialog === 'check' && <CheckDialog onClose={close} />}
      {dialog === 'leave' && <LeaveDialog onClose={close} />}
    </div>
  )
}

/** Reads the chain of the open file, and again whenever the file is not what it was. */
function useChain(): void {
  const store = useAppStore()
  const { epoch } = useOpenFile()
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the reading that counts
  useEffect(() => void store.getState().readChain({ again: false }), [epoch])
}
