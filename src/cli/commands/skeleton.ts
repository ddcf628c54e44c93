/** `skeleton`: everything of an image but the data of its disk, as a file that can be shown to others. */
import { basename } from 'node:path'
import type { ByteSource } from '../../engine/bytes/byte-source.ts'
import { cached } from '../../engine/bytes/cached-source.ts'
import { formatBytes, lowerFirst } from '../../engine/bytes/format.ts'
import { planSkeleton, type SkeletonPlan } from '../../engine/skeleton/plan-skeleton.ts'
import { isAsPlanned } from '../../engine/skeleton/read-back.ts'
import { openSkeleton } from '../../engine/skeleton/read-skeleton.ts'
import { beginsAsSkeleton } from '../../engine/skeleton/signature.ts'
import { leftOutWords, remainsWords } from '../../engine/skeleton/skeleton-words.ts'
import { skeletonBytes } from '../../engine/skeleton/write-skeleton.ts'
import { defineCommand } from '../command.ts'
import { STATUS_OF } from '../exit-status.ts'
import { Failure } from '../failure.ts'
import { identityOf, isSameFile } from '../files/fingerprint.ts'
import { gzip, inflate } from '../files/gzip.ts'
import { makeNewFile } from '../files/new-file.ts'
import { NodeFile } from '../files/node-file.ts'
import { CACHE } from '../files/open-source.ts'
import type { Io } from '../io.ts'
import { flag } from '../options.ts'
import { printable } from '../printable.ts'

export const skeleton = defineCommand({
  name: 'skeleton',
  summary: 'Writes all structures of IMAGE and no data of its disk: to show what is wrong with it.',
  details: [
    'OUT opens like IMAGE in every command that only reads, and in the app: the same verdict, the same findings about the container, the same replay. What is not in it is called so, and cannot be exported.',
    'Before it is written it is said what of IMAGE remains in it. Unpacked by gunzip it is a sparse image of Android, which simg2img and 7-Zip restore, with zeros for what was left out. A good name is IMAGE.skeleton.gz.',
  ],
  operands: { image: { what: 'an image' }, out: { what: 'the file to write' } },
  options: {
    'blank-paths': flag(
      'Blank the paths of parents, with the same lengths, in the metadata and in the log; and leave out the name of IMAGE.',
    ),
  },
  async run({ image: path, out, 'blank-paths': blankPaths }, io) {
    if (await isSameFile(path, out)) {
      throw new Failure('The image itself cannot be the file to write: it is only ever read.')
    }
    const identity = await identityOf(path)
    const file = await NodeFile.open(path, 'r')
    try {
      if (await beginsAsSkeleton(file)) {
        throw new Failure(`${printable(path)} is a skeleton already.`)
      }
      const plan = await planSkeleton(
        cached(file, CACHE),
        { name: basename(path), blankPaths },
        { signal: io.signal, pause: io.pause },
      )
      if (!plan.ok) {
        const reason = lowerFirst(plan.reason)
        io.err(
          `There can be no skeleton of ${printable(path)}: ${reason} “vhdx-inspector inspect IMAGE” says what it is.\n`,
        )
        return STATUS_OF.refused
      }
      io.out(`${contentLines(plan).join('\n')}\n`)
      const hold = async (): Promise<void> => {
        if ((await identityOf(path)) === identity) return
        throw new Failure(`${printable(path)} has changed meanwhile; is it in use?`)
      }
      let size = 0
      const status = await makeNewFile(
        out,
        async (target) => {
          size = await write(plan, target, io)
          await hold()
        },
        io,
      )
      io.out(`${printable(out)}: ${formatBytes(size)}, a skeleton, verified\n`)
      return status
    } finally {
      await file.close()
    }
  },
})

const contentLines = ({ contents }: SkeletonPlan): readonly string[] => [
  'What remains in it:',
  ...remainsWords(contents).map((line) => `  ${printable(line)}`),
  'What does not:',
  ...leftOutWords(contents).map((line) => `  ${printable(line)}`),
]

/** Resolves with the size of what was written. */
async function write(plan: SkeletonPlan, target: NodeFile, io: Io): Promise<number> {
  const run = { signal: io.signal, pause: io.pause }
  for await (const piece of skeletonBytes(plan, gzip, run)) {
    io.signal.throwIfAborted()
    await target.write(target.size, piece)
  }
  await target.flush()
  const written: ByteSource = target
  if (!(await isAsPlanned(plan, await openSkeleton(written, inflate, run), run))) {
    throw new Failure('The skeleton was read back and is not what was planned, so it is not kept.')
  }
  return target.size
}
