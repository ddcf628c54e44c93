/** One file of the guest as a file of this machine, or a selection of them as one archive. */
import type { HashStream } from '../../engine/bytes/hash/hash-stream.ts'
import { contentParts } from '../../engine/extract/content-parts.ts'
import type { Part } from '../../engine/extract/part.ts'
import { type FileItem, planExtract, type Selection } from '../../engine/extract/plan-extract.ts'
import { tarParts } from '../../engine/extract/tar.ts'
import { checkLine, startHash } from '../files/hashing.ts'
import { makeNewFile } from '../files/new-file.ts'
import type { Io } from '../io.ts'
import { type ExtractJob, partsOf, setTimes } from './extract-job.ts'
import { writeParts } from './write-parts.ts'

/** Resolves with the status of `makeNewFile`; prints the hash where one was asked for. */
export const extractFile = (
  out: string,
  item: FileItem,
  job: ExtractJob,
  io: Io,
): Promise<number> => {
  job.tally.add(item)
  job.tally.addBytes(item.size)
  const after = (temporary: string) => setTimes(temporary, item.stat)
  return makeOf(out, { ...job, parts: partsOf(job, item, io), after }, io)
}

export function extractTar(
  out: string,
  selection: Selection,
  job: ExtractJob,
  io: Io,
): Promise<number> {
  const { layers, volume, tally } = job
  const run = { signal: io.signal, pause: io.pause }
  const parts = tarParts({
    items: planExtract(volume.files, selection, { names: { target: 'tar' }, run }),
    contentOf: (item) => contentParts({ layers, ...volume }, item, run),
    onItem: (item) => {
      tally.add(item)
      if (item.kind === 'file' && !('first' in item)) tally.addBytes(item.size)
    },
    onUnreadable: (part) => tally.unreadable(part),
  })
  return makeOf(out, { ...job, parts }, io)
}

interface MadeOf extends Pick<ExtractJob, 'layers' | 'sources' | 'algorithm'> {
  readonly parts: AsyncIterable<Part>
  /** What is done to the file when all is in it. */
  readonly after?: (temporary: string) => Promise<void>
}

async function makeOf(
  out: string,
  { layers, sources, algorithm, parts, after }: MadeOf,
  io: Io,
): Promise<number> {
  let hash: HashStream | undefined
  const status = await makeNewFile(
    out,
    async (file, temporary) => {
      hash = algorithm && (await startHash([algorithm], 0, { signal: io.signal }))
      await writeParts(file, { layers, parts, hash }, io)
      await after?.(temporary)
      await sources.holdUnchanged()
    },
    io,
  )
  if (hash) io.out(checkLine(hash.finishOne().hex, out))
  return status
}
