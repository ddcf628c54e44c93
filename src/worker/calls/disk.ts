/** Calls about the virtual disk: its bytes, where they are from, its partitions, and raw images of it. */

import { readBlockBitmap } from '../../engine/disk/block-bitmap.ts'
import { readDiskVolumes } from '../../engine/disk/disk-volumes.ts'
import { diskSize } from '../../engine/disk/layers.ts'
import { mapChain, readChain } from '../../engine/disk/map-chain.ts'
import type { DiskCall } from '../disk-call-names.ts'
import type { CurrentFile } from '../file/current-file.ts'
import { layersOf } from '../file/layers.ts'
import { type DiskWindow, MAX_PAGE_BYTES } from '../protocol/protocol.ts'
import type { Handlers } from '../rpc.ts'
import { blobOfParts } from '../save/copy-parts.ts'
import { checkPart, DiskExport } from '../save/disk-export.ts'
import { saveDisk } from '../save/save-disk.ts'
import { runOf } from './call-run.ts'

export function diskCalls(current: CurrentFile): Pick<Handlers, DiskCall> {
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
    readDisk: async (window) => (await readChain(...clipped(window))).bytes,
    mapDisk: async (window) => mapChain(...clipped(window)),
    readVolumes: async () => {
      const { replay } = current.file.inspected
      const before = await readDiskVolumes(layersOf(current, 'before'))
      const after = replay && (await readDiskVolumes(layersOf(current, 'after')))
      return { before, after }
    },
    readBlockBitmap: async ({ state, block }) => {
      const [own] = layersOf(current, state)
      return own && readBlockBitmap(own, block)
    },
    exportDisk: async (window, run) => saveDisk(current.file, exportOf(window), window, run),
    makeDiskBlob: async (window, run) => {
      const part = exportOf(window)
      checkPart(await part.survey(runOf(run)))
      return blobOfParts(await part.allParts(runOf(run)))
    },
  }
}
