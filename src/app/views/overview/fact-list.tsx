/** The key facts; while both states are shown, what is changed stands twice. */

import type { Fact } from '../../shared/verdict/facts.ts'
import { useUpdateWords } from '../../store/use-update-words.ts'
import { UntrustedText } from '../../ui/untrusted-text.tsx'
import styles from './fact-list.module.css'

function Value({ value, detail, untrusted, data }: Fact) {
  return (
    <>
      <span className={data ? 'data' : 'numbers'}>
        {untrusted ? <UntrustedText text={value} /> : value}
      </span>{' '}
      {detail && <span className="small faint">{detail}</span>}
    </>
  )
}

interface FactListProps {
  readonly facts: readonly Fact[]
  /** The same facts in the other state. */
  readonly after?: readonly Fact[] | undefined
}

export function FactList({ facts, after }: FactListProps) {
  const words = useUpdateWords()
  return (
    <dl className={`lined ${styles.facts}`}>
      {facts.map((fact) => {
        const other = after?.find(({ label }) => label === fact.label)
        const changes = other && (other.value !== fact.value || other.detail !== fact.detail)
        return (
          <div key={fact.label}>
            <dt>{fact.label}</dt>
            <dd>
              {changes ? (
                <>
                  <span className={styles.before}>
                    <span className="unseen">On disk: </span>
                    <Value {...fact} />
                  </span>
                  <span className={styles.after}>
                    <span className="unseen">{words.title}: </span>
                    <Value {...other} />
                  </span>
                </>
              ) : (
                <Value {...fact} />
              )}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
