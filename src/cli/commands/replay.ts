/** `replay`: a copy of an image with its log replayed. */
import { randomUUID } from 'node:crypto'
import { formatBytes, plural } from '../../engine/bytes/format.ts'
import { type Guid, guid } from '../../engine/bytes/guid.ts'
import { defineCommand } from '../command.ts'
import { Failure, Usage } from '../failure.ts'
import { identityOf, isSameFile } from '../files/fingerprint.ts'
import { makeNewFile } from '../files/new-file.ts'
import { requireData } from '../files/open-source.ts'
import { type OpenImage, withImage } from '../files/read-image.ts'
import { isRefused, refuse } from '../files/refusal.ts'
import { writeCopy } from '../files/write-copy.ts'
import type { Io } from '../io.ts'
import { FILE_WRITE_GUID_OPTION, flag } from '../options.ts'
import { printable } from '../printable.ts'
import { replayInPlace } from './replay-in-place.ts'

export const replay = defineCommand({
  name: 'replay',
  summary:
    'Writes a copy of IMAGE with its log replayed; with --in-place, replays it in IMAGE itself.',
  details: [
    'In place, it first says what would change, and at a terminal asks whether to do it. What is written over is kept in an undo file beside IMAGE, whose name is said. An interrupted replay is completed by the same command, or taken back by “undo”.',
  ],
  operands: {
    image: { what: 'an image' },
    out: { what: 'the file to write, or --in-place and an image', isOptional: true },
  },
  options: {
    ...FILE_WRITE_GUID_OPTION,
    'in-place': flag('Replay the log in IMAGE itself.'),
    yes: flag('With --in-place: do it, without a question.'),
    'no-undo': flag('With --in-place: keep no undo file.'),
  },
  async run({ image, out, 'file-write-guid': fileWriteGuid, ...options }, io) {
    const { yes, 'in-place': isInPlace, 'no-undo': isFinal } = options
    if (isInPlace !== (out === undefined)) {
      throw new Usage(
        isInPlace
          ? 'With --in-place there is no file to write.'
          : 'Say which file to write, or --in-place.',
      )
    }
    if (out === undefined) return replayInPlace({ image, fileWriteGuid, yes, undo: !isFinal }, io)
    if (yes || isFinal) throw new Usage('The options --yes and --no-undo belong to --in-place.')
    return replayCopy(image, out, fileWriteGuid ?? guid(randomUUID()), io)
  },
})

async function replayCopy(path: string, out: string, fileWriteGuid: Guid, io: Io): Promise<number> {
  if (await isSameFile(path, out)) {
    throw new Failure('The image itself cannot be the file to write: it is only ever read.')
  }
  const identity = await identityOf(path)
  return withImage(path, fileWriteGuid, io, async (image) => {
    requireData(image, 'a replayed copy')
    if (isRefused(image)) return refuse(image, io)
    const status = await makeNewFile(
      out,
      (_, temporary) => {
        const steps = image.inspected.update?.plan.steps ?? []
        return writeCopy(image, { identity, temporary, out, steps }, io.signal)
      },
      io,
      // The copy is no more public than the image.
      { like: path },
    )
    io.out(`${doneLine(image, out)}\n`)
    return status
  })
}

function doneLine({ inspected }: OpenImage, out: string): string {
  const { inspection, update } = inspected
  const name = printable(out)
  if (!update)
    return `${name}: ${formatBytes(inspection.size)}, an unchanged copy: nothing to replay`
  const writes = plural(update.plan.writes.length, 'write')
  return `${name}: ${formatBytes(update.plan.sizeAfter)}, ${writes} replayed, verified`
}
