/** Calls about what an update means for the files of the guest. */
import { affectedOf } from '../file/affected-reading.ts'
import type { HandlersOf } from '../rpc.ts'
import type { Session } from '../session.ts'
import { runOf } from './call-run.ts'

export function affectedCalls({ current }: Session): HandlersOf<'affected'> {
  return {
    list: async ({ most }, run) => {
      const found = await affectedOf(current, runOf(run))
      if (!found?.ok) return found
      const volumes = found.volumes.map((volume) => ({
        ...volume,
        files: volume.files.slice(0, Math.max(0, most)),
      }))
      return { ...found, volumes }
    },
  }
}
