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

/** Slots [from, to) of one kind, next to each other. */
export interface StripSpan {
  readonly kind: SlotKind
  readonly from: number
  readonly to: number
}

interface SpanOptions {
  /** Slots at which an entry begins: a new span begins there, too. */
  readonly starts?: ReadonlySet<number>
  /** Slots [first, end): all, unless given. */
  readonly first?: number
  readonly end?: number
}

/**
 * The slots in cells of `perCell` slots each, neighbours of the same kind as one span. The cells of a
 * log are the same wherever `first` is.
 */
export function stripSpans(
  slots: Uint8Array,
  perCell: number,
  { starts, first = 0, end = slots.length }: SpanOptions = {},
): StripSpan[] {
  const spans: { kind: SlotKind; from: number; to: number }[] = []
  for (let from = first - (first % perCell); from < end; from += perCell) {
    const to = Math.min(from + perCell, slots.length)
    const kind = worstKind(slots.subarray(from, to))
    const last = spans.at(-1)
    if (last?.kind === kind && !starts?.has(from)) last.to = to
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
