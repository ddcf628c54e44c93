/** One way of salvage to be chosen: what it does, what it costs, and what comes of it alone. */
import { useId } from 'react'
import { SALVAGE_WORDS, type SalvageWayId } from '../../../engine/salvage/salvage-words.ts'
import type { SalvageReport } from '../../../engine/salvage/salvaged.ts'
import { UntrustedText } from '../../ui/untrusted-text.tsx'
import styles from './salvage.module.css'
import { PromisedLine } from './salvage-facts.tsx'
import { SettingField, type SettingFieldProps } from './setting-field.tsx'

interface SalvageWayFieldProps {
  readonly way: SalvageWayId
  /** What comes of it alone, as it is proposed; `undefined` where it does not apply so. */
  readonly report: SalvageReport | undefined
  readonly why: string | undefined
  readonly chosen: boolean
  /** What is to be known of it where it is chosen. */
  readonly settings: readonly SettingFieldProps[]
  readonly onToggle: () => void
}

export function SalvageWayField(props: SalvageWayFieldProps) {
  const { way, why, chosen, settings, onToggle } = props
  const id = useId()
  const { title, does, loses } = SALVAGE_WORDS[way]
  // With other values something else may come of it.
  const report = settings.some(({ isSet }) => isSet) ? undefined : props.report
  // A setting that is in the way says so itself.
  const isHindered = settings.some(({ problem }) => problem !== undefined)
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
        {!report && why && !isHindered && (
          <p className="muted">
            <UntrustedText text={why} />
          </p>
        )}
      </div>
      {settings.map((setting) => (
        <SettingField key={setting.name} {...setting} />
      ))}
    </div>
  )
}
