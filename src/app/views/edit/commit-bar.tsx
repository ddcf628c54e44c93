/** What is done with the pending edits: written, left in the log, or dropped. */
import { useId, useState } from 'react'
import { plural } from '../../../engine/bytes/format.ts'
import { severityOf } from '../../../engine/findings/finding.ts'
import type { CommitEnd } from '../../../worker/protocol/edit.ts'
import { useActions, useApp } from '../../store/use-app.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import styles from './edit-view.module.css'

type Asked = CommitEnd | 'discard'

export function CommitBar() {
  const edits = useApp((app) => app.edits)
  const preview = useApp((app) => app.preview)
  const running = useApp((app) => app.writing.status === 'running')
  const { commit, discardEdits } = useActions()
  const [asked, setAsked] = useState<Asked>()
  const id = useId()
  const ready = preview.status === 'ready' && !running
  const known = preview.status === 'ready' ? preview.preview : undefined
  const breaks = known?.outcome === 'refused' || known?.outcome === 'not-vhdx'
  const errors = (known?.newFindings ?? []).filter((found) => severityOf(found) === 'error').length

  const run = (end: CommitEnd) => {
    if (!ready) return
    if (breaks || errors > 0) setAsked(end)
    else void commit(end)
  }
  const button = (end: CommitEnd, name: string, primary: boolean) => (
    <button
      type="button"
      data-kind={primary ? 'primary' : undefined}
      aria-disabled={!ready || undefined}
      aria-describedby={`${id}-${end}`}
      onClick={() => run(end)}
    >
      {name}
    </button>
  )

  return (
    <div className={`stack ${styles.commit}`}>
      <p className="row">
        {button('apply', 'Commit', true)}
        {button('leave-in-log', 'Leave in the log', false)}
        <button
          type="button"
          data-kind="quiet"
          aria-disabled={edits.length === 0 || running || undefined}
          onClick={() => {
            if (edits.length > 0 && !running) setAsked('discard')
          }}
        >
          Discard…
        </button>
      </p>
      <dl className={`small muted ${styles.ends}`}>
        <dt>Commit</dt>
        <dd id={`${id}-apply`}>writes the log, applies it, and empties it again.</dd>
        <dt>Leave in the log</dt>
        <dd id={`${id}-leave-in-log`}>
          stops before it is applied: a dirty image, to see what others make of it.
        </dd>
      </dl>
      {asked === 'discard' && (
        <ConfirmDialog
          title="Discard the pending edits?"
          confirm="Discard"
          onConfirm={discardEdits}
          onClose={() => setAsked(undefined)}
        >
          Nothing of them has been written.
        </ConfirmDialog>
      )}
      {asked !== undefined && asked !== 'discard' && (
        <ConfirmDialog
          title="Write it all the same?"
          confirm={asked === 'apply' ? 'Commit' : 'Leave in the log'}
          onConfirm={() => void commit(asked)}
          onClose={() => setAsked(undefined)}
        >
          {breaks
            ? 'With these edits no program may open the image any more. It may be impossible to edit it back.'
            : `With these edits ${plural(errors, 'check fails', 'checks fail')} as an error. Programs may refuse the image, or read it in another way.`}
        </ConfirmDialog>
      )}
    </div>
  )
}
