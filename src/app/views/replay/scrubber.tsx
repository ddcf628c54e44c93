/** How far the replay goes: a slider over the entries of the active sequence. */
import { useId } from 'react'
import { plural } from '../../../engine/bytes/format.ts'
import type { LogReport } from '../../../engine/inspect/inspection.ts'
import { useActions, useApp } from '../../store/use-app.ts'
import styles from './replay-view.module.css'

type Active = NonNullable<LogReport['active']>

function words({ positions, firstSequenceNumber }: Active, count: number): string {
  if (count === 0) return 'Apply no entry'
  const last = firstSequenceNumber + BigInt(count - 1)
  return `Apply up to entry ${last}, ${count} of ${positions.length}`
}

export function Scrubber({ active }: { readonly active: Active }) {
  const upTo = useApp((app) => app.upTo)
  const { setUpTo } = useActions()
  const id = useId()
  const all = active.positions.length
  const count = upTo ?? all
  return (
    <div className={`row ${styles.scrubber}`}>
      <label htmlFor={id}>Entries applied</label>
      <span className="faint numbers" aria-hidden="true">
        none
      </span>
      <input
        id={id}
        type="range"
        min={0}
        max={all}
        step={1}
        value={count}
        aria-valuetext={words(active, count)}
        onChange={(event) => {
          const next = Number(event.target.value)
          // All entries: the replay as it is saved, with its headers.
          setUpTo(next === all ? undefined : next)
        }}
      />
      <span className="faint numbers" aria-hidden="true">
        up to {active.lastSequenceNumber.toString()}
      </span>
      <output className={`muted numbers ${styles.applied}`} htmlFor={id}>
        {count === all ? `All ${plural(all, 'entry', 'entries')}` : words(active, count)}
      </output>
      {count !== all && (
        <button type="button" data-kind="link" onClick={() => setUpTo(undefined)}>
          Apply all
        </button>
      )}
    </div>
  )
}
