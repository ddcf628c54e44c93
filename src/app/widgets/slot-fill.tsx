/** Fill and pattern of a kind of log slot; the pattern says the same as the colour. */
import { SLOT_KINDS, type SlotKind } from '../../engine/log/log.ts'
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

const PATTERNS: Partial<
  Readonly<Record<SlotKind, { readonly size: number; readonly path: string }>>
> = {
  superseded: { size: 4, path: 'M0 1h4' },
  stale: { size: 5, path: 'M-1 1l2-2M0 5l5-5M4 6l2-2' },
  invalid: { size: 6, path: 'M0 0l6 6M6 0l-6 6' },
  'orphan-data': { size: 4, path: 'M1 1.5h1' },
}

/** The patterns of these kinds, for `SlotBox`; `id` must be unique in the page. */
export function SlotPatterns({
  id,
  kinds = SLOT_KINDS,
}: {
  readonly id: string
  readonly kinds?: readonly SlotKind[]
}) {
  return (
    <defs>
      {kinds.map((kind) => {
        const pattern = PATTERNS[kind]
        return (
          pattern && (
            <pattern
              key={kind}
              id={`${id}${kind}`}
              width={pattern.size}
              height={pattern.size}
              patternUnits="userSpaceOnUse"
            >
              <path d={pattern.path} className={styles.line} data-kind={kind} />
            </pattern>
          )
        )
      })}
    </defs>
  )
}

export function SlotBox({ kind, patterns, x, y, width, height }: BoxProps) {
  const box = { x, y, width, height }
  return (
    <>
      <rect {...box} className={styles.fill} data-kind={kind} />
      {PATTERNS[kind] && <rect {...box} fill={`url(#${patterns}${kind})`} />}
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
