/** Filters of a table as buttons that are on or off, each with how much it stands for. */
import type { ReactNode } from 'react'
import { formatCount } from '../../engine/bytes/format.ts'
import styles from './filter-chips.module.css'

export interface Chip<Key extends string> {
  readonly key: Key
  readonly name: string
  /** `undefined` where it has not been counted. */
  readonly count?: number | undefined
  /** In place of a count: "17 MiB". */
  readonly amount?: string | undefined
  readonly swatch?: ReactNode
}

interface FilterChipsProps<Key extends string> {
  /** "Show entries that are", for those who hear it. */
  readonly label: string
  readonly chips: readonly Chip<Key>[]
  /** None chosen means no filter: all are shown. */
  readonly chosen: readonly Key[]
  readonly onChange: (chosen: readonly Key[]) => void
}

export function FilterChips<Key extends string>({
  label,
  chips,
  chosen,
  onChange,
}: FilterChipsProps<Key>) {
  return (
    <fieldset className={`row tight ${styles.chips}`} aria-label={label}>
      {chips.map(({ key, name, count, amount, swatch }) => {
        const on = chosen.includes(key)
        const text = count === undefined ? amount : formatCount(count)
        return (
          <button
            key={key}
            type="button"
            aria-pressed={on}
            onClick={() =>
              onChange(on ? chosen.filter((other) => other !== key) : [...chosen, key])
            }
          >
            {swatch}
            {name}
            {text !== undefined && <span className={styles.count}>{text}</span>}
          </button>
        )
      })}
      {chosen.length > 0 && (
        <button type="button" data-kind="link" onClick={() => onChange([])}>
          Show all
        </button>
      )}
    </fieldset>
  )
}
