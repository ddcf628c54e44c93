/** The sequences of the log: which of them is replayed, and why the others are not. */

import { useState } from 'react'
import { plural } from '../../../engine/bytes/format.ts'
import { logPosition } from '../../../engine/format/log-words.ts'
import type { LogReport, SequenceReport } from '../../../engine/inspect/inspection.ts'
import { type Sign, ToneIcon } from '../../ui/tone-icon.tsx'
import { type SequenceWords, sequenceWords } from './sequence-words.ts'
import styles from './sequences.module.css'

const SIGNS: Readonly<Record<SequenceWords['verdict'], { sign: Sign; label: string }>> = {
  active: { sign: 'ok', label: 'Active' },
  complete: { sign: 'neutral', label: 'Complete, not active' },
  incomplete: { sign: 'warning', label: 'Not complete' },
}

/** A hostile log has thousands. */
const SHOWN_AT_ONCE = 5

interface SequencesProps {
  readonly log: LogReport
  readonly onSelect: (position: number) => void
}

function Sequence({
  sequence,
  log,
  onSelect,
}: SequencesProps & { readonly sequence: SequenceReport }) {
  const { verdict, name, why } = sequenceWords(sequence, log)
  const { sign, label } = SIGNS[verdict]
  const head = sequence.positions.at(-1) ?? 0
  return (
    <li>
      <ToneIcon sign={sign} label={label} />
      <div>
        <p>
          <strong className="numbers">{name}</strong> ·{' '}
          {plural(sequence.positions.length, 'entry', 'entries')} · {label.toLowerCase()} ·{' '}
          <button type="button" data-kind="link" onClick={() => onSelect(head)}>
            head at {logPosition(head)}
          </button>
        </p>
        <p className="muted prose wide">{why}</p>
      </div>
    </li>
  )
}

export function Sequences({ log, onSelect }: SequencesProps) {
  const [shown, setShown] = useState(SHOWN_AT_ONCE)
  // The one that counts comes first, then in the order of the log.
  const ordered = log.sequences.toSorted((a, b) => Number(b.active) - Number(a.active))
  if (ordered.length === 0) {
    return (
      <p>No valid entry carries the LogGuid of the header, so there is nothing to choose from.</p>
    )
  }
  return (
    <>
      <ul className={`stack ${styles.sequences}`}>
        {ordered.slice(0, shown).map((sequence) => (
          <Sequence
            key={sequence.positions[0] ?? -1}
            sequence={sequence}
            log={log}
            onSelect={onSelect}
          />
        ))}
      </ul>
      {ordered.length > shown && (
        <button type="button" onClick={() => setShown(shown + SHOWN_AT_ONCE)}>
          {plural(ordered.length - shown, 'more sequence')}
        </button>
      )}
    </>
  )
}
