/** Cells of the file's map next to each other that look the same, as one. */
import { SPACE_CHANGED_BIT, type SpaceKind } from '../../../../engine/format/space-kind.ts'
import { type SpaceFilter, shownKind } from './space-words.ts'

/** MiB [from, to) of the file. */
export interface SpaceSpan {
  /** `undefined` where nothing is, or nothing that the filter shows. */
  readonly kind: SpaceKind | undefined
  readonly changed: boolean
  readonly from: number
  readonly to: number
}

export interface SpaceCells {
  readonly cells: Uint16Array
  readonly from: number
  readonly to: number
  readonly perCell: number
}

export function spaceSpans(
  { cells, from, to, perCell }: SpaceCells,
  filter: SpaceFilter,
): readonly SpaceSpan[] {
  const spans: SpaceSpan[] = []
  cells.forEach((bits, cell) => {
    const start = from + cell * perCell
    const end = Math.min(start + perCell, to)
    const kind = shownKind(bits, filter)
    const changed = (bits & SPACE_CHANGED_BIT) !== 0
    const last = spans.at(-1)
    if (last && last.kind === kind && last.changed === changed) {
      spans[spans.length - 1] = { ...last, to: end }
    } else {
      spans.push({ kind, changed, from: start, to: end })
    }
  })
  return spans
}
