/** What a replay changes, sorted by structure: the groups of the list, in the order of their weight. */

import { plural } from '../../../engine/bytes/format.ts'
import type { Change } from '../../../engine/changes/change.ts'
import { STRUCTURE_TITLES, sectorsOf } from '../../../engine/changes/change-words.ts'
import type { StructureKind } from '../../../engine/image/structure-map.ts'
import type { LogReport } from '../../../engine/inspect/inspection.ts'

/** A change and which of all it is: the list is grouped, the numbering is not. */
export interface NumberedChange {
  readonly change: Change
  readonly index: number
}

export interface ChangeGroup {
  readonly structure: StructureKind
  readonly title: string
  readonly changes: readonly NumberedChange[]
  readonly sectors: number
}

const ORDER = Object.keys(STRUCTURE_TITLES) as StructureKind[]

export function groupChanges(changes: readonly Change[]): readonly ChangeGroup[] {
  const groups = new Map<StructureKind, NumberedChange[]>()
  changes.forEach((change, index) => {
    const group = groups.get(change.structure)
    if (group) group.push({ change, index })
    else groups.set(change.structure, [{ change, index }])
  })
  return ORDER.flatMap((structure) => {
    const members = groups.get(structure)
    if (!members) return []
    const sectors = sectorsOf(members.map(({ change }) => change))
    return [{ structure, title: STRUCTURE_TITLES[structure], changes: members, sectors }]
  })
}

/** The sequence numbers of the entries at these positions, as far as they are replayed. */
export function numbersOf(
  positions: readonly number[],
  active: LogReport['active'],
): readonly { readonly position: number; readonly number: bigint }[] {
  if (!active) return []
  return positions.flatMap((position) => {
    const index = active.positions.indexOf(position)
    return index < 0 ? [] : [{ position, number: active.firstSequenceNumber + BigInt(index) }]
  })
}

/** "3 bytes differ"; of a run too long to be compared, "1,073,741,824 bytes written". */
export function changeSize({ changedBytes, compared }: Change): string {
  const bytes = plural(changedBytes, 'byte')
  if (!compared) return `${bytes} written`
  return changedBytes === 1 ? `${bytes} differs` : `${bytes} differ`
}
