/** Calls about the blocks of the disk: rows of the BAT, their map, and the sector bitmap of one. */

import { type BatContext, BatRows } from '../../engine/blocks/bat-rows.ts'
import { type BatTextQuery, batText } from '../../engine/blocks/bat-text.ts'
import { type BlockMap, readBlockMap } from '../../engine/blocks/block-map.ts'
import { INVALID_ENTRIES } from '../../engine/blocks/entry-rules.ts'
import { readBlockBitmap } from '../../engine/disk/block-bitmap.ts'
import type { Viewed } from '../../engine/inspect/inspect.ts'
import type { State } from '../../engine/inspect/inspection.ts'
import { chartedIn } from '../../engine/space/chart-file.ts'
import { accountsOf } from '../file/file-accounts.ts'
import { chartsOf } from '../file/file-charts.ts'
import { layersOf } from '../file/layers.ts'
import type { Shares } from '../protocol/blocks.ts'
import type { CallRun, HandlersOf } from '../rpc.ts'
import type { Session } from '../session.ts'
import { runOf } from './call-run.ts'

type BlockFilter = BatTextQuery & Shares

const TYPES = { csv: 'text/csv;charset=utf-8', json: 'application/json' } as const

export function blocksCalls({ current }: Session): HandlersOf<'blocks'> {
  // The map is what the screen is opened for: the chart of the file waits for it.
  const { charts, urgent } = chartsOf(current)
  const accounts = accountsOf(current)
  let whole: { readonly key: string; readonly of: Viewed; readonly map: BlockMap } | undefined
  let batRows: { readonly of: Viewed; readonly rows: BatRows } | undefined

  const rowsOf = (viewed: Viewed): BatRows => {
    if (batRows?.of !== viewed) batRows = { of: viewed, rows: new BatRows(viewed) }
    return batRows.rows
  }
  const contextOf = async (query: BlockFilter, run: CallRun): Promise<BatContext> => ({
    // What is invalid for its place alone is known only of the whole file.
    space: query.states?.includes(INVALID_ENTRIES)
      ? chartedIn((await charts.get(run)).chart, query.state).space
      : undefined,
    only: query.shares && (await ruleOf(query.shares, query.state, run)),
  })
  const ruleOf = async (
    shares: NonNullable<BlockFilter['shares']>,
    state: State,
    run: CallRun,
  ): Promise<BatContext['only']> => {
    const account = await accounts.get(state, shares.look, run)
    return {
      name: JSON.stringify([shares.any, account?.account.isLookedAt]),
      rule: (...entry) => {
        const share = account?.shareOf(...entry)
        return share !== undefined && shares.any.includes(share)
      },
    }
  }

  return {
    rows: async ({ shares, ...query }, run) =>
      rowsOf(current.file.viewed).page(
        query,
        runOf(run),
        await contextOf({ ...query, shares }, run),
      ),
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
    export: async ({ format, shares, ...query }, run) => {
      // The browser keeps what a Blob holds, on disk if it is much; only one piece is text at a time.
      const pieces: Blob[] = []
      const context = await contextOf({ ...query, shares }, run)
      const texts = batText(current.file.viewed, query, { format, ...context }, runOf(run))
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
