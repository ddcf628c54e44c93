/** Calls about the patch of the open file. */
import type { Run } from '../../engine/bytes/byte-source.ts'
import { MIB } from '../../engine/format/layout.ts'
import { encodePatch, patchSize } from '../../engine/patch/encode-patch.ts'
import { makePatch, makePlanPatch } from '../../engine/patch/make-patch.ts'
import { type Patch, PatchError, storedLength } from '../../engine/patch/patch.ts'
import { powershellScript } from '../../engine/patch/scripts/powershell-script.ts'
import { hasScripts, type ScriptSubject } from '../../engine/patch/scripts/script-data.ts'
import { shScript } from '../../engine/patch/scripts/sh-script.ts'
import { CallError } from '../client.ts'
import type { OpenFile, Salvage } from '../file/open-file.ts'
import type { CallRun, HandlersOf } from '../rpc.ts'
import type { Session } from '../session.ts'
import { runOf } from './call-run.ts'

const TEXT = { type: 'text/plain;charset=utf-8' }
const BYTES = { type: 'application/octet-stream' }

/** What an update may write for its patch to be made unasked: sectors that have been read at opening. */
const MAX_UNASKED = MIB

const makeOf = (file: OpenFile, run: Run): Promise<Patch> =>
  file.salvage
    ? makePlanPatch(file.source, file.salvage.plan, file.ids.fileWriteGuid, run)
    : makePatch(file.source, file.replay.plan, file.ids.fileWriteGuid, run)

const subjectOf = ({ report: { ways } }: Salvage): ScriptSubject =>
  ways.includes('relinked') ? 'relink' : 'salvage'

export function patchCalls({ current }: Session): HandlersOf<'patch'> {
  /** By what is patched, so that they are forgotten with it. */
  const made = new WeakMap<OpenFile['update'], Patch>()

  const patchOf = async (file: OpenFile, run: CallRun): Promise<Patch> => {
    const { update } = file
    const patch =
      made.get(update) ??
      (await makeOf(file, runOf(run)).catch((error: unknown) => {
        if (error instanceof PatchError) throw new CallError('cannot-replay', error.message)
        throw error
      }))
    made.set(update, patch)
    return patch
  }

  return {
    size: async (_, run) => {
      const { file } = current
      if (file.update.report.bytesWritten > MAX_UNASKED) return undefined
      return patchSize(await patchOf(file, run))
    },
    make: async (_, run) => {
      const { file } = current
      await file.requireUnchanged(run)
      const patch = await patchOf(file, run)
      const subject = file.salvage && subjectOf(file.salvage)
      const scripts = hasScripts(patch)
        ? {
            sh: new Blob([shScript(patch, subject)], TEXT),
            powershell: new Blob([powershellScript(patch, subject)], TEXT),
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
