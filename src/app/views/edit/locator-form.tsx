/** The pairs of the parent locator as a form: all of them are written anew. */
import { useId, useState } from 'react'
import type { Edit } from '../../../engine/journal/edit.ts'
import { locatorProblem, type Pairs, samePairs } from '../../../engine/journal/locator-words.ts'
import styles from './edit-view.module.css'

interface LocatorFormProps {
  /** On disk, or as the pending edits leave them. */
  readonly pairs: Pairs
  readonly onEdit: (edit: Edit) => void
}

export function LocatorForm({ pairs: latest, onEdit }: LocatorFormProps) {
  const [pairs, setPairs] = useState(latest)
  const id = useId()
  const problem = locatorProblem(pairs)
  const ready = problem === undefined && !samePairs(pairs, latest)
  const change = (index: number, pair: Pairs[number]) => setPairs(pairs.with(index, pair))
  return (
    <form
      className="stack loose"
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) onEdit({ kind: 'parent-locator', pairs })
      }}
    >
      <p className="small faint">
        Keys and values that say where the parent is; absolute_win32_path, relative_path,
        volume_path, parent_linkage.{' '}
        <span className={`small faint ${styles.section}`}>§2.6.2.6</span>
      </p>
      {pairs.map(([key, value], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a pair is what it is by its place
        <fieldset key={index} className={styles.pair}>
          <legend className="unseen">Pair {index + 1}</legend>
          <input
            aria-label="Key"
            className="data"
            spellCheck={false}
            value={key}
            aria-describedby={`${id}-problem`}
            onChange={({ target }) => change(index, [target.value, value])}
          />
          <input
            aria-label="Value"
            className="data"
            spellCheck={false}
            value={value}
            aria-describedby={`${id}-problem`}
            onChange={({ target }) => change(index, [key, target.value])}
          />
          <button
            type="button"
            data-kind="quiet"
            aria-label={`Remove pair ${index + 1}`}
            onClick={() => setPairs(pairs.toSpliced(index, 1))}
          >
            <span aria-hidden="true">✕</span>
          </button>
        </fieldset>
      ))}
      <p id={`${id}-problem`} className={`wrong small ${styles.problem}`}>
        {problem}
      </p>
      <p className="row">
        <button type="submit" aria-disabled={!ready || undefined}>
          Add edit
        </button>
        <button type="button" data-kind="quiet" onClick={() => setPairs([...pairs, ['', '']])}>
          Add a pair
        </button>
      </p>
    </form>
  )
}
