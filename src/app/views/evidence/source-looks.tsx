/** What the answer rests on, hashed at opening and again: whether the file is still what it was. */
import { formatBytes, formatCount } from '../../../engine/bytes/format.ts'
import { CopyButton } from '../../shared/copy-button.tsx'
import { type EvidenceData, sameEvidence } from '../../store/evidence/evidence-state.ts'
import { useActions, useApp } from '../../store/use-app.ts'
import { Problem } from '../../ui/problem.tsx'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import styles from './evidence.module.css'
import { partRows, timeWords } from './evidence-words.ts'
import { JobProgress } from './job-progress.tsx'

export function SourceLooks() {
  const evidence = useApp((state) => state.evidence)
  const looking = useApp((state) => state.looking)
  const { lookAtSource, cancelLook } = useActions()
  const { opened } = evidence
  return (
    <section className={`stack ${styles.part}`} aria-labelledby="looks">
      <h3 id="looks">Headers, log, and what the log writes over</h3>
      {opened ? (
        <>
          <Verdict evidence={evidence} />
          <Parts evidence={evidence} />
        </>
      ) : (
        <p className="muted prose">
          All that the answer about this file rests on, part by part: to be hashed now, and once
          more at the end.
        </p>
      )}
      {looking.status === 'running' ? (
        <JobProgress label="Headers, log and sectors" job={looking} onCancel={cancelLook} />
      ) : (
        <p>
          <button type="button" onClick={() => void lookAtSource()}>
            {opened ? 'Look again' : 'Hash them'}
          </button>
        </p>
      )}
      {looking.status === 'failed' && <Problem text={looking.message} />}
    </section>
  )
}

interface EvidenceProps {
  readonly evidence: EvidenceData['evidence']
}

function Verdict({ evidence }: EvidenceProps) {
  const evidenceMode = useApp((state) => state.evidenceMode)
  const { opened, again } = evidence
  if (!opened) return null
  const same = sameEvidence(evidence)
  return (
    <div className={`stack tight ${styles.looks}`}>
      <p>
        <span className={`muted ${styles.look}`}>{evidenceMode ? 'At opening' : 'First look'}</span>
        <code className={styles.hex}>{opened.sha256}</code>
        <CopyButton text={opened.sha256} what="the SHA-256 of all parts" />
        <span className="figures">{timeWords(opened.finished)}</span>
      </p>
      {again && (
        <p>
          <span className={`muted ${styles.look}`}>Again</span>
          <span className="line" role="status">
            <ToneIcon sign={same ? 'ok' : 'error'} />
            {'problem' in again
              ? `It could not be read: ${again.problem}`
              : same
                ? 'All of it reads the same.'
                : 'It reads otherwise: the file has changed.'}
          </span>
          <span className="figures">{timeWords(again.finished)}</span>
        </p>
      )}
    </div>
  )
}

function Parts({ evidence }: EvidenceProps) {
  return (
    <table className={`ruled ${styles.table}`}>
      <caption className="unseen">SHA-256 of each part</caption>
      <thead>
        <tr>
          <th scope="col">Part</th>
          <th scope="col">Bytes</th>
          <th scope="col">SHA-256</th>
        </tr>
      </thead>
      <tbody>
        {partRows(evidence).map(({ name, bytes, opened, now }) => (
          <tr key={name} data-differs={now !== undefined || undefined}>
            <th scope="row">{name}</th>
            <td title={`${formatCount(bytes)} bytes`}>{formatBytes(bytes)}</td>
            <td>
              <code className={styles.hex}>{opened}</code>
              {now !== undefined && (
                <span className={styles.now}>
                  now {now === 'missing' ? 'not there' : <code className={styles.hex}>{now}</code>}
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
