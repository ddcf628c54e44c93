/** The files of the guest that the update of the open file affects: found when somebody asks, once for each update. */
import {
  type AffectedReport,
  MOST_FILES,
  reportAffected,
} from '../../engine/affected/affected-report.ts'
import type { Run } from '../../engine/bytes/byte-source.ts'
import type { Refused } from '../../engine/bytes/refused.ts'
import { SharedWork } from '../../engine/bytes/shared-work.ts'
import type { Layers } from '../../engine/disk/map-chain.ts'
import type { CurrentFile } from './current-file.ts'
import { layersOf } from './layers.ts'

interface Held {
  readonly before: Layers
  readonly after: Layers
  readonly work: SharedWork<AffectedReport | Refused>
  /** What is known already. */
  done: AffectedReport | Refused | undefined
}

const held = new WeakMap<CurrentFile, Held>()

/** `undefined` without an update. Keeps the first `MOST_FILES` of each volume. */
export async function affectedOf(
  current: CurrentFile,
  run: Run,
): Promise<AffectedReport | Refused | undefined> {
  const found = heldFor(current)
  if (found) found.done = await found.work.get(run)
  return found?.done
}

/** What is known of it without reading more. */
export const knownAffected = (current: CurrentFile): AffectedReport | Refused | undefined =>
  heldFor(current)?.done

function heldFor(current: CurrentFile): Held | undefined {
  const { update } = current.file.viewed
  if (!update) return undefined
  const [before, after] = [layersOf(current, 'before'), layersOf(current, 'after')]
  const known = held.get(current)
  // Another salvage, or parents that are given later, make another disk of it.
  if (known && isSame(known.before, before) && isSame(known.after, after)) return known
  const states = { before, after, written: update.result.extents }
  const made: Held = {
    before,
    after,
    work: new SharedWork((run) => reportAffected(states, { most: MOST_FILES }, run)),
    done: undefined,
  }
  held.set(current, made)
  return made
}

const isSame = (a: Layers, b: Layers): boolean =>
  a.length === b.length && a.every((layer, i) => layer === b[i])
