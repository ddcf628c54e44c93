/** `undo`: takes a replay in place back. */
import { basename } from 'node:path'
import { formatBytes } from '../../engine/bytes/format.ts'
import { isZero } from '../../engine/bytes/is-zero.ts'
import { endOf } from '../../engine/bytes/ranges.ts'
import { HEADER_OFFSETS, MIB } from '../../engine/format/layout.ts'
import { readHeaders } from '../../engine/image/headers/headers.ts'
import { applyTo } from '../../engine/update/apply.ts'
import { planHeaderUpdate } from '../../engine/update/header-update.ts'
import type { Step } from '../../engine/update/step.ts'
import { defineCommand } from '../command.ts'
import { Failure, reasonOf } from '../failure.ts'
import { isSameFile } from '../files/fingerprint.ts'
import { NodeFile } from '../files/node-file.ts'
import { requireNoSkeleton } from '../files/open-source.ts'
import { printable } from '../printable.ts'
import { readUndo, type Undo, undoState } from '../undo/undo-reader.ts'

export const undo = defineCommand({
  name: 'undo',
  summary: 'Takes a replay in place back.',
  details: ['The same command again completes what was interrupted.'],
  operands: {
    undoFile: { what: 'an undo file' },
    image: { what: 'the image that it belongs to' },
  },
  options: {},
  async run({ undoFile, image: path }, { out, signal }) {
    if (await isSameFile(undoFile, path))
      throw new Failure('The undo file and the image are one file.')
    await requireNoSkeleton(path, 'a change')
    const kept = await NodeFile.open(undoFile, 'r')
    try {
      const undo = await readUndo(kept, printable(undoFile), signal)
      const image = await NodeFile.open(path, 'r+')
      try {
        await takeBack({ undo, kept, image }, path, signal)
      } finally {
        await image.close()
      }
      out(
        `${printable(path)}: as it was before, ${formatBytes(undo.sizeBefore)}, its log to be replayed\n`,
      )
      return 0
    } finally {
      await kept.close()
    }
  },
})

interface Files {
  readonly undo: Undo
  /** The undo file, for its bytes. */
  readonly kept: NodeFile
  readonly image: NodeFile
}

async function takeBack(files: Files, path: string, signal: AbortSignal): Promise<void> {
  const { undo, image } = files
  if ((await undoState(undo, image, signal)) === undefined) {
    throw new Failure(
      `${printable(path)} is not the image that the undo file belongs to, or it has been changed since the replay: nothing was written.`,
    )
  }
  const opening = await openingSteps(undo, image)
  try {
    await applyTo(image, opening)
    await restore(files, signal)
  } catch (error) {
    const reason = signal.aborted ? 'it was interrupted' : reasonOf(error)
    throw new Failure(
      `${printable(basename(path))} is only half restored: ${reason}; the same command again completes it.`,
    )
  }
}

/**
 * First the headers name the log again, so that from the first byte on the image is one in the middle of a
 * replay, which both the replay and this can complete.
 */
async function openingSteps({ header }: Undo, image: NodeFile): Promise<readonly Step[]> {
  const { current } = await readHeaders(image)
  if (current?.values === undefined || current.values.logGuid === header.logGuid) return []
  const named = { copy: current.copy, values: current.values }
  return planHeaderUpdate(named, { logGuid: header.logGuid }).steps
}

/**
 * In the end the header that was current comes first: until it is whole the other one counts, afterwards
 * it counts itself.
 */
async function restore({ undo, kept, image }: Files, signal: AbortSignal): Promise<void> {
  const { header, runs, headers, sizeBefore } = undo
  for (const run of runs) {
    for (let offset = run.offset; offset < endOf(run); offset += MIB) {
      signal.throwIfAborted()
      const length = Math.min(MIB, endOf(run) - offset)
      if (run.at !== undefined) {
        await image.write(offset, await kept.read(run.at + offset - run.offset, length))
      } else if (!isZero(await image.read(offset, length))) {
        await image.write(offset, new Uint8Array(length))
      }
    }
  }
  await image.resize(sizeBefore)
  await image.flush()
  const copies = header.currentCopy === 1 ? ([0, 1] as const) : ([1, 0] as const)
  for (const copy of copies) {
    await image.write(HEADER_OFFSETS[copy], headers[copy])
    await image.flush()
  }
}
