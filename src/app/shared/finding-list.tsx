/** Findings as short lines, each with the way to its bytes. */
import { formatHex } from '../../engine/bytes/format.ts'
import { visibleText } from '../../engine/bytes/visible-text.ts'
import { severityOf } from '../../engine/findings/finding.ts'
import { messageOf } from '../../engine/findings/finding-words.ts'
import { type RuleId, rules } from '../../engine/findings/rules.ts'
import type { ShownFinding } from '../store/session/shown-findings.ts'
import { useActions } from '../store/use-app.ts'
import { ToneIcon } from '../ui/tone-icon.tsx'
import { UntrustedText } from '../ui/untrusted-text.tsx'
import styles from './finding-list.module.css'

export function FindingList({ findings }: { readonly findings: readonly ShownFinding[] }) {
  const { select, showRule, show } = useActions()
  const explain = (rule: RuleId) => {
    showRule(rule)
    show('findings', { lead: true })
  }
  return (
    <ul className={`lined ${styles.list}`}>
      {findings.map((found, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a file may have the same finding twice
        <li key={index} className="signed">
          <ToneIcon sign={severityOf(found)} label={severityOf(found)} />
          <div>
            <p className={styles.title}>
              {rules[found.rule].title}{' '}
              <button
                type="button"
                data-kind="link"
                aria-label={`Explain ${found.rule}`}
                onClick={() => explain(found.rule)}
              >
                Explain
              </button>
            </p>
            <p className="muted anywhere">
              <bdi>{visibleText(messageOf(found))}</bdi>{' '}
              {found.parent ? (
                <>
                  (in parent {found.parent.place}, <UntrustedText text={found.parent.name} />)
                </>
              ) : (
                <button
                  type="button"
                  data-kind="link"
                  onClick={() => select(found.at, { reveal: true })}
                >
                  <span className="data">{formatHex(found.at.offset)}</span>
                </button>
              )}
            </p>
          </div>
        </li>
      ))}
    </ul>
  )
}
