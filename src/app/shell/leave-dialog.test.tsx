import { expect, test, vi } from 'vitest'
import { renderInApp } from '../../testing/render-in-app.tsx'
import { LeaveDialog } from './leave-dialog.tsx'

test('names everything that would be lost, notes of evidence mode, too', async () => {
  const { screen, store } = await renderInApp(<LeaveDialog onClose={vi.fn()} />)
  store.setState({ evidenceMode: true, notes: 'case 12', notesKept: false })
  const dialog = screen.getByRole('dialog', { name: 'Leave without the notes?' })
  await expect
    .element(dialog)
    .toHaveTextContent('The notes of the report are not stored in evidence mode.')
  await expect.element(screen.getByRole('button', { name: 'Cancel' })).toHaveFocus()
  store.setState({ edits: [{ kind: 'bytes', offset: 0, bytes: new Uint8Array(1) }] })
  await expect
    .element(screen.getByRole('dialog', { name: 'Leave without writing the edits?' }))
    .toHaveTextContent(/1 pending edit of this image has not been written\. The notes/)
})
