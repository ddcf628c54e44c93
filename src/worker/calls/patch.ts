/** Calls about the patch of the open file. */
import { MIB } from '../../engine/format/layout.ts'
import { encodePatch, patchSize } from '../../engine/patch/encode-patch.ts'
import { makePatch } from '../../engine/patch/make-patch.ts'
import { type Patch, PatchError, storedLength } from '../../engine/patch/patch.ts'
import { powershellScript } from '../../engine/patch/scripts/powershell-script.ts'
import { hasScripts } from '../../engine/patch/scripts/script-data.ts'
import { shScript } from '../../engine/patch/scripts/sh-script.ts'
import { CallError } from '../client.ts'
import type { OpenFile } from '../file/open-file.ts'
import type { CallRun, HandlersOf } from '../rpc.ts'
import type { Session } from '../session.ts'
import { runOf } from './call-run.ts'

const TEXT = { type: 'text/plain;charset=utf-8' }
const BYTES = { type: 'application/octet-stream' }

/** What a replay may write for its patch to be made unasked: sectors that have been read at opening. */
const MAX_UNASKED = MIB

export function patchCalls({ current }: Session): HandlersOf<'patch'> {
  /** By the file that is open, so that they are forgotten with it. */
  const made = new WeakMap<OpenFile, Patch>()

  const patchOf = async (file: OpenFile, run: CallRun): Promise<Patch> => {
    const { plan } = file.replay
    const { fileWriteGuid } = file.ids
    const patch =
      made.get(file) ??
      (await makePatch(file.source, plan, fileWriteGuid, runOf(run)).catch((error: unknown) => {
        if (error instanceof PatchError) throw new CallError('cannot-replay', error.message)
        throw error
      }))
    made.set(file, patch)
    return patch
  }

  return {
    size: async (_, run) => {
      const { file } = current
      if (file.replay.report.bytesWritten > MAX_UNASKED) return undefined
      return patchSize(await patchOf(file, run))
    },
    make: async (_, run) => {
      const { file } = current
      await file.requireUnchanged(run)
      const patch = await patchOf(file, run)
      const scripts = hasScripts(patch)
        ? {
            sh: new Blob([shScript(patch)], TEXT),
            powershell: new Blob([powershellScript(patch)], TEXT),
          }
        : undefined
      return {
        patch: new Blob([new Uint8Array(encodePatch(patch))], BYTES),
        scripts,
        stored: storedLength(patch.runs),
      }
    },
  }
}
