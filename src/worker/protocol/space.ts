/** Whom the bytes of the file belong to: as a map, as a list, at one place; and as an account of all of them. */
import type { ShareCells, ShareCellsQuery } from '../../engine/account/share-cells.ts'
import type { SpaceAccount } from '../../engine/account/space-account.ts'
import type { State } from '../../engine/inspect/inspection.ts'
import type { Page } from '../../engine/inspect/page.ts'
import type { Place } from '../../engine/places/place.ts'
import type {
  FileExtentQuery,
  FileExtentRow,
  FilePlaceQuery,
} from '../../engine/space/file-extents.ts'
import type { FileMap, FileMapQuery } from '../../engine/space/file-map.ts'
import { call } from './call.ts'
import type { Reading } from './file.ts'

/** Which account of the file’s space. */
export interface AccountReading {
  readonly state: State
  /** Whether the data are looked at, too. */
  readonly look: boolean
}

export const space = {
  /** What lies at an offset of the file: structures and fields, from the outer to the inner. */
  locate: call<Reading & { readonly offset: number }, Place>(),
  /** The file as cells of a map, by MiB. Progress in entries of the BAT, which the first call reads. */
  map: call<FileMapQuery, FileMap>(),
  /** The same as a list of extents. Progress in entries of the BAT, which is read for the owners. */
  extents: call<FileExtentQuery, Page<FileExtentRow>>(),
  /** What matters most in a piece of the file; `undefined` where nothing is of a kind asked for. */
  place: call<FilePlaceQuery, FileExtentRow | undefined>(),
  /**
   * Where the bytes of the file go; `undefined` without a BAT. With `look` data are read that nobody has looked at yet,
   * with progress in bytes: what is found is told from then on, also without.
   */
  account: call<AccountReading, SpaceAccount | undefined>(),
  /** The shares of that account as cells of a map, of the file by MiB or of the disk by block. */
  shares: call<
    AccountReading & ShareCellsQuery & { readonly of: 'file' | 'disk' },
    ShareCells | undefined
  >(),
}
