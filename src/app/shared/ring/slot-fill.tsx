/** Fill and pattern of a kind of log slot. */
import { SLOT_KINDS, type SlotKind } from '../../../engine/log/log.ts'
import { KindBox, type KindBoxProps, type KindLook, KindPatterns } from '../../strip/kind-fill.tsx'
import styles from './slot-fill.module.css'

const LOOK: KindLook<SlotKind> = {
  patterns: {
    superseded: { size: 4, path: 'M0 1h4' },
    stale: { size: 5, path: 'M-1 1l2-2M0 5l5-5M4 6l2-2' },
    invalid: { size: 6, path: 'M0 0l6 6M6 0l-6 6' },
    'orphan-data': { size: 4, path: 'M1 1.5h1' },
  },
  fill: styles.fill,
  line: styles.line,
}

interface SlotPatternsProps {
  /** Unique in the page. */
  readonly id: string
  readonly kinds?: readonly SlotKind[]
}

/** The patterns of these kinds, for `SlotBox`. */
export const SlotPatterns = ({ id, kinds = SLOT_KINDS }: SlotPatternsProps) => (
  <KindPatterns look={LOOK} id={id} kinds={kinds} />
)

export function SlotBox(props: KindBoxProps<SlotKind>) {
  const { kind, x, y, width, height } = props
  return (
    <>
      <KindBox {...props} look={LOOK} />
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
