/** A small sample of a block state: colour and sign say the same. */
import type { PayloadState, SectorBitmapState } from '../../../engine/format/bat-entry.ts'
import type { BlockClass } from '../../../engine/format/block-class.ts'
import { classOf, SIGN_SIZE, SIGNS } from './block-signs.ts'
import styles from './block-swatch.module.css'

export function ClassSwatch({ of }: { readonly of: BlockClass }) {
  const sign = SIGNS[of]
  return (
    <svg
      className={`swatch ${styles.swatch}`}
      viewBox={`0 0 ${SIGN_SIZE} ${SIGN_SIZE}`}
      aria-hidden="true"
      data-state={of}
    >
      {sign && <path d={sign.path} />}
    </svg>
  )
}

export const BlockSwatch = ({ state }: { readonly state: PayloadState | SectorBitmapState }) => (
  <ClassSwatch of={classOf(state)} />
)
