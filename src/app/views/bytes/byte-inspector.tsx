/** The bytes at the cursor, read in every way that this format uses. */

import { type ByteReading, useBytes } from '../../hex/use-byte-window.ts'
import styles from './bytes-panel.module.css'
import { INSPECTED_BYTES, readings } from './inspect-bytes.ts'

interface ByteInspectorProps {
  readonly reading: ByteReading
  readonly offset: number
  /** Of the file in this state. */
  readonly size: number
}

export function ByteInspector({ reading, offset, size }: ByteInspectorProps) {
  const length = Math.min(INSPECTED_BYTES, size - offset)
  const { data } = useBytes(length > 0 ? reading : undefined, { offset, length })
  const [absent] = data?.absent ?? []
  // Up to what a skeleton does not have.
  const bytes = data?.bytes.subarray(0, absent && absent.offset - offset)
  return (
    <dl className={styles.inspector} aria-label="Bytes at the cursor, read as">
      {readings(bytes ?? new Uint8Array(0)).map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="data">{value ?? '–'}</dd>
        </div>
      ))}
    </dl>
  )
}
