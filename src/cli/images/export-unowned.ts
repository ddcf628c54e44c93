/** The space of a file that nobody owns, exported: `export --unowned`. */
import { formatBytes, plural } from '../../engine/bytes/format.ts'
import type { HashAlgorithm } from '../../engine/bytes/hash/hash-names.ts'
import type { State } from '../../engine/inspect/inspection.ts'
import { findUnowned } from '../../engine/space/unowned.ts'
import { Failure } from '../failure.ts'
import { checkLine, startHash } from '../files/hashing.ts'
import { makeNewFile } from '../files/new-file.ts'
import type { OpenImage } from '../files/read-image.ts'
import { refuse } from '../files/refusal.ts'
import type { Io } from '../io.ts'
import { printable } from '../printable.ts'
import { placeLines } from './image-lines.ts'
import type { Sources } from './make-image.ts'
import { type WrittenData, writeUnowned } from './write-unowned.ts'

export interface UnownedJob {
  readonly image: OpenImage
  readonly sources: Sources
  readonly out: string
  readonly before: boolean
  readonly algorithm: HashAlgorithm | undefined
}

/** Nothing is written where nothing but zeros belongs to nobody. */
export async function exportUnowned(
  { image, sources, out, before, algorithm }: UnownedJob,
  io: Io,
): Promise<number> {
  const { path, inspected } = image
  const { signal } = io
  if (inspected.inspection.outcome === 'not-vhdx') return refuse(image, io)
  const after = before ? undefined : inspected.update?.after
  const read = after ?? inspected.before
  const { source } = read
  const { isKnown, spaces } = await findUnowned(read, { signal })
  const hash = algorithm && (await startHash([algorithm], source.size, { signal }))
  let found: WrittenData | undefined
  const status = await makeNewFile(
    out,
    async (file) => {
      found = await writeUnowned(file, { source, spaces: spaces(), hash }, { signal })
      if (found.count === 0) {
        throw new Failure(
          `Nothing but zeros is in the space of ${printable(path)} that nobody owns.`,
        )
      }
      await sources.holdUnchanged()
    },
    io,
    { like: path },
  )
  const tell = hash ? io.err : io.out
  if (found) tell(unownedLines(out, source.size, found, after ? 'after' : 'before').join('\n'))
  if (!isKnown) io.err(DOUBTFUL)
  if (hash) io.out(checkLine(hash.finishOne().hex, out))
  return status
}

function unownedLines(
  out: string,
  size: number,
  { bytes, places, count }: WrittenData,
  state: State,
): readonly string[] {
  const replayed = state === 'after' ? ', as it is after the replay' : ''
  return [
    `${printable(out)}: ${formatBytes(size)}, ${formatBytes(bytes)} of it with data, in ${plural(count, 'place')}, the same as in the image${replayed}`,
    ...placeLines(places, count),
    '',
  ]
}

const DOUBTFUL =
  'Some of it may belong to something: a part of the table of blocks, or of the log, is not there.\n'
