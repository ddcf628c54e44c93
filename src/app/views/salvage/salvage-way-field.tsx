/** One way of salvage to be chosen: what it does, what it costs, and what comes of it alone. */
import { useId } from 'react'
import {
  SALVAGE_WORDS,
  type SalvageWayId,
  type SalvageWords,
} from '../../../engine/salvage/salvage-words.ts'
import type { SalvageReport } from '../../../engine/salvage/salvaged.ts'
import { UntrustedText } from '../../ui/untrusted-text.tsx'
import styles from './salvage.module.css'
import { PromisedLine } from './salvage-facts.tsx'

interface SalvageWayFieldProps {
  readonly way: SalvageWayId
  /** What comes of it alone; `undefined` where it does not apply so. */
  readonly report: SalvageReport | undefined
  readonly why: string | undefined
  readonly chosen: boolean
  readonly values: Readonly<Record<string, string>>
  readonly onToggle: () => void
  readonly onValue: (name: string, value: string) => void
}

export function SalvageWayField(props: SalvageWayFieldProps) {
  const { way, report, why, chosen, values, onToggle, onValue } = props
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
        Object.entries(settings).map(([name, what]) => (
          <label key={name} className={styles.setting}>
            <code>{name}</code>
            <input
              type="text"
              value={values[name] ?? ''}
              placeholder={what}
              onChange={({ target }) => onValue(name, target.value)}
            />
          </label>
        ))}
    </div>
  )
}
