/** The signs of the block states, so that colour never says it alone; in a square of 16 by 16. */
import type { PayloadState, SectorBitmapState } from '../../../engine/format/bat-entry.ts'
import type { BlockClass } from '../../../engine/format/block-class.ts'

export const SIGN_SIZE = 16

interface BlockSign {
  readonly path: string
  /** Else it is drawn as lines. */
  readonly filled?: boolean
  /** In the colour of text; else in that of the surface. */
  readonly dark: boolean
}

export const SIGNS: Partial<Readonly<Record<BlockClass, BlockSign>>> = {
  zero: { path: 'M3 6h10M3 10h10', dark: true },
  unmapped: { path: 'M8 2v2M8 7v2M8 12v2', dark: true },
  undefined: { path: 'M5.5 5.5a2.5 2.5 0 1 1 2.5 3v1.5M8 12v1', dark: true },
  'partially-present': { path: 'M3 3h5v10h-5z', filled: true, dark: false },
  invalid: { path: 'M4 4l8 8M12 4l-8 8', dark: true },
}

/** What a state is drawn as: the reserved ones are not valid. */
export const classOf = (state: PayloadState | SectorBitmapState): BlockClass => {
  if (state === 'present') return 'fully-present'
  switch (state) {
    case 'not-present':
    case 'zero':
    case 'undefined':
    case 'unmapped':
    case 'fully-present':
    case 'partially-present':
      return state
    default:
      return 'invalid'
  }
}
