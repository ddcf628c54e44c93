/** Which files of a volume have something where its disk differs: one pass over each state of it. */
import type { ByteRange, Run } from '../bytes/byte-source.ts'
import { Pace } from '../bytes/pace.ts'
import { sameRange } from '../bytes/ranges.ts'
import type { VolumeFiles } from '../files/volume-files.ts'
import type { Footprint, NodeId } from '../guest/guest-files.ts'
import { type ChangedRange, isTouched } from './changed-ranges.ts'
import { pairUp } from './pair-up.ts'

/** One volume in both states: it begins at the same place of the disk. */
export interface BothFiles {
  readonly before: VolumeFiles
  readonly after: VolumeFiles
}

/** More of them are not kept: then every file counts as touched, and is compared. */
const MOST_TOUCHED = 2 ** 20

/** Nodes of a volume that may have changed; all others are the same in both states. */
export class TouchedNodes {
  /** With whether a name of it was met. */
  readonly #nodes = new Map<NodeId, boolean>()
  #isAll = false

  /** False from when on there are too many. */
  add(node: NodeId): boolean {
    this.#nodes.set(node, false)
    if (this.#nodes.size > MOST_TOUCHED) {
      this.#isAll = true
      this.#nodes.clear()
    }
    return !this.#isAll
  }

  /** Whether it may have changed; from now on it counts as one that has a name. */
  meet(node: NodeId): boolean {
    if (this.#isAll) return true
    if (!this.#nodes.has(node)) return false
    this.#nodes.set(node, true)
    return true
  }

  /** How many were not met; 0 where there are too many to know. */
  get unmet(): number {
    let count = 0
    for (const isMet of this.#nodes.values()) if (!isMet) count++
    return count
  }
}

/**
 * Those whose record, content or structures have bytes in `changed` ranges of the disk, lie elsewhere than before, or
 * are in use in one state only.
 */
export async function touchedNodes(
  { before, after }: BothFiles,
  changed: readonly ChangedRange[],
  run?: Run,
): Promise<TouchedNodes> {
  const touched = new TouchedNodes()
  const pace = new Pace(run)
  const start = after.volume.at.offset
  const isChanged = ({ offset, length }: ByteRange): boolean =>
    isTouched(changed, { offset: start + offset, length })
  const pairs = pairUp(
    before.files.footprints(run),
    after.files.footprints(run),
    ({ node }: Footprint) => node,
  )
  for await (const batch of pairs) {
    for (const [old, now] of batch) {
      if (pace.isDue(1 + (now?.content.length ?? 0) / 8)) await pace.rest()
      const isSame =
        old !== undefined &&
        now !== undefined &&
        liesAsBefore(old, now) &&
        !isChanged(now.record) &&
        !now.content.some(isChanged) &&
        !now.structure.some(isChanged)
      if (!isSame && !touched.add((now ?? old)?.node ?? 0)) return touched
    }
  }
  return touched
}

const liesAsBefore = (old: Footprint, now: Footprint): boolean =>
  old.kind === now.kind &&
  old.size === now.size &&
  sameRange(old.record, now.record) &&
  sameRanges(old.content, now.content) &&
  sameRanges(old.structure, now.structure)

const sameRanges = (a: readonly ByteRange[], b: readonly ByteRange[]): boolean =>
  a.length === b.length && a.every((range, i) => sameRange(b[i], range))
