/** Calls about whom the bytes of the file belong to: as a map, as a list, at one place, as an account. */
import { blockShareCells, fileShareCells } from '../../engine/account/share-cells.ts'
import { locate } from '../../engine/places/locate.ts'
import { fileMap } from '../../engine/space/file-map.ts'
import { accountsOf } from '../file/file-accounts.ts'
import { chartsOf } from '../file/file-charts.ts'
import type { HandlersOf } from '../rpc.ts'
import type { Session } from '../session.ts'
import { runOf } from './call-run.ts'

export function spaceCalls({ current }: Session): HandlersOf<'space'> {
  const { charts } = chartsOf(current)
  const accounts = accountsOf(current)
  return {
    locate: async ({ offset, ...reading }, run) => {
      const { file } = current
      const { before, update, scan } = file.viewed
      const image = reading.state === 'after' && update ? update.after : before
      return locate({ source: file.read(reading), image, scan }, offset, runOf(run))
    },
    map: async (query, run) => fileMap((await charts.get(run)).chart, query),
    extents: async (query, run) => (await charts.get(run)).extents.page(query, runOf(run)),
    place: async (query, run) => (await charts.get(run)).extents.place(query, runOf(run)),
    account: async ({ state, look }, run) => (await accounts.get(state, look, run))?.account,
    shares: async ({ state, look, of, ...query }, run) => {
      const found = await accounts.get(state, look, run)
      if (!found) return undefined
      const { charted, marks, table, shareOf } = found
      return of === 'file'
        ? fileShareCells(charted.space, marks, query)
        : blockShareCells(table, shareOf, query, runOf(run))
    },
  }
}
