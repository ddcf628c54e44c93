/** The changed places inside of a change, and the way from one to the next. */
import type { ByteRange } from '../../../engine/bytes/byte-source.ts'
import { endOf } from '../../../engine/bytes/ranges.ts'
import type { Change } from '../../../engine/changes/change.ts'
import { BAT_ENTRY_SIZE, LOG_SECTOR_SIZE } from '../../../engine/format/layout.ts'
import { MAX_PAGE_BYTES } from '../../../worker/protocol/file.ts'
import { changedSpans, wholeUnits } from '../../hex/byte-diff.ts'

/** Runs with fewer equal bytes between them are one place to look at. */
const NEAR = 8

/**
 * Of the BAT each entry is a place, elsewhere each run of changed bytes. `before` and `after` begin
 * at `offset`, a multiple of 4 KiB.
 */
export function changedPlaces(
  structure: Change['structure'],
  offset: number,
  before: Uint8Array,
  after: Uint8Array,
): readonly ByteRange[] {
  const spans =
    structure === 'bat'
      ? wholeUnits(changedSpans(before, after), BAT_ENTRY_SIZE)
      : changedSpans(before, after, NEAR)
  return spans.map(({ from, to }) => ({ offset: offset + from, length: to - from }))
}

/** A change is compared by windows of this many bytes: as much as one call reads. */
const WINDOW = MAX_PAGE_BYTES

/** The part of a change that is compared together with the byte at `offset`. */
export function placesWindow(change: ByteRange, offset: number): ByteRange {
  const skipped = Math.floor((offset - change.offset) / WINDOW) * WINDOW
  const start = change.offset + Math.max(skipped, 0)
  return { offset: start, length: Math.min(WINDOW, endOf(change) - start) }
}

/** Which change the byte at `offset` is in. */
export function changeAt(changes: readonly ByteRange[], offset: number): number | undefined {
  const index = changes.findIndex((change) => change.offset <= offset && offset < endOf(change))
  return index < 0 ? undefined : index
}

export type Step = 'next' | 'previous' | 'next-sector'

const sectorOf = (offset: number): number => Math.floor(offset / LOG_SECTOR_SIZE)

/** The place that a step from `from` leads to, of those in one change; `undefined` if it leads on. */
export function stepPlace(
  places: readonly ByteRange[],
  from: number,
  step: Step,
): ByteRange | undefined {
  switch (step) {
    case 'next':
      return places.find(({ offset }) => offset > from)
    case 'previous':
      return places.findLast(({ offset }) => offset < from)
    case 'next-sector':
      return places.find(({ offset }) => sectorOf(offset) > sectorOf(from))
  }
}

/** Of all changes, by their offsets, the one that lies next to `from` in the direction of a step. */
export function stepChange(
  changes: readonly ByteRange[],
  from: number,
  step: Step,
): number | undefined {
  let best: number | undefined
  changes.forEach((change, index) => {
    const found = best === undefined ? undefined : changes[best]
    const ahead = step === 'previous' ? endOf(change) <= from : change.offset > from
    const nearer =
      !found || (step === 'previous' ? change.offset > found.offset : change.offset < found.offset)
    if (ahead && nearer) best = index
  })
  return best
}
