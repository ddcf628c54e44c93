/** Asks before something is dropped with the file that it belongs to. */
import { plural } from '../../engine/bytes/format.ts'
import { losesRecipe } from '../store/lab/lab.ts'
import { losesNotes } from '../store/report.ts'
import type { AppState } from '../store/state.ts'
import { useActions, useApp } from '../store/use-app.ts'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'

interface Loss {
  readonly title: string
  readonly sentence: string
  readonly isOne?: boolean
}

function lossesOf(state: AppState): readonly Loss[] {
  const count = state.edits.length
  return [
    count > 0 && {
      title: 'Leave without writing the edits?',
      sentence: `${plural(count, 'pending edit')} of this image ${count === 1 ? 'has' : 'have'} not been written.`,
    },
    losesRecipe(state) && {
      title: 'Leave without the recipe?',
      sentence:
        'The recipe of this image has been changed, and what it makes has neither been downloaded nor kept since.',
      isOne: true,
    },
    losesNotes(state) && {
      title: 'Leave without the notes?',
      sentence: `The notes of the report are not stored${state.evidenceMode ? ' in evidence mode' : ''}. Download the report first to keep them.`,
    },
  ].filter((loss) => loss !== false)
}

export function LeaveDialog({ onClose }: { readonly onClose: () => void }) {
  const losses = lossesOf(useApp((state) => state))
  const { leave } = useActions()
  const [first, ...more] = losses
  return (
    <ConfirmDialog
      title={first?.title ?? ''}
      confirm={first?.isOne && more.length === 0 ? 'Leave and drop it' : 'Leave and drop them'}
      onConfirm={leave}
      onClose={onClose}
    >
      {losses.map(({ sentence }) => sentence).join(' ')}
    </ConfirmDialog>
  )
}
