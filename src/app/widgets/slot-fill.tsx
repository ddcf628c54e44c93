/** Fill and pattern of a kind of log slot; the pattern says the same as the colour. */
import type { SlotKind } from '../../engine/log/log.ts'
import styles from './slot-fill.module.css'

interface BoxProps {
  readonly kind: SlotKind
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Of the `SlotPatterns` in the same SVG. */
  readonly patterns: string
}

/** The patterns that `SlotBox` refers to; `id` must be unique in the page. */
export function SlotPatterns({ id }: { readonly id: string }) {
  return (
    <defs>
      <pattern id={`${id}superseded`} width="4" height="4" patternUnits="userSpaceOnUse">
        <path d="M0 1h4" className={styles.line} />
      </pattern>
      <pattern id={`${id}stale`} width="5" height="5" patternUnits="userSpaceOnUse">
        <path d="M-1 1l2-2M0 5l5-5M4 6l2-2" className={styles.line} />
      </pattern>
      <pattern id={`${id}invalid`} width="6" height="6" patternUnits="userSpaceOnUse">
        <path d="M0 0l6 6M6 0l-6 6" className={styles.line} data-kind="invalid" />
      </pattern>
      <pattern id={`${id}orphan-data`} width="4" height="4" patternUnits="userSpaceOnUse">
        <path d="M1 1h1v1h-1z" className={styles.dot} />
      </pattern>
    </defs>
  )
}

const PATTERNED: readonly SlotKind[] = ['superseded', 'stale', 'invalid', 'orphan-data']

export function SlotBox({ kind, patterns, x, y, width, height }: BoxProps) {
  const box = { x, y, width, height }
  return (
    <>
      <rect {...box} className={styles.fill} data-kind={kind} />
      {PATTERNED.includes(kind) && <rect {...box} fill={`url(#${patterns}${kind})`} />}
      {kind === 'invalid' && (
        <rect
          x={x + 1}
          y={y + 1}
          width={Math.max(width - 2, 1)}
          height={height - 2}
          className={styles.outline}
        />
      )}
    </>
  )
}
