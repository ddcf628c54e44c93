/** `apply`: a patch applied to its image, or taken back. */
import { formatBytes } from '../../engine/bytes/format.ts'
import { carryOut, type PatchWay } from '../../engine/patch/carry-out.ts'
import { decodePatch } from '../../engine/patch/decode-patch.ts'
import { type Patch, PatchError } from '../../engine/patch/patch.ts'
import { MAX_PATCH_SIZE } from '../../engine/patch/patch-format.ts'
import {
  isApplied,
  isUntouched,
  type PatchState,
  patchState,
} from '../../engine/patch/patch-state.ts'
import { defineCommand } from '../command.ts'
import { Failure, reasonOf } from '../failure.ts'
import { isSameFile } from '../files/fingerprint.ts'
import { NodeFile } from '../files/node-file.ts'
import { requireNoSkeleton } from '../files/open-source.ts'
import { flag } from '../options.ts'
import { printable } from '../printable.ts'

export const apply = defineCommand({
  name: 'apply',
  summary:
    'Changes IMAGE itself by its patch, of a replay or of a salvage; with --undo, takes that back.',
  details: [
    'It first compares the size and all old bytes, and writes nothing where anything differs. The same command again completes what was interrupted.',
  ],
  operands: { patch: { what: 'a patch' }, image: { what: 'its image' } },
  options: { undo: flag('Take it back.') },
  async run({ patch: patchFile, image: path, undo }, { out, signal }) {
    if (await isSameFile(patchFile, path)) {
      throw new Failure('The patch and the image are one file.')
    }
    await requireNoSkeleton(path, 'a change')
    const patch = await readPatch(patchFile)
    const way: PatchWay = undo ? 'undo' : 'apply'
    const image = await NodeFile.open(path, 'r+')
    try {
      const state = await patchState(image, patch, { signal })
      if (state === undefined) {
        throw new Failure(
          `${printable(path)} is not the image that the patch was made of, or it has been changed since: nothing was written.`,
        )
      }
      if (isThere(state, way)) {
        out(`${printable(path)}: ${SAYS[way]} already, nothing was written\n`)
        return 0
      }
      const job = { image, patch, way, path, signal }
      await carry(job, state)
      await checkResult(job)
    } finally {
      await image.close()
    }
    const size = formatBytes(undo ? patch.sizeBefore : patch.sizeAfter)
    out(`${printable(path)}: ${SAYS[way]}, ${size}, verified\n`)
    return 0
  },
})

interface Job {
  readonly image: NodeFile
  readonly patch: Patch
  readonly way: PatchWay
  readonly path: string
  readonly signal: AbortSignal
}

const SAYS: Readonly<Record<PatchWay, string>> = {
  apply: 'as its patch makes it',
  undo: 'as it was before its patch',
}

/** Where both hold, which is when nothing but headers changes, the headers tell. */
const isThere = (state: PatchState, way: PatchWay): boolean =>
  way === 'apply' ? isApplied(state) : isUntouched(state)

async function readPatch(path: string): Promise<Patch> {
  const file = await NodeFile.open(path, 'r')
  try {
    // A longer one is none, and need not be in memory to be told so.
    const size = Math.min(file.size, MAX_PATCH_SIZE + 1)
    return await decodePatch(await file.read(0, size))
  } catch (error) {
    if (!(error instanceof PatchError)) throw error
    throw new Failure(`${printable(path)} cannot be used: ${error.message}.`)
  } finally {
    await file.close()
  }
}

async function checkResult({ image, patch, way, path, signal }: Job): Promise<void> {
  const state = await patchState(image, patch, { signal }).catch((error: unknown) => {
    const reason = signal.aborted ? 'that was interrupted' : reasonOf(error)
    throw new Failure(
      `${printable(path)} was written, but when it was read back, ${reason}; the same command again looks once more.`,
    )
  })
  if (!state || !isThere(state, way)) {
    throw new Failure(`${printable(path)} was written, but it does not read as it should.`)
  }
}

async function carry(job: Job, state: PatchState): Promise<void> {
  const { image, patch, way, path, signal } = job
  try {
    await carryOut(image, patch, { state, way }, { signal })
  } catch (error) {
    const reason = signal.aborted ? 'it was interrupted' : reasonOf(error)
    throw new Failure(
      `${printable(path)} is only half written: ${reason}; nothing is lost, the same command again completes it, and with${way === 'apply' ? '' : 'out'} --undo it goes back.`,
    )
  }
}
