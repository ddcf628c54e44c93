/** Calls about the virtual disk: its bytes, where they are from, its partitions, and new images of it. */

import type { ByteRange } from '../../engine/bytes/byte-source.ts'
import { AbsentBytes } from '../../engine/bytes/held.ts'
import { readDiskVolumes } from '../../engine/disk/disk-volumes.ts'
import { diskSize } from '../../engine/disk/layers.ts'
import { mapChain, readChain } from '../../engine/disk/map-chain.ts'
import { readDroppable } from '../../engine/new-image/droppable.ts'
import { whyFreeIsKept } from '../file/free-kept.ts'
import { layersOf } from '../file/layers.ts'
import type { DiskWindow } from '../protocol/disk.ts'
import { type BytePage, MAX_PAGE_BYTES } from '../protocol/file.ts'
import type { HandlersOf } from '../rpc.ts'
import { DiskExport, exportedLayers } from '../save/disk-export.ts'
import { downloadOf } from '../save/download.ts'
import { gapsOf, saveDisk } from '../save/save-disk.ts'
import type { Session } from '../session.ts'
import { runOf } from './call-run.ts'

export function diskCalls({ current, platform }: Session): HandlersOf<'disk'> {
  /** What of a window there is on the disk. */
  const clipped = ({ state, offset, length }: DiskWindow) => {
    const layers = layersOf(current, state)
    const start = Math.min(offset, diskSize(layers))
    const most = Math.min(length, MAX_PAGE_BYTES, diskSize(layers) - start)
    return [layers, start, most] as const
  }
  const pageOf = async (window: DiskWindow): Promise<BytePage> => {
    const { bytes, extents } = await readChain(...clipped(window))
    return { bytes, absent: extents.filter(({ from }) => from === 'absent').map(rangeOf) }
  }

  return {
    read: async (window) => {
      const { bytes, absent } = await pageOf(window)
      const [first] = absent
      if (first) throw new AbsentBytes(first)
      return bytes
    },
    page: pageOf,
    map: async (window) => mapChain(...clipped(window)),
    volumes: async () => {
      const { update } = current.file.viewed
      const before = await readDiskVolumes(layersOf(current, 'before'))
      const after = update && (await readDiskVolumes(layersOf(current, 'after')))
      return { before, after }
    },
    free: async ({ state, ...range }, run) => {
      const why = whyFreeIsKept(current.file, state)
      if (why !== undefined) return { isAny: false, reasons: [why] }
      const { free, reasons } = await readDroppable(
        exportedLayers(current, state),
        range,
        runOf(run),
      )
      return { isAny: free !== undefined, reasons }
    },
    save: async (wish, run) =>
      saveDisk(current.file, exportedLayers(current, wish.state), wish, run),
    blob: async (wish, run) => {
      await current.file.requireUnchanged(run)
      const layers = exportedLayers(current, wish.state)
      const planned = await DiskExport.plan(current.file, layers, wish, runOf(run))
      const parts = await planned.allParts(runOf(run))
      const blob = await downloadOf({ current, platform }, parts, runOf(run))
      return { blob, ...gapsOf(planned.plan, wish) }
    },
  }
}

const rangeOf = ({ offset, length }: ByteRange): ByteRange => ({ offset, length })
