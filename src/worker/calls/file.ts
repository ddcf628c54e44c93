/** Opening a file that is there, and reading what every screen needs of it. */
import { locate } from '../../engine/places/locate.ts'
import { SOURCE } from '../errors.ts'
import { fileOf, readPage } from '../file/files.ts'
import { hasChanged } from '../file/watch.ts'
import type { HandlersOf } from '../rpc.ts'
import type { Session } from '../session.ts'
import { runOf } from './call-run.ts'

export const fileCalls = ({ current }: Session): HandlersOf<'file'> => ({
  open: async ({ input }, run) =>
    current.open(await fileOf(input, SOURCE), { kind: 'user' }, runOf(run)),
  survey: async (_, run) => {
    const { file } = current
    await file.survey(runOf(run))
    return file.inspected.inspection
  },
  read: async ({ offset, length, ...reading }) =>
    readPage(current.file.read(reading), { offset, length }),
  locate: async ({ offset, ...reading }, run) => {
    const { file } = current
    const { before, replay, scan } = file.inspected
    const image = reading.state === 'after' && replay ? replay.after : before
    return locate({ source: file.read(reading), image, scan }, offset, runOf(run))
  },
  bytesRead: async () => current.file.coverage.bytes,
  check: async (_, { signal }) => {
    const watch = await current.file.watch()
    return { changed: await hasChanged(watch, { signal }) }
  },
})
