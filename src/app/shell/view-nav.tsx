/** The screens of an open file, each with how much it has to show. */

import { formatCount } from '../../engine/bytes/format.ts'
import type { Inspection } from '../../engine/inspect/inspection.ts'
import { entryCount } from '../../engine/log/status-words.ts'
import { unavailable, viewsOf } from '../store/navigation/availability.ts'
import { formatRoute } from '../store/navigation/route.ts'
import type { ViewId } from '../store/state.ts'
import { useActions, useApp } from '../store/use-app.ts'
import { useFindings } from '../store/use-findings.ts'
import { useOpenFile } from '../store/use-open-file.ts'
import styles from './view-nav.module.css'
import { viewOf } from './views.ts'

interface Tally {
  readonly count: number
  /** For those who hear it: "3 findings". */
  readonly of: readonly [one: string, many: string]
}

function tallyOf(
  view: ViewId,
  { log, update }: Inspection,
  findings: number,
  edits: number,
): Tally | undefined {
  switch (view) {
    case 'findings':
      return { count: findings, of: ['finding', 'findings'] }
    case 'log':
      return { count: log ? entryCount(log.entryCounts) : 0, of: ['entry', 'entries'] }
    case 'replay':
      return update && { count: update.changes.length, of: ['change', 'changes'] }
    case 'edit':
      return { count: edits, of: ['pending edit', 'pending edits'] }
    default:
      return undefined
  }
}

export function ViewNav() {
  const { inspection, origin } = useOpenFile()
  const edits = useApp((app) => app.edits.length)
  const shown = useApp((state) => state.view)
  const state = useApp((app) => app.state)
  const selection = useApp((app) => app.selection)
  const diskSelection = useApp((app) => app.diskSelection)
  const guestPlace = useApp((app) => app.guestPlace)
  const findings = useFindings()
  const { show } = useActions()
  const counted = findings.filter((found) => found.counts).length
  return (
    <nav className={styles.nav} aria-label="Screens" data-pane="">
      <ul>
        {viewsOf(origin).map((view) => {
          const reason = unavailable(view, inspection)
          const tally = reason === undefined ? tallyOf(view, inspection, counted, edits) : undefined
          return (
            <li key={view}>
              <a
                href={formatRoute({ view, state, selection, diskSelection, guestPlace })}
                aria-current={view === shown ? 'page' : undefined}
                data-empty={reason !== undefined || undefined}
                title={reason}
                onClick={(event) => {
                  if (event.ctrlKey || event.metaKey || event.shiftKey) return
                  event.preventDefault()
                  show(view)
                }}
              >
                {viewOf(view, inspection).name}
                {tally && tally.count > 0 && (
                  <span className={`figures ${styles.count}`}>
                    {formatCount(tally.count)}
                    <span className="unseen"> {tally.of[tally.count === 1 ? 0 : 1]}</span>
                  </span>
                )}
              </a>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
