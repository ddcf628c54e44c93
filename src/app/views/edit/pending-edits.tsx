/** The edits that have not been written, in the order in which they are made. */
import { useRef } from 'react'
import { useActions, useApp } from '../../store/use-app.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { UntrustedText } from '../../ui/untrusted-text.tsx'
import styles from './edit-view.module.css'
import { editWords } from './edit-words.ts'

export function PendingEdits() {
  const { geometry } = useOpenFile().inspection.before
  const edits = useApp((app) => app.edits)
  const running = useApp((app) => app.writing.status === 'running')
  const { undoEdit, removeEdit } = useActions()
  const title = useRef<HTMLHeadingElement>(null)
  return (
    <section className="panel pane" aria-labelledby="pending">
      <div className={`apart ${styles.steps}`}>
        <h2 id="pending" ref={title} tabIndex={-1}>
          Pending edits
        </h2>
        {edits.length > 0 && !running && (
          <button type="button" onClick={undoEdit}>
            Undo the last <kbd>Ctrl Z</kbd>
          </button>
        )}
      </div>
      {edits.length === 0 ? (
        <p className="aside">None. What is added on this screen or typed on Bytes is here.</p>
      ) : (
        <ol className={`lined ${styles.edits}`}>
          {edits.map((edit, index) => {
            const { what, to } = editWords(edit, geometry)
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: an edit is what it is by its place
              <li key={index}>
                <span className={styles.number}>{index + 1}</span>
                <span className="anywhere">
                  <strong>{what}</strong> <span aria-hidden="true">→</span>{' '}
                  <UntrustedText text={to} />
                </span>
                {!running && (
                  <button
                    type="button"
                    data-kind="quiet"
                    aria-label={`Remove edit ${index + 1}: ${what}`}
                    onClick={() => {
                      removeEdit(index)
                      title.current?.focus()
                    }}
                  >
                    <span aria-hidden="true">✕</span>
                  </button>
                )}
              </li>
            )
          })}
        </ol>
      )}
    </section>
  )
}
