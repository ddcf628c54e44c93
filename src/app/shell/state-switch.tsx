/** The one switch of all screens: the file as it is, as the replay or a salvage would leave it, or both. */

import { useId } from 'react'
import { noReplay } from '../store/navigation/availability.ts'
import type { ShownState } from '../store/state.ts'
import { useActions, useApp } from '../store/use-app.ts'
import { useOpenFile } from '../store/use-open-file.ts'
import { useUpdateWords } from '../store/use-update-words.ts'
import styles from '../ui/segments.module.css'

const STATES: readonly ShownState[] = ['before', 'after', 'compare']

export function StateSwitch() {
  const { inspection } = useOpenFile()
  const state = useApp((app) => app.state)
  const { setState } = useActions()
  const id = useId()
  const names = { before: 'On disk', after: useUpdateWords().title, compare: 'Compare' }
  const reason = noReplay(inspection)
  return (
    <fieldset
      className={styles.switch}
      data-salvage={inspection.salvage ? '' : undefined}
      aria-describedby={reason && id}
    >
      <legend className="unseen">State shown</legend>
      {STATES.map((value) => (
        <label key={value} title={value === 'before' ? undefined : reason}>
          <input
            type="radio"
            name={`state-${id}`}
            value={value}
            checked={state === value}
            disabled={reason !== undefined && value !== 'before'}
            onChange={() => setState(value)}
          />
          <span>{names[value]}</span>
        </label>
      ))}
      {reason && (
        <span id={id} className="unseen">
          {reason}
        </span>
      )}
    </fieldset>
  )
}
