/** What ways of salvage do, what is given up by them, and the verdict on their result. */
import { plural } from '../../../engine/bytes/format.ts'
import { CONDITION_WORDS, lossWords } from '../../../engine/diagnosis/verdict-words.ts'
import { SALVAGE_WORDS } from '../../../engine/salvage/salvage-words.ts'
import type { SalvageReport } from '../../../engine/salvage/salvaged.ts'
import { valueSentence } from '../../../engine/salvage/value-words.ts'
import { CONDITION_SIGNS } from '../../shared/verdict/condition-signs.ts'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import { UntrustedText } from '../../ui/untrusted-text.tsx'

export function SalvageFacts({ report }: { readonly report: SalvageReport }) {
  const { ways, applied, losses, values } = report
  return (
    <dl className="terms">
      <div>
        <dt>Done</dt>
        <dd>
          <ul>
            {ways.map((way) => (
              <li key={way}>
                <strong>{SALVAGE_WORDS[way].title}.</strong> {SALVAGE_WORDS[way].does}
              </li>
            ))}
            {applied > 0 && (
              <li>
                The log, which is whole then, is applied: {plural(applied, 'entry', 'entries')}.
              </li>
            )}
          </ul>
        </dd>
      </div>
      {values.length > 0 && (
        <div>
          <dt>Values</dt>
          <dd>
            <ul>
              {values.map((value) => (
                <li key={value.name}>
                  <UntrustedText text={valueSentence(value)} />
                </li>
              ))}
            </ul>
          </dd>
        </div>
      )}
      <div>
        <dt>Given up</dt>
        <dd>
          {losses.length === 0 ? (
            'Nothing.'
          ) : (
            <ul>
              {losses.map(({ sentence, disk }) => (
                <li key={sentence}>
                  <UntrustedText text={sentence} />
                  {disk && <span className="muted"> {lossWords(disk)}</span>}
                </li>
              ))}
            </ul>
          )}
        </dd>
      </div>
      <div>
        <dt>Result</dt>
        <dd>
          <PromisedLine report={report} />
        </dd>
      </div>
    </dl>
  )
}

/** The verdict on the result, which every copy of it is held against. */
export function PromisedLine({
  report: { promised, outcome },
}: {
  readonly report: SalvageReport
}) {
  const { condition, sentence } = promised
  const sign =
    outcome === 'refused' || outcome === 'not-vhdx' ? 'fatal' : CONDITION_SIGNS[condition]
  return (
    <span className="signed">
      <ToneIcon sign={sign} />
      <span>
        <UntrustedText text={sentence} /> {CONDITION_WORDS[condition]}
      </span>
    </span>
  )
}
