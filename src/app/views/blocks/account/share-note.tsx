/** Which shares of the account are shown alone here, and the way back to all. */
import { SHARE_NAMES, type Share } from '../../../../engine/account/share-words.ts'
import { lowerFirst } from '../../../../engine/bytes/format.ts'

interface ShareNoteProps {
  readonly chosen: readonly Share[]
  readonly onChange: (chosen: readonly Share[]) => void
}

export function ShareNote({ chosen, onChange }: ShareNoteProps) {
  if (chosen.length === 0) return null
  const names = chosen.map((share) => lowerFirst(SHARE_NAMES[share]))
  return (
    <p className="row muted">
      Only of the space: {names.join(', ')}.
      <button type="button" data-kind="link" onClick={() => onChange([])}>
        Show all
      </button>
    </p>
  )
}
