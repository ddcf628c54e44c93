/** One way of salvage to be chosen: what it does, what it costs, and what comes of it alone. */
import { useId } from 'react'
import {
  SALVAGE_WORDS,
  type SalvageWayId,
  type SalvageWords,
} from '../../../engine/salvage/salvage-words.ts'
import type { SalvageReport } from '../../../engine/salvage/salvaged.ts'
import type { SalvageValue } from '../../../engine/salvage/value-words.ts'
import { UntrustedText } from '../../ui/untrusted-text.tsx'
import styles from './salvage.module.css'
import { PromisedLine } from './salvage-facts.tsx'
import { SettingField } from './setting-field.tsx'

interface SalvageWayFieldProps {
  readonly way: SalvageWayId
  /** What comes of it alone; `undefined` where it does not apply so. */
  readonly report: SalvageReport | undefined
  readonly why: string | undefined
  readonly chosen: boolean
  /** What is known for its settings. */
  readonly known: readonly SalvageValue[]
  /** What the user has said, by setting, and why that cannot be. */
  readonly values: Readonly<Record<string, string>>
  readonly problems: Readonly<Record<string, string>>
  readonly onToggle: () => void
  readonly onValue: (name: string, value: string) => void
}

export function SalvageWayField(props: SalvageWayFieldProps) {
  const { way, report, why, chosen, known, values, problems, onToggle, onValue } = props
  const id = useId()
  const { title, does, loses, settings = {} }: SalvageWords = SALVAGE_WORDS[way]
  const losses = report ? report.losses.map(({ sentence }) => sentence) : [loses]
  return (
    <div className={styles.way}>
      <label className="check">
        <input type="checkbox" checked={chosen} aria-describedby={id} onChange={onToggle} />
        <strong>{title}</strong>
      </label>
      <div id={id} className="stack tight">
        <p>{does}</p>
        <p className="muted">
          Given up: <UntrustedText text={losses.length > 0 ? losses.join(' ') : 'Nothing.'} />
        </p>
        {report && (
          <p>
            <PromisedLine report={report} />
          </p>
        )}
        {!report && why && (
          <p className="muted">
            <UntrustedText text={why} />
          </p>
        )}
      </div>
      {chosen &&
        Object.entries(settings).map(([name, words]) => (
          <SettingField
            key={name}
            name={name}
            words={words}
            known={known.find((value) => value.name === name)}
            typed={values[name]}
            problem={problems[name]}
            onValue={(value) => onValue(name, value)}
          />
        ))}
    </div>
  )
}
