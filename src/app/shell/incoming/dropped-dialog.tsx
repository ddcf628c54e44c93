/** Asks what files are for that were dropped while another one is open. */
import { isChild } from '../../store/chain/chain.ts'
import { useActions, useApp } from '../../store/use-app.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { Dialog } from '../../ui/dialog.tsx'
import styles from '../../ui/dialog-body.module.css'
import { UntrustedText } from '../../ui/untrusted-text.tsx'

export function DroppedDialog({ onClose }: { readonly onClose: () => void }) {
  const { name } = useOpenFile()
  const child = useApp(({ session }) => isChild(session))
  const copy = useApp((state) => state.handedOut)
  const dropped = useApp((state) => state.dropped)
  const { takeDropped } = useActions()
  const one = dropped.length === 1
  const names = dropped.map(({ file }, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name
    <span key={index}>
      {index > 0 && ', '}
      <strong>
        <UntrustedText text={file.name} />
      </strong>
    </span>
  ))
  // What has the name of the saved copy is most likely that.
  const isCopy = copy !== undefined && one && dropped[0]?.file.name === copy.name
  const ways = [
    ...(isCopy ? (['check'] as const) : []),
    ...(child ? (['parents'] as const) : []),
    'open' as const,
    ...(copy && one && !isCopy ? (['check'] as const) : []),
  ]
  const labels = {
    check: 'Verify as the saved copy',
    parents: `Add as ${one ? 'parent' : 'parents'}`,
    open: 'Open instead',
  }
  return (
    <Dialog title={one ? 'What is this file for?' : 'What are these files for?'} onClose={onClose}>
      <p className={`anywhere ${styles.lead}`}>
        <UntrustedText text={name} /> is open{child && ', a child disk'}. You dropped {names}.
      </p>
      {copy && one && (
        <p className="anywhere">
          <UntrustedText text={copy.name} /> was saved as a download: a file can be compared with
          what was to be saved.
        </p>
      )}
      <p className={`actions ${styles.actions}`}>
        {ways.map((way, index) => (
          <button
            key={way}
            type="button"
            data-kind={index === 0 ? 'primary' : undefined}
            data-first-focus={index === 0 ? '' : undefined}
            onClick={() => void takeDropped(way)}
          >
            {labels[way]}
          </button>
        ))}
        <button type="button" onClick={onClose}>
          Cancel
        </button>
      </p>
    </Dialog>
  )
}
