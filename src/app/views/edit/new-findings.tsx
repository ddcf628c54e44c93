/** What would become wrong: said before it is written. */
import { formatHex, plural } from '../../../engine/bytes/format.ts'
import { severityOf } from '../../../engine/findings/finding.ts'
import { messageOf } from '../../../engine/findings/finding-words.ts'
import { rules } from '../../../engine/findings/rules.ts'
import type { EditPreview } from '../../../engine/journal/edit-preview.ts'
import { type Sign, ToneIcon } from '../../ui/tone-icon.tsx'
import { UntrustedText } from '../../ui/untrusted-text.tsx'
import styles from './edit-view.module.css'

/** A hostile image may have thousands. */
const MOST = 20

function titleOf({ outcome, newFindings }: EditPreview): readonly [Sign, string] {
  if (outcome === 'refused' || outcome === 'not-vhdx') {
    return ['fatal', 'With these edits the format forbids opening the image']
  }
  if (newFindings.length === 0)
    return ['ok', 'Nothing becomes wrong: no check fails that passes now']
  return ['warning', `${plural(newFindings.length, 'check fails', 'checks fail')} then`]
}

export function NewFindings({ preview }: { readonly preview: EditPreview }) {
  const { newFindings } = preview
  const [sign, title] = titleOf(preview)
  return (
    <section className="panel pane" aria-labelledby="new-findings">
      <h2 id="new-findings" className="line">
        <ToneIcon sign={sign} />
        {title}
      </h2>
      {newFindings.length > 0 && (
        <ul className="stack">
          {newFindings.slice(0, MOST).map((found, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same finding may be there twice
            <li key={index} className="signed anywhere">
              <ToneIcon sign={severityOf(found)} label={severityOf(found)} />
              <p>
                <strong>{rules[found.rule].title}.</strong>{' '}
                <UntrustedText text={messageOf(found)} />{' '}
                <span className={`small faint ${styles.section}`}>
                  §{rules[found.rule].section}, at {formatHex(found.at.offset)}
                </span>
              </p>
            </li>
          ))}
        </ul>
      )}
      {newFindings.length > MOST && (
        <p className="aside">and {plural(newFindings.length - MOST, 'more')}</p>
      )}
    </section>
  )
}
