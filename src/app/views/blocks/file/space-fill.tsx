/** Fill and pattern of a kind of space in the file. */
import { useId } from 'react'
import { SPACE_KINDS, type SpaceKind } from '../../../../engine/format/space-kind.ts'
import {
  KindBox,
  type KindBoxProps,
  type KindLook,
  KindPatterns,
} from '../../../strip/kind-fill.tsx'
import styles from './space-fill.module.css'

const LOOK: KindLook<SpaceKind> = {
  patterns: {
    log: { size: 4, path: 'M0 1h4' },
    metadata: { size: 4, path: 'M1 1.5h1.5' },
    bat: { size: 4, path: 'M1 0v4' },
    region: { size: 5, path: 'M-1 1l2-2M0 5l5-5M4 6l2-2' },
    'sector-bitmap': { size: 4, path: 'M0 1.5h2' },
    remembered: { size: 6, path: 'M0 3h4' },
    'past-end': { size: 5, path: 'M-1 1l2-2M0 5l5-5M4 6l2-2' },
    overlap: { size: 6, path: 'M0 0l6 6M6 0l-6 6' },
  },
  fill: styles.fill,
  line: styles.line,
}

interface SpacePatternsProps {
  /** Unique in the page. */
  readonly id: string
  readonly kinds?: readonly SpaceKind[]
}

/** The patterns of these kinds, for `SpaceBox`. */
export const SpacePatterns = ({ id, kinds = SPACE_KINDS }: SpacePatternsProps) => (
  <KindPatterns look={LOOK} id={id} kinds={kinds} />
)

export const SpaceBox = (props: KindBoxProps<SpaceKind>) => <KindBox {...props} look={LOOK} />

export function SpaceSwatch({ kind }: { readonly kind: SpaceKind }) {
  const id = useId()
  return (
    <svg className="swatch" viewBox="0 0 16 16" aria-hidden="true">
      <SpacePatterns id={id} kinds={[kind]} />
      <SpaceBox kind={kind} patterns={id} x={0} y={0} width={16} height={16} />
    </svg>
  )
}
