/** A hash of a file, to be read, compared and copied. */
import { HASH_NAMES, type Hash } from '../../engine/bytes/hash/hash-names.ts'
import { CopyButton } from './copy-button.tsx'
import styles from './hash-line.module.css'

interface HashLineProps {
  readonly hash: Hash
}

export function HashLine({ hash: { algorithm, hex } }: HashLineProps) {
  return (
    <span className={styles.line}>
      <span className="muted">{HASH_NAMES[algorithm]}</span>{' '}
      <CopyButton text={hex} what={`the ${HASH_NAMES[algorithm]}`} />
      <code className={`anywhere ${styles.hex}`}>{hex}</code>
    </span>
  )
}
