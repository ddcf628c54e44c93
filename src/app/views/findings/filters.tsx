/** The filters over the findings: severities, the state, any text. */
import { useId } from 'react'
import { SEVERITIES } from '../../../engine/findings/rule.ts'
import { FilterChips } from '../../ui/filter-chips.tsx'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import styles from './findings-view.module.css'
import type { FindingFilter, FindingRow } from './rows.ts'

interface FiltersProps {
  readonly rows: readonly FindingRow[]
  readonly filter: FindingFilter
  readonly onFilter: (filter: FindingFilter) => void
  readonly text: string
  readonly onText: (text: string) => void
}

export function Filters({ rows, filter, onFilter, text, onText }: FiltersProps) {
  const id = useId()
  const states = [...new Map(rows.map(({ finding, state }) => [finding.state, state]))]
  return (
    <div className="row wide">
      <FilterChips
        label="Show findings that are"
        chips={SEVERITIES.map((severity) => ({
          key: severity,
          name: severity,
          count: rows.filter((row) => row.severity === severity).length,
          swatch: <ToneIcon sign={severity} />,
        }))}
        chosen={filter.severities}
        onChange={(severities) => onFilter({ ...filter, severities })}
      />
      <label className={`line muted ${styles.state}`}>
        State
        <select
          value={filter.state}
          onChange={({ target: { value } }) =>
            onFilter({ ...filter, state: value as FindingFilter['state'] })
          }
        >
          <option value="all">all</option>
          {states.map(([state, name]) => (
            <option key={state} value={state}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label className={styles.text} htmlFor={id}>
        <span className="unseen">Filter by text</span>
        <input
          id={id}
          type="search"
          placeholder="Text, rule or section"
          value={text}
          onChange={({ target }) => onText(target.value)}
        />
      </label>
    </div>
  )
}
