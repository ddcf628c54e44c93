/** The lines of the verdict: how log, structure, chain and the guest's disk stand. */
import type { AreaLine, Tone } from '../../../engine/diagnosis/verdict.ts'
import { AREA_TITLES } from '../../../engine/diagnosis/verdict-words.ts'
import { type Sign, ToneIcon } from '../../ui/tone-icon.tsx'
import { UntrustedText } from '../../ui/untrusted-text.tsx'
import styles from './verdict-card.module.css'

const SIGNS: Readonly<Record<Tone, Sign>> = {
  ok: 'ok',
  attention: 'warning',
  bad: 'error',
  unknown: 'neutral',
}

export function AreaLines({ lines }: { readonly lines: readonly AreaLine[] }) {
  if (lines.length === 0) return null
  return (
    <dl className={`terms ${styles.lines}`}>
      {lines.map(({ area, tone, sentence }) => (
        <div key={area}>
          <dt>{AREA_TITLES[area]}</dt>
          <dd className="signed">
            <ToneIcon sign={SIGNS[tone]} />
            <UntrustedText text={sentence} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
