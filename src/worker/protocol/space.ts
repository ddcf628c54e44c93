/** Whom the bytes of the file belong to: as a map, as a list, at one place. */
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

export const space = {
  /** What lies at an offset of the file: structures and fields, from the outer to the inner. */
  locate: call<Reading & { readonly offset: number }, Place>(),
  /** The file as cells of a map, by MiB. Progress in entries of the BAT, which the first call reads. */
  map: call<FileMapQuery, FileMap>(),
  /** The same as a list of extents. Progress in entries of the BAT, which is read for the owners. */
  extents: call<FileExtentQuery, Page<FileExtentRow>>(),
  /** What matters most in a piece of the file; `undefined` where nothing is of a kind asked for. */
  place: call<FilePlaceQuery, FileExtentRow | undefined>(),
}
