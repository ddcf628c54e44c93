/** Calls about the blocks of the disk: rows of the BAT, their map, and the sector bitmap of one. */

import { BatRows } from '../../engine/blocks/bat-rows.ts'
import { type BatTextQuery, batText } from '../../engine/blocks/bat-text.ts'
import { type BlockMap, readBlockMap } from '../../engine/blocks/block-map.ts'
import { INVALID_ENTRIES } from '../../engine/blocks/entry-rules.ts'
import { readBlockBitmap } from '../../engine/disk/block-bitmap.ts'
import type { Viewed } from '../../engine/inspect/inspect.ts'
import { chartedIn } from '../../engine/space/chart-file.ts'
import { chartsOf } from '../file/file-charts.ts'
import { layersOf } from '../file/layers.ts'
import type { CallRun, HandlersOf } from '../rpc.ts'
import type { Session } from '../session.ts'
import { runOf } from './call-run.ts'

const TYPES = { csv: 'text/csv;charset=utf-8', json: 'application/json' } as const

export function blocksCalls({ current }: Session): HandlersOf<'blocks'> {
  // The map is what the screen is opened for: the chart of the file waits for it.
  const { charts, urgent } = chartsOf(current)
  let whole: { readonly key: string; readonly of: Viewed; readonly map: BlockMap } | undefined
  let batRows: { readonly of: Viewed; readonly rows: BatRows } | undefined

  const rowsOf = (viewed: Viewed): BatRows => {
    if (batRows?.of !== viewed) batRows = { of: viewed, rows: new BatRows(viewed) }
    return batRows.rows
  }
  /** What is invalid for its place alone is known only of the whole file. */
  const spaceFor = async ({ state, states }: BatTextQuery, run: CallRun) =>
    states?.includes(INVALID_ENTRIES)
      ? chartedIn((await charts.get(run)).chart, state).space
      : undefined

  return {
    rows: async (query, run) =>
      rowsOf(current.file.viewed).page(query, runOf(run), await spaceFor(query, run)),
    map: async (query, run) => {
      const { viewed } = current.file
      const key = JSON.stringify(query)
      if (whole?.key === key && whole.of === viewed) return whole.map
      const chart = query.clashes ? (await charts.get(run)).chart : undefined
      const spaces = chart && { before: chart.before.space, after: chart.after?.space }
      const map = await urgent.do(() => readBlockMap(viewed, query, runOf(run), spaces))
      // The part around the cursor is read again and again, and soon; all of a large disk is not.
      if (query.perCell > 1) whole = { key, of: viewed, map }
      return map
    },
    export: async ({ format, ...query }, run) => {
      // The browser keeps what a Blob holds, on disk if it is much; only one piece is text at a time.
      const pieces: Blob[] = []
      const space = await spaceFor(query, run)
      const texts = batText(current.file.viewed, query, { format, space }, runOf(run))
      for await (const text of texts) {
        pieces.push(new Blob([text]))
      }
      return new Blob(pieces, { type: TYPES[format] })
    },
    bitmap: async ({ state, block }) => {
      const [own] = layersOf(current, state)
      return own && readBlockBitmap(own, block)
    },
  }
}
