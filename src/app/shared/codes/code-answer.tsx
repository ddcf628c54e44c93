/** An error code with what it means, what can be behind it and what to do. */
import {
  CODE_LABELS,
  codeTitle,
  NO_RULE,
  otherSpellings,
  UNKNOWN_CODE,
} from '../../../engine/codes/code-words.ts'
import type { ErrorCode } from '../../../engine/codes/error-code.ts'
import { rules } from '../../../engine/findings/rules.ts'

export function CodeAnswer({ entry }: { readonly entry: ErrorCode | undefined }) {
  if (entry === undefined) return <p className="muted">{UNKNOWN_CODE}</p>
  const others = otherSpellings(entry)
  return (
    <div className="stack anywhere">
      <p className="data">
        <strong>{codeTitle(entry)}</strong>
      </p>
      <dl className="terms">
        <div>
          <dt>{CODE_LABELS.meaning}</dt>
          <dd>{entry.meaning}</dd>
        </div>
        <div>
          <dt>{CODE_LABELS.advice}</dt>
          <dd>{entry.advice}</dd>
        </div>
        <div>
          <dt>{CODE_LABELS.rules}</dt>
          <dd>{entry.rules.length === 0 ? NO_RULE : <Rules ids={entry.rules} />}</dd>
        </div>
        {others !== '' && (
          <div>
            <dt>{CODE_LABELS.others}</dt>
            <dd className="data">{others}</dd>
          </div>
        )}
      </dl>
    </div>
  )
}

function Rules({ ids }: { readonly ids: ErrorCode['rules'] }) {
  return (
    <ul>
      {ids.map((id) => (
        <li key={id}>
          {rules[id].title} <code>{id}</code>
        </li>
      ))}
    </ul>
  )
}
