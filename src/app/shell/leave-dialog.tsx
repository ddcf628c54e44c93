/** Asks before changes are dropped with the image that they belong to. */
import { plural } from '../../engine/bytes/format.ts'
import { useActions, useApp } from '../store/use-app.ts'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'

export function LeaveDialog({ onClose }: { readonly onClose: () => void }) {
  const count = useApp((state) => state.edits.length)
  const { leave } = useActions()
  if (count === 0) {
    return (
      <ConfirmDialog
        title="Leave without the recipe?"
        confirm="Leave and drop it"
        onConfirm={leave}
        onClose={onClose}
      >
        The recipe of this image has been changed, and what it makes has neither been downloaded nor
        kept since.
      </ConfirmDialog>
    )
  }
  return (
    <ConfirmDialog
      title="Leave without writing the edits?"
      confirm="Leave and drop them"
      onConfirm={leave}
      onClose={onClose}
    >
      {plural(count, 'pending edit')} of this image {count === 1 ? 'has' : 'have'} not been written.
    </ConfirmDialog>
  )
}
