/** One stream of a file of NTFS, a content beside the main one, as a file of this machine. */
import type { Stat } from '../../engine/guest/guest-files.ts'
import type { FoundPath } from '../../engine/guest/paths.ts'
import { Failure } from '../failure.ts'
import type { Io } from '../io.ts'
import { printable } from '../printable.ts'
import { extractFile } from './extract-file.ts'
import type { ExtractJob } from './extract-job.ts'
import { walkedFrom } from './list-files.ts'

interface Wish {
  readonly found: FoundPath
  readonly stream: string
  readonly out: string
}

/** Directories may have streams, too. Rejects with a `Failure` where it has none of that name. */
export async function extractStream(
  { found, stream, out }: Wish,
  job: ExtractJob,
  io: Io,
): Promise<number> {
  const { volume, tally } = job
  const { node } = found
  const stat = await volume.files.stat(node)
  if (!stat.ok) throw new Failure(printable(`${found.path}: ${stat.reason}`))
  const named = streamNamed(stat, stream)
  if (named === undefined) {
    const names = stat.streams?.map(({ name }) => `“${name}”`).join(', ')
    throw new Failure(
      printable(`${found.path} has no stream “${stream}”${names ? `, but ${names}` : ''}.`),
    )
  }
  const from = walkedFrom(volume, found)
  for (const reason of stat.problems) {
    tally.add({ kind: 'problem', from, reason })
  }
  const content = { node, stat, size: Number(named.size), stream: named.name }
  return extractFile(out, { kind: 'file', path: '', from, isRenamed: false, ...content }, job, io)
}

/** As it is written, or else in any letters: NTFS ignores them here, too. */
function streamNamed({ streams = [] }: Stat, wanted: string) {
  const folded = wanted.toUpperCase()
  return (
    streams.find(({ name }) => name === wanted) ??
    streams.find(({ name }) => name.toUpperCase() === folded)
  )
}
