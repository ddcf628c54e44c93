/** What is wrong with the image: each cause with what is lost by it, and the ways out. */

import type { Diagnosis } from '../../../engine/diagnosis/verdict.ts'
import { lossWords } from '../../../engine/diagnosis/verdict-words.ts'
import { type Way, type WayId, ways } from '../../../engine/diagnosis/way-words.ts'
import { UntrustedText } from '../../ui/untrusted-text.tsx'

function WayOut({ id }: { readonly id: WayId }) {
  const { does, command }: Way = ways[id]
  return (
    <li>
      {does}
      {command && (
        <>
          {' '}
          <code className="data anywhere">vhdx-inspector {command}</code>
        </>
      )}
    </li>
  )
}

export function DiagnosisList({ diagnoses }: { readonly diagnoses: readonly Diagnosis[] }) {
  if (diagnoses.length === 0) return null
  return (
    <section className="panel" aria-labelledby="diagnoses">
      <h2 id="diagnoses">What is wrong</h2>
      {diagnoses.map(({ id, certainty, sentences, loss, ways: out }) => (
        <div key={id} className="stack">
          {sentences.map((sentence) => (
            <p key={sentence} className="prose">
              <UntrustedText text={sentence} />
            </p>
          ))}
          {certainty === 'likely' && <p className="muted">This is likely, and not proven.</p>}
          {loss && loss.bytes > 0 && <p className="prose">Lost: {lossWords(loss)}</p>}
          <h3>Ways out</h3>
          <ul className="prose">
            {out.map((way) => (
              <WayOut key={way} id={way} />
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}
