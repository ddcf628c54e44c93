/** Signs for severities and verdicts: each has its own shape, so that the colour is not needed. */
import type { Severity } from '../../engine/findings/rule.ts'
import styles from './tone-icon.module.css'

export type Sign = 'ok' | 'neutral' | Severity

const CROSS = 'M5.5 5.5l5 5m0-5l-5 5'

const SHAPES: Readonly<Record<Sign, { readonly outline: string; readonly inside: string }>> = {
  ok: { outline: 'M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 0 1 0-13z', inside: 'M5 8.2l2.1 2.1L11 6' },
  neutral: { outline: 'M8 1l7 7l-7 7l-7-7z', inside: 'M5.5 8h5' },
  info: {
    outline: 'M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 0 1 0-13z',
    inside: 'M8 7.2v4.2M8 4.4v.4',
  },
  warning: { outline: 'M8 1.5l7 12.5h-14z', inside: 'M8 6v3.6M8 11.6v.4' },
  error: { outline: 'M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 0 1 0-13z', inside: CROSS },
  fatal: { outline: 'M5.2 1h5.6l4.2 4.2v5.6l-4.2 4.2h-5.6l-4.2-4.2v-5.6z', inside: CROSS },
}

/** `label` where no text beside it says the same. */
export function ToneIcon({ sign, label }: { readonly sign: Sign; readonly label?: string }) {
  const { outline, inside } = SHAPES[sign]
  return (
    <>
      <svg viewBox="0 0 16 16" className={styles.icon} data-sign={sign} aria-hidden="true">
        <path d={outline} className={styles.outline} />
        <path d={inside} className={styles.inside} />
      </svg>
      {label && <span className="unseen">{label}</span>}
    </>
  )
}
