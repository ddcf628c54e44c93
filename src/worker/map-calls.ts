/** Calls for the map of the blocks, and for the table beside it as a file. */
import type { Image } from '../engine/image/image.ts'
import { batText } from '../engine/inspect/bat-text.ts'
import { type BlockMap, readBlockMap } from '../engine/inspect/block-map.ts'
import { runOf } from './call-run.ts'
import type { CurrentFile } from './current-file.ts'
import type { MapCall } from './map-call-names.ts'
import type { Handlers } from './rpc.ts'

const TYPES = { csv: 'text/csv;charset=utf-8', json: 'application/json' } as const

export function mapCalls(current: CurrentFile): Pick<Handlers, MapCall> {
  let whole: { readonly key: string; readonly of: Image; readonly map: BlockMap } | undefined
  return {
    readBlockMap: async (query, run) => {
      const { inspected } = current.file
      const key = JSON.stringify(query)
      if (whole?.key === key && whole.of === inspected.before) return whole.map
      const map = await readBlockMap(inspected, query, runOf(run))
      // The part around the cursor is read again and again, and soon; all of a large disk is not.
      if (query.perCell > 1) whole = { key, of: inspected.before, map }
      return map
    },
    exportBat: async ({ format, ...query }, run) => {
      // The browser keeps what a Blob holds, on disk if it is much; only one piece is text at a time.
      const pieces: Blob[] = []
      for await (const text of batText(current.file.inspected, query, format, runOf(run))) {
        pieces.push(new Blob([text]))
      }
      return new Blob(pieces, { type: TYPES[format] })
    },
  }
}
