/** Findings as short lines, each with the way to its bytes. */
import { formatHex } from '../../engine/bytes/format.ts'
import { messageOf, type StatedFinding, severityOf } from '../../engine/findings/finding.ts'
import { rules } from '../../engine/findings/rules.ts'
import { useApp } from '../hooks/use-app.ts'
import styles from './finding-list.module.css'
import { ToneIcon } from './tone-icon.tsx'
import { visibleText } from './visible-text.ts'

export function FindingList({ findings }: { readonly findings: readonly StatedFinding[] }) {
  const select = useApp((state) => state.select)
  return (
    <ul className={styles.list}>
      {findings.map((found, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a file may have the same finding twice
        <li key={index}>
          <ToneIcon sign={severityOf(found)} label={severityOf(found)} />
          <div>
            <p className={styles.title}>{rules[found.rule].title}</p>
            <p className={styles.message}>
              <bdi>{visibleText(messageOf(found))}</bdi>{' '}
              <button
                type="button"
                data-kind="link"
                onClick={() => select(found.at, { reveal: true })}
              >
                <span className="data">{formatHex(found.at.offset)}</span>
              </button>
            </p>
          </div>
        </li>
      ))}
    </ul>
  )
}
