/** What a rule is, what it means and what to do: of the chosen finding, or of any rule. */
import { type ChangeEvent, Suspense, use } from 'react'
import { type RuleId, rules } from '../../../engine/findings/rules.ts'
import { CopyButton } from '../../shared/copy-button.tsx'
import { loadExplanations } from '../../shared/load-explanations.ts'
import { formatRoute } from '../../store/navigation/route.ts'
import styles from './findings-view.module.css'

interface ExplanationPanelProps {
  readonly rule: RuleId | undefined
  /** Whether the file has a finding about it. */
  readonly isFound: boolean
  readonly onRule: (rule: RuleId) => void
}

const RULE_IDS = Object.keys(rules) as RuleId[]

const linkTo = (rule: RuleId): string =>
  formatRoute({ view: 'findings', state: 'before', selection: undefined, rule })
const addressOf = (rule: RuleId): string => location.href.replace(/#.*/, '') + linkTo(rule)

export function ExplanationPanel({ rule, isFound, onRule }: ExplanationPanelProps) {
  const choose = ({ target }: ChangeEvent<HTMLSelectElement>) => onRule(target.value as RuleId)
  return (
    <section className={`stack loose prose ${styles.explanation}`} aria-label="Explanation">
      {rule !== undefined && (
        <>
          <h2>
            {isFound ? 'About the rule' : rules[rule].title} <code>{rule}</code>
          </h2>
          {!isFound && <p>This file has no finding about this rule.</p>}
          <Suspense fallback={<p>The explanation is being loaded.</p>}>
            <Sections rule={rule} />
          </Suspense>
        </>
      )}
      <p className={`row wide muted ${styles.explainBar}`}>
        <label>
          Explain another rule{' '}
          <select value={rule ?? ''} onChange={choose}>
            {rule === undefined && <option value="">choose one</option>}
            {RULE_IDS.map((id) => (
              <option key={id} value={id}>
                {id}
              </option>
            ))}
          </select>
        </label>
        {rule !== undefined && (
          <span>
            Link <code>{linkTo(rule)}</code>{' '}
            <CopyButton what="the link to this explanation" text={addressOf(rule)} />
          </span>
        )}
      </p>
    </section>
  )
}

function Sections({ rule }: { readonly rule: RuleId }) {
  const explanation = use(loadExplanations())?.[rule]
  if (explanation === undefined) return <p>The explanation could not be loaded.</p>
  return (
    <dl>
      <div>
        <dt>What the rule is (MS-VHDX §{rules[rule].section})</dt>
        <dd>{explanation.rule}</dd>
      </div>
      <div>
        <dt>What it means</dt>
        <dd>{explanation.meaning}</dd>
      </div>
      <div>
        <dt>What to do</dt>
        <dd>{explanation.advice}</dd>
      </div>
    </dl>
  )
}
