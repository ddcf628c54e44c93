/** The bytes at the cursor, read in every way that this format uses. */
import type { State } from '../../../engine/inspect/inspection.ts'
import { useApp } from '../../hooks/use-app.ts'
import { usePage } from '../../hooks/use-page.ts'
import { INSPECTED_BYTES, readings } from '../../widgets/inspect-bytes.ts'
import styles from './bytes-panel.module.css'

interface ByteInspectorProps {
  readonly state: State
  readonly offset: number
  /** Of the file in this state. */
  readonly size: number
}

export function ByteInspector({ state, offset, size }: ByteInspectorProps) {
  const upTo = useApp((app) => (state === 'after' ? app.upTo : undefined))
  const length = Math.min(INSPECTED_BYTES, size - offset)
  const { data } = usePage('readBytes', length > 0 ? { state, upTo, offset, length } : undefined)
  return (
    <dl className={styles.inspector} aria-label="Bytes at the cursor, read as">
      {readings(data ?? new Uint8Array(0)).map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="data">{value ?? '–'}</dd>
        </div>
      ))}
    </dl>
  )
}
