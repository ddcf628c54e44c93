/** The finding that was chosen, in full, with the way to its bytes. */
import { formatCount } from '../../../engine/bytes/format.ts'
import { useApp } from '../../hooks/use-app.ts'
import { ToneIcon } from '../../widgets/tone-icon.tsx'
import styles from './findings-view.module.css'
import { FINDING_STATES, type FindingRow } from './rows.ts'

const LEVELS = {
  MUST: 'The section says MUST.',
  SHOULD: 'The section says SHOULD.',
  note: 'An observation of this app.',
} as const

export function FindingDetail({ row }: { readonly row: FindingRow }) {
  const select = useApp((state) => state.select)
  const { finding, rule, message, offset, severity } = row
  return (
    <section className={styles.detail} aria-label="The chosen finding">
      <h2>
        <ToneIcon sign={severity} label={severity} /> {rule.title}
      </h2>
      <p>
        <bdi>{message}</bdi>
      </p>
      <p className={styles.facts}>
        <code>{finding.rule}</code>
        <span>MS-VHDX §{rule.section}</span>
        <span>{LEVELS[rule.level]}</span>
        <span>{FINDING_STATES[finding.state]}</span>
      </p>
      <p>
        <button type="button" onClick={() => select(finding.at, { reveal: true })}>
          Show its {formatCount(finding.at.length)} bytes at {offset}
        </button>
      </p>
    </section>
  )
}
