/** Opening a file that is there, and reading what every screen needs of it. */
import type { Run } from '../../engine/bytes/byte-source.ts'
import { isDirty } from '../../engine/inspect/inspect.ts'
import { SOURCE } from '../errors.ts'
import { fileOf, readBytePage, readPage } from '../file/files.ts'
import { parentsOf } from '../file/layers.ts'
import type { OpenFile } from '../file/open-file.ts'
import { hasChanged } from '../file/watch.ts'
import type { HandlersOf } from '../rpc.ts'
import type { Session } from '../session.ts'
import { runOf } from './call-run.ts'

/** Never fails: who looks at what other tools would do asks again, and is told. */
const addQemu = (file: OpenFile, { signal, pause }: Run): Promise<unknown> =>
  // Comes after what a file needs to be opened.
  import('../file/qemu-reading.ts')
    .then(({ readQemu }) => readQemu(file, { signal, pause }))
    .catch(() => undefined)

export const fileCalls = ({ current }: Session): HandlersOf<'file'> => ({
  open: async ({ input }, run) =>
    current.open(await fileOf(input, SOURCE), { kind: 'user' }, runOf(run)),
  additions: async ({ blocks }, run) => {
    const { file } = current
    const part = runOf(run)
    const works: Promise<unknown>[] = []
    if (isDirty(file.inspected.before)) works.push(addQemu(file, part))
    const survey = blocks === 'all' || file.hasFewBlocks ? [file.survey(part)] : []
    // What is looked at then depends on what the blocks say.
    const looks = Promise.all(survey).then(() => file.lookFurther(part, parentsOf(file)))
    works.push(...survey, looks)
    let left = works.length
    const end = async () => {
      if (--left > 0) run.add(await file.opened(part))
    }
    await Promise.all(works.map((work) => work.then(end)))
    return file.opened(part)
  },
  verdict: async (_, run) => {
    const { file } = current
    const parents = parentsOf(file)
    if (parents) await file.lookFurther(runOf(run), parents)
    return (await file.opened(runOf(run))).verdict
  },
  read: async ({ offset, length, ...reading }) =>
    readPage(current.file.read(reading), { offset, length }),
  page: async ({ offset, length, ...reading }) =>
    readBytePage(current.file.read(reading), { offset, length }),
  bytesRead: async () => current.file.coverage.bytes,
  check: async (_, { signal }) => {
    const watch = await current.file.watch()
    return { changed: await hasChanged(watch, { signal }) }
  },
})
