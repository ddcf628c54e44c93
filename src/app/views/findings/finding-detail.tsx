/** The finding that was chosen, in full, with the way to its bytes. */
import { formatCount } from '../../../engine/bytes/format.ts'
import { useActions } from '../../store/use-app.ts'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import styles from './findings-view.module.css'
import { RepairExport } from './repair-export.tsx'
import type { FindingRow } from './rows.ts'

const LEVELS = {
  MUST: 'The section says MUST.',
  SHOULD: 'The section says SHOULD.',
  note: 'An observation of this app.',
} as const

export function FindingDetail({ row }: { readonly row: FindingRow }) {
  const { select } = useActions()
  const { finding, rule, message, offset, severity, file } = row
  const { at, parent } = finding
  return (
    <section className={`frame stack anywhere ${styles.detail}`} aria-label="The chosen finding">
      <h2>
        <ToneIcon sign={severity} label={severity} /> {rule.title}
      </h2>
      <p>
        <bdi>{message}</bdi>
      </p>
      <p className={`muted ${styles.facts}`}>
        <code>{finding.rule}</code>
        <span>MS-VHDX §{rule.section}</span>
        <span>{LEVELS[rule.level]}</span>
        <span>{row.state}</span>
      </p>
      <p>
        {parent ? (
          <>
            Its {formatCount(at.length)} bytes at {offset} are in parent {parent.place},{' '}
            <bdi>{file}</bdi>: open that file to see them.
          </>
        ) : (
          <button type="button" onClick={() => select(at, { reveal: true })}>
            Show its {formatCount(at.length)} bytes at {offset}
          </button>
        )}
      </p>
      <RepairExport finding={finding} />
    </section>
  )
}
