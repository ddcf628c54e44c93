/** Whom the bytes of the file belong to: as a map, as a list, at one place. */
import type { Page } from '../../engine/inspect/page.ts'
import type {
  FileExtentQuery,
  FileExtentRow,
  FilePlaceQuery,
} from '../../engine/space/file-extents.ts'
import type { FileMap, FileMapQuery } from '../../engine/space/file-map.ts'
import { call } from './call.ts'

export const space = {
  /** The file as cells of a map, by MiB. Progress in entries of the BAT, which the first call reads. */
  map: call<FileMapQuery, FileMap>(),
  /** The same as a list of extents. Progress in entries of the BAT, which is read for the owners. */
  extents: call<FileExtentQuery, Page<FileExtentRow>>(),
  /** What matters most in a piece of the file; `undefined` where nothing is of a kind asked for. */
  place: call<FilePlaceQuery, FileExtentRow | undefined>(),
}
