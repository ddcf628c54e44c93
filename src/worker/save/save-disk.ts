/** A new image of the virtual disk, from the check of the source to the proof of the export. */
import type { Layers } from '../../engine/disk/map-chain.ts'
import type { NewImagePlan } from '../../engine/new-image/new-part.ts'
import type { OpenFile } from '../file/open-file.ts'
import { pause } from '../pause.ts'
import type { DroppedSpace, ImageGaps, ImageResult, ImageWish } from '../protocol/disk.ts'
import type { SaveTarget } from '../protocol/save.ts'
import type { CallRun } from '../rpc.ts'
import { throttled } from '../throttle.ts'
import { DiskExport } from './disk-export.ts'
import { save } from './saving.ts'
import { verifyDisk } from './verify-disk.ts'

/** Of more places that were left out the first are told. */
const MAX_PLACES = 64

/** Writes into the target as `save.copy` does. */
export async function saveDisk(
  open: OpenFile,
  layers: Layers,
  wish: ImageWish & SaveTarget,
  run: CallRun,
): Promise<ImageResult> {
  const report = throttled(run.progress)
  const isRaw = (wish.format ?? 'raw') === 'raw'
  const planned = await DiskExport.plan(open, layers, wish, {
    signal: run.signal,
    pause,
    // Of raw bytes there is nothing to plan.
    onProgress: (done, total) => isRaw || report({ phase: 'plan', done, total }),
  })
  const { plan } = planned
  const saved = await save(open, wish, run, {
    parts: async (partRun) => ({
      // What is hashed is read here, and not only by the browser.
      parts: planned.parts(partRun, wish.hash && ((range) => open.readHere(range))),
      size: plan.size,
    }),
    verify: (copy, _, { signal, onProgress }) =>
      verifyDisk(copy, planned, wish.hash !== undefined, {
        signal,
        pause,
        onProgress: (done, total) => {
          signal?.throwIfAborted()
          onProgress?.(done, total)
        },
      }),
  })
  return { ...saved, ...gapsOf(plan, wish) }
}

export const gapsOf = (plan: NewImagePlan, { dropsFree }: ImageWish): ImageGaps => ({
  unreadableBytes: plan.survey.unreadable,
  ...(dropsFree && { dropped: droppedBy(plan) }),
})

function droppedBy(plan: NewImagePlan): DroppedSpace {
  let [bytes, count] = [0, 0]
  const places: DroppedSpace['places'][number][] = []
  for (const place of plan.dropped()) {
    bytes += place.length
    if (count++ < MAX_PLACES) places.push(place)
  }
  return { bytes, count, places }
}
