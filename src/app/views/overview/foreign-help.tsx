/** What to do with a file that is no VHDX: what can be made of it, the commands for it, and what its name says where its content does not. */
import { useState } from 'react'
import {
  FILE_STANDS,
  FOREIGN_WORDS,
  kindByName,
} from '../../../engine/image/foreign/foreign-words.ts'
import { isRaw, KIND_WORDS } from '../../../engine/image/kind-words.ts'
import { RawExportDialog } from '../../save/raw-export-dialog.tsx'
import { CopyButton } from '../../shared/copy-button.tsx'
import { useOpenFile } from '../../store/use-open-file.ts'
import styles from './overview-view.module.css'

export function ForeignHelp() {
  const { inspection, name } = useOpenFile()
  const { kind } = inspection.identity
  const named = kindByName(kind, name)
  const { note, advice, commands = [] } = FOREIGN_WORDS[named]
  const [isSaving, setSaving] = useState(false)
  if (named === kind && commands.length === 0) return null
  return (
    <section className={`part frame stack ${styles.panel}`} aria-labelledby="foreign">
      <h2 id="foreign">What to do with it</h2>
      {named !== kind && (
        <p className={styles.lead}>
          By its name it is {KIND_WORDS[named]}. {note} {advice}
        </p>
      )}
      {isSaving && <RawExportDialog onClose={() => setSaving(false)} />}
      {commands.some(({ command }) => command.includes('FILE')) && <p>{FILE_STANDS}</p>}
      <dl className="terms">
        {commands.map(({ system, command }) => (
          <div key={command}>
            <dt>{system}</dt>
            <dd>
              <code>{command}</code>{' '}
              <CopyButton text={command} what={`the command for ${system}`} />
            </dd>
          </div>
        ))}
      </dl>
      {isRaw(kind) && (
        <p className="actions">
          <button type="button" data-kind="primary" onClick={() => setSaving(true)}>
            Save as VHDX or VHD…
          </button>
        </p>
      )}
    </section>
  )
}
