/** What passes between page and worker for the maps of the blocks and of the file, and their tables. */
import type { BatQuery, BatRow } from '../../engine/blocks/bat-rows.ts'
import type { BatTextFormat, BatTextQuery } from '../../engine/blocks/bat-text.ts'
import type { BlockMap, BlockMapQuery } from '../../engine/blocks/block-map.ts'
import type { Page } from '../../engine/inspect/page.ts'
import type {
  FileExtentQuery,
  FileExtentRow,
  FilePlaceQuery,
} from '../../engine/space/file-extents.ts'
import type { FileMap, FileMapQuery } from '../../engine/space/file-map.ts'

export interface MapCalls {
  readBat: { params: BatQuery; result: Page<BatRow> }
  /** Blocks as cells of a map. Progress in entries of the BAT. */
  readBlockMap: { params: BlockMapQuery; result: BlockMap }
  /** The file as cells of a map, by MiB. Progress in entries of the BAT, which the first call reads. */
  readFileMap: { params: FileMapQuery; result: FileMap }
  /** The same as a list of extents. Progress in entries of the BAT, which is read for the owners. */
  readFileExtents: { params: FileExtentQuery; result: Page<FileExtentRow> }
  /** What matters most in a piece of the file; `undefined` where nothing is of a kind asked for. */
  readFilePlace: { params: FilePlaceQuery; result: FileExtentRow | undefined }
  /** All rows of a query as a file, in the order of the query. Progress in entries of the BAT. */
  exportBat: { params: BatTextQuery & { readonly format: BatTextFormat }; result: Blob }
}
