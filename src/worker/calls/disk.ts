/** Calls about the virtual disk: its bytes, where they are from, its partitions, and raw images of it. */

import { readDiskVolumes } from '../../engine/disk/disk-volumes.ts'
import { diskSize } from '../../engine/disk/layers.ts'
import { mapChain, readChain } from '../../engine/disk/map-chain.ts'
import { layersOf } from '../file/layers.ts'
import type { DiskWindow } from '../protocol/disk.ts'
import { MAX_PAGE_BYTES } from '../protocol/file.ts'
import type { HandlersOf } from '../rpc.ts'
import { blobOfParts } from '../save/copy-parts.ts'
import { checkPart, DiskExport } from '../save/disk-export.ts'
import { saveDisk } from '../save/save-disk.ts'
import type { Session } from '../session.ts'
import { runOf } from './call-run.ts'

export function diskCalls({ current }: Session): HandlersOf<'disk'> {
  /** What of a window there is on the disk. */
  const clipped = ({ state, offset, length }: DiskWindow) => {
    const layers = layersOf(current, state)
    const start = Math.min(offset, diskSize(layers))
    const most = Math.min(length, MAX_PAGE_BYTES, diskSize(layers) - start)
    return [layers, start, most] as const
  }
  const exportOf = ({ state, offset, length }: DiskWindow): DiskExport =>
    new DiskExport(current.file, layersOf(current, state), state, { offset, length })

  return {
    read: async (window) => (await readChain(...clipped(window))).bytes,
    map: async (window) => mapChain(...clipped(window)),
    volumes: async () => {
      const { update } = current.file.viewed
      const before = await readDiskVolumes(layersOf(current, 'before'))
      const after = update && (await readDiskVolumes(layersOf(current, 'after')))
      return { before, after }
    },
    save: async (window, run) => saveDisk(current.file, exportOf(window), window, run),
    blob: async (window, run) => {
      await current.file.requireUnchanged(run)
      const part = exportOf(window)
      checkPart(await part.survey(runOf(run)))
      return blobOfParts(await part.allParts(runOf(run)))
    },
  }
}
