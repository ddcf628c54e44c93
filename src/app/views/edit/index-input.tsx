/** Which entry of a table: its index, typed. */
import { type ReactNode, useId } from 'react'
import { formatCount } from '../../../engine/bytes/format.ts'
import { readIndex } from '../../store/navigation/read-index.ts'
import styles from './edit-view.module.css'

interface IndexInputProps {
  readonly text: string
  /** How many entries there are. */
  readonly count: number
  readonly onText: (text: string) => void
  /** What the index means. */
  readonly children?: ReactNode
}

/** `undefined` for what is no index of the table. */
export function indexOf(text: string, count: number): number | undefined {
  const read = readIndex(text, count, '')
  return read.ok ? read.index : undefined
}

export function IndexInput({ text, count, onText, children }: IndexInputProps) {
  const id = useId()
  const bad = indexOf(text, count) === undefined
  return (
    <div className={styles.field}>
      <label htmlFor={id}>Index</label>
      <input
        id={id}
        className="data"
        inputMode="numeric"
        autoComplete="off"
        value={text}
        aria-invalid={bad}
        aria-describedby={`${id}-note`}
        onChange={({ target }) => onText(target.value)}
      />
      <p id={`${id}-note`} className={bad ? styles.problem : 'small faint'}>
        {bad ? `A whole number from 0 to ${formatCount(count - 1)}.` : children}
      </p>
    </div>
  )
}
