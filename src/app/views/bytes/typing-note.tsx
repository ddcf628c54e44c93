/** What typing over the bytes does, and what becomes of what was typed. */
import { plural } from '../../../engine/bytes/format.ts'
import { useActions, useApp } from '../../store/use-app.ts'
import styles from './bytes-panel.module.css'

export function TypingNote({ typing }: { readonly typing: boolean }) {
  const edits = useApp((app) => app.edits)
  const preview = useApp((app) => app.preview)
  const { undoEdit, show } = useActions()
  if (!typing && edits.length === 0) return null
  return (
    <div className={`row ${styles.typing}`}>
      {typing && edits.length === 0 && (
        <p>
          Hex digits replace the bytes from the selection on. Nothing is written before you commit.
        </p>
      )}
      {edits.length > 0 && (
        <>
          <p>{plural(edits.length, 'pending edit')}, shown here as if made.</p>
          <button type="button" onClick={undoEdit}>
            Undo <kbd>Ctrl Z</kbd>
          </button>
          <button type="button" onClick={() => show('edit', { lead: true })}>
            Review and commit…
          </button>
        </>
      )}
      {preview.status === 'refused' && (
        <p role="alert" className={`wrong ${styles.refused}`}>
          These edits cannot be written. {preview.message}
        </p>
      )}
    </div>
  )
}
