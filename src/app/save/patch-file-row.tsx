/** One file of a patch: its download, what it is for, and the command that uses it. */
import { formatBytes } from '../../engine/bytes/format.ts'
import { CopyButton } from '../shared/copy-button.tsx'
import { useActions } from '../store/use-app.ts'
import styles from '../ui/dialog-body.module.css'
import { download } from '../ui/download.ts'

interface PatchFileRowProps {
  readonly blob: Blob
  readonly name: string
  /** Where it is of use. */
  readonly what: string
  readonly command: string
}

export function PatchFileRow({ blob, name, what, command }: PatchFileRowProps) {
  const { noteWritten } = useActions()
  const save = () => {
    download(blob, name)
    noteWritten({ kind: 'patch', name, size: blob.size, isDownload: true, unreadableBytes: 0 })
  }
  return (
    <li>
      <button type="button" onClick={save}>
        Download {name}
      </button>
      <span className="muted">
        {formatBytes(blob.size)} · {what}
      </span>
      <span className={styles.command}>
        <code>{command}</code>
        <CopyButton text={command} what={`the command for ${name}`} />
      </span>
    </li>
  )
}
