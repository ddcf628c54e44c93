/** The blocks of the disk: rows of the BAT, their map, and the sector bitmap of one. */
import type { Share } from '../../engine/account/share-words.ts'
import type { BatQuery, BatRow } from '../../engine/blocks/bat-rows.ts'
import type { BatTextFormat, BatTextQuery } from '../../engine/blocks/bat-text.ts'
import type { BlockMap, BlockMapQuery } from '../../engine/blocks/block-map.ts'
import type { BlockBitmap } from '../../engine/disk/block-bitmap.ts'
import type { State } from '../../engine/inspect/inspection.ts'
import type { Page } from '../../engine/inspect/page.ts'
import { call } from './call.ts'

export interface Shares {
  /** Only entries whose blocks are in one of these shares of the account of the file’s space (`space.account`). */
  readonly shares?: { readonly any: readonly Share[]; readonly look: boolean } | undefined
}

export const blocks = {
  rows: call<BatQuery & Shares, Page<BatRow>>(),
  /** Blocks as cells of a map. Progress in entries of the BAT. */
  map: call<BlockMapQuery, BlockMap>(),
  /** All rows of a query as a file, in the order of the query. Progress in entries of the BAT. */
  export: call<BatTextQuery & Shares & { readonly format: BatTextFormat }, Blob>(),
  /** Which sectors of a partial block are in the file; `undefined` where no bitmap says so. */
  bitmap: call<{ readonly state: State; readonly block: number }, BlockBitmap | undefined>(),
}
