/** A bar for something that runs; without a total it only says that it runs. */
import styles from './progress.module.css'

interface ProgressProps {
  readonly label: string
  readonly done: number
  /** 0 where it cannot be known. */
  readonly total: number
}

export function ProgressBar({ label, done, total }: ProgressProps) {
  return total > 0 ? (
    <progress className={styles.bar} aria-label={label} max={total} value={Math.min(done, total)} />
  ) : (
    <progress className={styles.bar} aria-label={label} />
  )
}
