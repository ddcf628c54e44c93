/** Calls about whom the bytes of the file belong to: as a map, as a list, at one place. */
import { locate } from '../../engine/places/locate.ts'
import { fileMap } from '../../engine/space/file-map.ts'
import { chartsOf } from '../file/file-charts.ts'
import type { HandlersOf } from '../rpc.ts'
import type { Session } from '../session.ts'
import { runOf } from './call-run.ts'

export function spaceCalls({ current }: Session): HandlersOf<'space'> {
  const { charts } = chartsOf(current)
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
  }
}
