/** Whether a new file is given a hash, and which. */
import {
  HASH_ALGORITHMS,
  HASH_NAMES,
  type HashAlgorithm,
} from '../../engine/bytes/hash/hash-names.ts'
import styles from '../ui/dialog-body.module.css'

interface HashChoiceProps {
  readonly hash: HashAlgorithm | undefined
  readonly way: 'folder' | 'download'
  readonly onHash: (hash: HashAlgorithm | undefined) => void
}

const WHAT = {
  folder:
    'Made as the file is written, runs of zeros included; then all of the file is read back and must have the same.',
  download:
    'Made before the download, of all that the browser is given: what it writes only the hash of the finished file can tell.',
} as const

export function HashChoice({ hash, way, onHash }: HashChoiceProps) {
  return (
    <fieldset className={`actions ${styles.hashes}`}>
      <legend>Hash of the new file</legend>
      {[undefined, ...HASH_ALGORITHMS].map((algorithm) => (
        <label key={algorithm ?? 'none'} className="check">
          <input
            type="radio"
            name="hash"
            checked={hash === algorithm}
            onChange={() => onHash(algorithm)}
          />
          {algorithm ? HASH_NAMES[algorithm] : 'None'}
        </label>
      ))}
      {hash && (
        <p className="muted">
          {WHAT[way]} {hash === 'sha256' && 'BLAKE3 takes a fraction of the time.'}
        </p>
      )}
    </fieldset>
  )
}
