/** Hashes of the whole file: which are wanted, and those that have been made. */

import { useState } from 'react'
import { formatBytes, formatCount, upperFirst } from '../../../engine/bytes/format.ts'
import {
  HASH_ALGORITHMS,
  HASH_NAMES,
  type HashAlgorithm,
} from '../../../engine/bytes/hash/hash-names.ts'
import { readingTitle, readingWords } from '../../../engine/changes/update-words.ts'
import type { FileHash } from '../../../engine/inspect/evidence.ts'
import { HashLine } from '../../shared/hash-line.tsx'
import { type HashedState, hashedStates } from '../../store/evidence/evidence-state.ts'
import { useActions, useApp } from '../../store/use-app.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { useUpdateWords } from '../../store/use-update-words.ts'
import { Problem } from '../../ui/problem.tsx'
import styles from './evidence.module.css'
import { timeWords } from './evidence-words.ts'
import { JobProgress } from './job-progress.tsx'

export function FileHashes() {
  const { inspection } = useOpenFile()
  const hashes = useApp((state) => state.hashes)
  const hashing = useApp((state) => state.hashing)
  const { hashFile, cancelHash } = useActions()
  const [state, setState] = useState<HashedState>('before')
  const [wanted, setWanted] = useState<readonly HashAlgorithm[]>(['sha256'])
  const words = useUpdateWords()
  const states = hashedStates(inspection)
  const running = hashing.status === 'running'
  const mayStart = !running && wanted.length > 0
  return (
    <section className={`stack ${styles.part}`} aria-labelledby="whole-file">
      <h3 id="whole-file">The whole file</h3>
      {hashes.length === 0 ? (
        <p className="muted prose">No hash of it is computed yet.</p>
      ) : (
        <HashTable hashes={hashes} />
      )}
      <form
        className={`row ${styles.choice}`}
        onSubmit={(event) => {
          event.preventDefault()
          if (mayStart) void hashFile(state, wanted)
        }}
      >
        {states.length > 1 && (
          <fieldset>
            <legend className="unseen">State</legend>
            {states.map((id) => (
              <label key={id} className="check">
                <input
                  type="radio"
                  name="hashed-state"
                  checked={state === id}
                  onChange={() => setState(id)}
                />
                {readingTitle(id, words)}
              </label>
            ))}
          </fieldset>
        )}
        <fieldset>
          <legend className="unseen">Hashes</legend>
          {HASH_ALGORITHMS.map((id) => (
            <label key={id} className="check">
              <input
                type="checkbox"
                checked={wanted.includes(id)}
                onChange={({ target }) =>
                  setWanted(target.checked ? [...wanted, id] : wanted.filter((old) => old !== id))
                }
              />
              {HASH_NAMES[id]}
            </label>
          ))}
        </fieldset>
        <button type="submit" data-kind="primary" aria-disabled={!mayStart || undefined}>
          Compute
        </button>
      </form>
      {running && (
        <JobProgress
          label={`Hash, ${readingWords(hashing.state, words)}`}
          job={hashing}
          onCancel={cancelHash}
        />
      )}
      {hashing.status === 'failed' && <Problem text={hashing.message} />}
    </section>
  )
}

function HashTable({ hashes }: { readonly hashes: readonly FileHash[] }) {
  const words = useUpdateWords()
  const copy = hashes.find(({ fileWriteGuid }) => fileWriteGuid !== undefined)
  const changed = hashes.some((hash) =>
    hashes.some(
      (other) =>
        other.state === hash.state && other.algorithm === hash.algorithm && other.hex !== hash.hex,
    ),
  )
  return (
    <>
      <table className={`ruled ${styles.table}`}>
        <caption className="unseen">Hashes of the whole file</caption>
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col">Hash</th>
            <th scope="col">Size</th>
            <th scope="col">Finished</th>
          </tr>
        </thead>
        <tbody>
          {hashes.map((hash) => (
            <tr key={`${hash.state} ${hash.algorithm} ${hash.hex}`}>
              <th scope="row">{readingTitle(hash.state, words)}</th>
              <td>
                <HashLine hash={hash} />
              </td>
              <td title={`${formatCount(hash.size)} bytes`}>{formatBytes(hash.size)}</td>
              <td className="figures">{timeWords(hash.finished)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {changed && (
        <Problem text="Two hashes of the same bytes differ: the file has changed in between." />
      )}
      {copy?.fileWriteGuid !== undefined && (
        <p className="muted prose">
          {upperFirst(words.after)}: the hash of each copy that is saved until this file is closed
          or read again. {upperFirst(words.agent)} gives it the FileWriteGuid{' '}
          <code>{copy.fileWriteGuid}</code>, which was chosen at random at opening; a copy with
          another one has another hash. To make the same copy later, give that GUID to{' '}
          <code>vhdx-inspector {words.guidOption}</code>.
        </p>
      )}
    </>
  )
}
