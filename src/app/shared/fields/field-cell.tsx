/** One value of a field table with its raw bytes, twice where an update changes it. */

import { useEffect, useRef } from 'react'
import { useUpdateWords } from '../../store/use-update-words.ts'
import type { FieldReading } from './field-rows.ts'
import styles from './field-table.module.css'

interface FieldCellProps {
  readonly name: string
  /** `undefined` where this state is not shown, or not read yet. */
  readonly before: FieldReading | undefined
  readonly after: FieldReading | undefined
  /** Said in place of a value, if there can be none. */
  readonly missing: string | undefined
  readonly selected: boolean
  readonly tabStop: boolean
  /** Row and column, for the keys. */
  readonly place: string
  readonly onSelect: () => void
}

function Reading({ reading }: { readonly reading: FieldReading }) {
  const { value, raw } = reading
  return (
    <>
      <span className={`data anywhere ${styles.value}`}>
        {value.untrusted ? <bdi>{value.text}</bdi> : value.text}
        {value.words && <span className={`small muted ${styles.words}`}>{value.words}</span>}
      </span>
      <span className={styles.raw}>{raw}</span>
    </>
  )
}

export function FieldCell(props: FieldCellProps) {
  const { name, before, after, missing, selected, tabStop, place, onSelect } = props
  const words = useUpdateWords()
  const button = useRef<HTMLButtonElement>(null)
  const changes = before && after && before.identity !== after.identity
  const one = before ?? after

  // Bytes that were selected elsewhere are shown here.
  useEffect(() => {
    if (selected) button.current?.scrollIntoView({ block: 'nearest' })
  }, [selected])

  return (
    <td className={styles.cell} data-selected={selected || undefined}>
      <button
        ref={button}
        type="button"
        tabIndex={tabStop ? 0 : -1}
        data-place={place}
        aria-current={selected ? 'location' : undefined}
        onClick={onSelect}
      >
        <span className="unseen">{name}: </span>
        {!one && <span className={`small muted ${styles.words}`}>{missing ?? '…'}</span>}
        {one && !changes && <Reading reading={one} />}
        {changes && (
          <>
            <span className={styles.before}>
              <span className="unseen">on disk </span>
              <Reading reading={before} />
            </span>
            <span className={styles.after}>
              <span className="unseen"> {words.after} </span>
              <Reading reading={after} />
            </span>
          </>
        )}
      </button>
    </td>
  )
}
