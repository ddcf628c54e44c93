/** Fill and pattern of a share of the account. */
import { useId } from 'react'
import { SHARES, type Share } from '../../../../engine/account/share-words.ts'
import {
  KindBox,
  type KindBoxProps,
  type KindLook,
  KindPatterns,
} from '../../../strip/kind-fill.tsx'
import styles from './share-fill.module.css'

const DIAGONAL = 'M-1 1l2-2M0 5l5-5M4 6l2-2'

const LOOK: KindLook<Share> = {
  patterns: {
    log: { size: 4, path: 'M0 1h4' },
    tables: { size: 4, path: 'M1 0v4' },
    'guest-free': { size: 5, path: DIAGONAL },
    unknown: { size: 5, path: 'M1 2h2' },
    zeros: { size: 5, path: 'M0 1.5h5' },
    'past-disk': { size: 5, path: 'M2 0v3' },
    overlap: { size: 6, path: 'M0 0l6 6M6 0l-6 6' },
    'unowned-data': { size: 5, path: DIAGONAL },
    'unowned-zeros': { size: 6, path: 'M0 3h3' },
    uncharted: { size: 6, path: 'M2 2h1' },
  },
  fill: styles.fill,
  line: styles.line,
}

interface SharePatternsProps {
  /** Unique in the page. */
  readonly id: string
  readonly shares?: readonly Share[]
}

/** The patterns of these shares, for `ShareBox`. */
export const SharePatterns = ({ id, shares = SHARES }: SharePatternsProps) => (
  <KindPatterns look={LOOK} id={id} kinds={shares} />
)

export const ShareBox = (props: KindBoxProps<Share>) => <KindBox {...props} look={LOOK} />

export function ShareSwatch({ share }: { readonly share: Share }) {
  const id = useId()
  return (
    <svg className="swatch" viewBox="0 0 16 16" aria-hidden="true">
      <SharePatterns id={id} shares={[share]} />
      <ShareBox kind={share} patterns={id} x={0} y={0} width={16} height={16} />
    </svg>
  )
}
