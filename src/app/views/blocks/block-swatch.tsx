/** A small sample of a block state: colour and sign say the same. */
import type { PayloadState, SectorBitmapState } from '../../../engine/format/bat-entry.ts'
import styles from './block-swatch.module.css'

type BlockState = PayloadState | SectorBitmapState

const SIGNS: Partial<Readonly<Record<BlockState, string>>> = {
  zero: 'M3 6h10M3 10h10',
  unmapped: 'M8 2v2M8 7v2M8 12v2',
  undefined: 'M5.5 5.5a2.5 2.5 0 1 1 2.5 3v1.5M8 12v1',
  'partially-present': 'M3 3h5v10h-5z',
}
const CROSS = 'M4 4l8 8M12 4l-8 8'

const isKnown = (state: BlockState): boolean => !state.startsWith('reserved')

export function BlockSwatch({ state }: { readonly state: BlockState }) {
  const sign = isKnown(state) ? SIGNS[state] : CROSS
  return (
    <svg
      className={styles.swatch}
      viewBox="0 0 16 16"
      aria-hidden="true"
      data-state={isKnown(state) ? state : 'invalid'}
    >
      {sign && <path d={sign} />}
    </svg>
  )
}
