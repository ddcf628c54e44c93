/** The name of the app with its mark: a log, drawn as the ring that it is. */
import styles from './brand.module.css'

export function Brand({ short }: { readonly short?: boolean }) {
  return (
    <span className={styles.brand}>
      <svg viewBox="0 0 20 20" className={styles.mark} aria-hidden="true">
        <circle cx="10" cy="10" r="7" className={styles.ring} />
        <path d="M10 3a7 7 0 0 1 6.66 4.84" className={styles.active} />
        <circle cx="10" cy="10" r="1.75" className={styles.hub} />
      </svg>
      {short ? <span className="unseen">VHDX Inspector</span> : 'VHDX Inspector'}
    </span>
  )
}
