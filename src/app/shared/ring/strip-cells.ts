/** The ring of the log as a straight row of cells: what each shows, and where it is drawn. */
import { LOG_SECTOR_SIZE } from '../../../engine/format/layout.ts'
import { SLOT_KINDS, type SlotKind } from '../../../engine/log/log.ts'

/** Where a cell stands for several slots it shows the one that matters most: the first of these. */
const WORST_FIRST: readonly SlotKind[] = [
  'invalid',
  'active',
  'superseded',
  'stale',
  'orphan-data',
  'unused',
]

const RANK = SLOT_KINDS.map((kind) => WORST_FIRST.indexOf(kind))

/** Narrower cells cannot be told apart. */
const MIN_CELL_WIDTH = 3

/** Slots [from, to) of one kind, next to each other. */
export interface StripSpan {
  readonly kind: SlotKind
  readonly from: number
  readonly to: number
}

/** How many slots one cell stands for, in a strip of `width` pixels. */
export const slotsPerCell = (slots: number, width: number): number =>
  Math.max(1, Math.ceil(slots / Math.max(1, Math.floor(width / MIN_CELL_WIDTH))))

/**
 * The slots [first, end) in cells of `perCell` slots each, neighbours of the same kind as one span.
 * The cells of a log are the same wherever `first` is. `starts` are slots at which an entry begins: a
 * new span begins there too.
 */
export function stripSpans(
  slots: Uint8Array,
  perCell: number,
  starts: ReadonlySet<number> = new Set(),
  first = 0,
  end = slots.length,
): StripSpan[] {
  const spans: { kind: SlotKind; from: number; to: number }[] = []
  for (let from = first - (first % perCell); from < end; from += perCell) {
    const to = Math.min(from + perCell, slots.length)
    const kind = worstKind(slots.subarray(from, to))
    const last = spans.at(-1)
    if (last?.kind === kind && !starts.has(from)) last.to = to
    else spans.push({ kind, from, to })
  }
  return spans
}

function worstKind(slots: Uint8Array): SlotKind {
  let best = RANK.length - 1
  for (const slot of slots) best = Math.min(best, RANK[slot] ?? best)
  return WORST_FIRST[best] ?? 'unused'
}

export const slotOf = (position: number): number => Math.floor(position / LOG_SECTOR_SIZE)

/** The slot that a key on the slider leads to; `undefined` for a key that does not move it. */
export function moveSlot(
  slot: number,
  key: string,
  slots: number,
  perCell: number,
): number | undefined {
  const to = (next: number) => Math.min(Math.max(next, 0), slots - 1)
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return to(slot + perCell)
    case 'ArrowLeft':
    case 'ArrowDown':
      return to(slot - perCell)
    case 'PageUp':
      return to(slot + 16 * perCell)
    case 'PageDown':
      return to(slot - 16 * perCell)
    case 'Home':
      return 0
    case 'End':
      return slots - 1
    default:
      return undefined
  }
}
