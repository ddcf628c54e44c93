/** The log lab: the recipe of the open image on one side, how its log reads on the other. */
import { useEffect, useRef } from 'react'
import type { LogEntry } from '../../../engine/log/log.ts'
import { errorInfo } from '../../store/error-info.ts'
import { labOf } from '../../store/lab/lab.ts'
import { useActions, useApp, useAppStore } from '../../store/use-app.ts'
import { usePage } from '../../store/use-page.ts'
import { entriesAsRead } from './as-read.ts'
import { LabHead, LabVerdict } from './lab-head.tsx'
import styles from './lab-view.module.css'
import { LeadProvider, useLeadIn } from './lead.ts'
import { ReadingPanel } from './reading-panel.tsx'
import { RecipePanel } from './recipe-panel.tsx'
import { useUndoKeys } from './use-undo-keys.ts'

/** Of a log with more entries than this the later ones are not matched with the recipe. */
const MOST_READ = 1000
const NO_ENTRIES: readonly LogEntry[] = []

function Lab() {
  const root = useRef<HTMLDivElement>(null)
  const { showRecipe } = useActions()
  const lead = useLeadIn(root, () => showRecipe({ as: 'json' }))
  const onKeyDown = useUndoKeys(root)
  const made = usePage('recipe.read', {})
  const log = usePage('log.entries', { start: 0, count: MOST_READ, sort: 'position' })
  const placed = made.data?.entries ?? []
  const entries = log.data?.rows ?? NO_ENTRIES
  const read = entriesAsRead(placed, entries)
  return (
    <LeadProvider value={lead}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys of all that is in it */}
      <div className="view" ref={root} tabIndex={-1} onKeyDown={onKeyDown}>
        <LabHead />
        <LabVerdict />
        <div className={styles.columns}>
          <RecipePanel placed={placed} read={read} />
          <ReadingPanel entries={entries} read={read} />
        </div>
      </div>
    </LeadProvider>
  )
}

export function LabView() {
  const store = useAppStore()
  const isReady = useApp((app) => labOf(app) !== undefined)
  const opened = useApp(({ session }) => (session.status === 'open' ? session.opened : undefined))
  // biome-ignore lint/correctness/useExhaustiveDependencies: another image that is opened has another lab
  useEffect(() => {
    const { startLab, announce } = store.getState()
    startLab().catch((thrown: unknown) => announce(errorInfo(thrown).message))
  }, [store, opened])
  if (isReady) return <Lab />
  return (
    <div className="view" aria-busy="true">
      <h1>Lab</h1>
    </div>
  )
}
