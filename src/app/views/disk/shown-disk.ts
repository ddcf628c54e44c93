/** Which disk is shown: of one state of the file, or of both side by side. */
import { upperFirst } from '../../../engine/bytes/format.ts'
import { updateWords } from '../../../engine/changes/update-words.ts'
import type { Geometry } from '../../../engine/image/metadata/geometry.ts'
import type { Inspection, State } from '../../../engine/inspect/inspection.ts'
import type { ShownState } from '../../store/state.ts'

export interface ShownDisk {
  /** Whose partitions, places and exports are meant; of two states the later one. */
  readonly state: State
  readonly geometry: Geometry
  /** In bytes; 0 where a state has no disk that can be read. */
  readonly sizes: Readonly<Record<State, number>>
  /** Whether both states are shown. */
  readonly compared: boolean
  /** What has to be said of it, in a sentence. */
  readonly note: string | undefined
}

/** `undefined` where neither state has a disk. */
export function shownDisk(inspection: Inspection, shows: ShownState): ShownDisk | undefined {
  const { before, after, outcome, update } = inspection
  const sizes = {
    before: (before.bat && before.geometry?.virtualDiskSize) ?? 0,
    after: (after?.bat && after.geometry?.virtualDiskSize) ?? 0,
  }
  const compared = shows === 'compare' && sizes.before > 0 && sizes.after > 0
  const wanted = shows === 'before' || !after ? 'before' : 'after'
  // One of the two may have no disk at all.
  const other = wanted === 'before' ? 'after' : 'before'
  const state = sizes[wanted] > 0 ? wanted : other
  const geometry = (state === 'after' ? after : before)?.geometry
  if (sizes[state] === 0 || !geometry) return undefined
  return { state, geometry, sizes, compared, note: noteOf() }

  function noteOf(): string | undefined {
    const { after: when } = updateWords(update)
    if (outcome === 'refused' && state === 'before') {
      return 'The format forbids opening this file, so no guest gets this disk: what is shown, and exported, is what its blocks hold on disk, without the log.'
    }
    if (state === wanted && (shows !== 'compare' || compared || !after)) return undefined
    return state === 'after'
      ? `On disk there is no disk that can be read: it is shown as it is ${when}.`
      : `${upperFirst(when)} there is no disk that can be read: it is shown as it is on disk.`
  }
}
