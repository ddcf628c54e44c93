/** What to do with a file that is no VHDX: the commands for it, and what its name says where its content does not. */
import {
  FILE_STANDS,
  FOREIGN_WORDS,
  kindByName,
} from '../../../engine/image/foreign/foreign-words.ts'
import { KIND_WORDS } from '../../../engine/image/kind-words.ts'
import { CopyButton } from '../../shared/copy-button.tsx'
import { useOpenFile } from '../../store/use-open-file.ts'
import styles from './overview-view.module.css'

export function ForeignHelp() {
  const { inspection, name } = useOpenFile()
  const { kind } = inspection.identity
  const named = kindByName(kind, name)
  const { note, advice, commands = [] } = FOREIGN_WORDS[named]
  if (named === kind && commands.length === 0) return null
  return (
    <section className={`part frame ${styles.panel}`} aria-labelledby="foreign">
      <h2 id="foreign">What to do with it</h2>
      {named !== kind && (
        <p className={styles.lead}>
          By its name it is {KIND_WORDS[named]}. {note} {advice}
        </p>
      )}
      {commands.some(({ command }) => command.includes('FILE')) && <p>{FILE_STANDS}</p>}
      <dl className="terms">
        {commands.map(({ system, command }) => (
          <div key={system}>
            <dt>{system}</dt>
            <dd>
              <code>{command}</code>{' '}
              <CopyButton text={command} what={`the command for ${system}`} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
