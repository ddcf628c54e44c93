/** The look at whose bytes are lost: files of the guest that have some in blocks which cannot be read. */
import { type LostFile, lostFiles, lostRanges, TooManyFiles } from '../affected/lost-files.ts'
import type { LostFilesLook } from '../diagnosis/looks.ts'
import { findGuestVolumes } from '../disk/guest-volumes.ts'
import { openVolumeFiles } from '../files/volume-files.ts'
import type { Look } from './look.ts'

/** A volume with more files is not gone through: what describes them is some tens of MiB. */
const MOST_FILES = 100_000
const NAMED = 3

/** Reads what describes the files of volumes that have lost bytes, as far as there are not too many of them. */
export const lookAtLostFiles: Look<'lostFiles'> = async ({ layers, forgives }, run) => {
  const quiet = { signal: run?.signal, pause: run?.pause }
  let [count, isWhole] = [0, true]
  const most: LostFile[] = []
  try {
    for (const volume of (await findGuestVolumes(layers, quiet))?.volumes ?? []) {
      const lost = await lostRanges(layers, volume.at, { kinds: ['unreadable'], run: quiet })
      if (lost.length === 0 || volume.fileSystem === undefined) continue
      const opened = await openVolumeFiles(layers, volume)
      if (!opened.ok) {
        isWhole = false
        continue
      }
      try {
        for await (const batch of lostFiles(opened, lost, { most: MOST_FILES, run: quiet })) {
          count += batch.length
          most.push(...batch)
          most.sort((a, b) => b.lostBytes - a.lostBytes).splice(NAMED)
        }
      } catch (error) {
        if (!(error instanceof TooManyFiles)) throw error
        isWhole = false
      }
    }
  } catch (error) {
    run?.signal?.throwIfAborted()
    if (forgives?.(error)) return undefined
    throw error
  }
  const named = most.map(({ path, lostBytes, isWhole: isGone }) => ({ path, lostBytes, isGone }))
  return { count, named, isWhole } satisfies LostFilesLook
}
