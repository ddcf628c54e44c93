/** BAT entries and what becomes of them, in words. */

import {
  batFileOffsetMB,
  batState,
  PAYLOAD_STATES,
  SECTOR_BITMAP_STATES,
  stateName,
} from '../../format/bat-entry.ts'
import { isSectorBitmap } from '../../format/bat-index.ts'
import { BAT_ENTRY_SIZE } from '../../format/layout.ts'
import type { Geometry } from '../metadata/geometry.ts'

interface EntryWords {
  readonly state: string
  /** " at 29 MiB", or nothing where FileOffsetMB is zero. */
  readonly place: string
}

function entryWords(view: DataView, at: number, bitmap: boolean): EntryWords {
  const [low, high] = [view.getUint32(at, true), view.getUint32(at + 4, true)]
  const states = bitmap ? SECTOR_BITMAP_STATES : PAYLOAD_STATES
  const offset = batFileOffsetMB(low, high)
  return {
    state: stateName(states[batState(low)] ?? 'not-present'),
    place: offset === 0 ? '' : ` at ${offset} MiB`,
  }
}

/** What one entry of the BAT says, of which `bytes` are the 8: "FULLY_PRESENT at 29 MiB". */
export function batEntryText(
  bytes: Uint8Array,
  index: number,
  geometry: Geometry | undefined,
): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const { state, place } = entryWords(view, 0, isSectorBitmap(geometry, index))
  return `${state}${place}`
}

function transition(from: EntryWords, to: EntryWords): string {
  if (from.state !== to.state) return `${from.state}${from.place} → ${to.state}${to.place}`
  if (from.place === to.place) return `${to.state}${to.place}, other reserved bits`
  return `${to.state}${from.place || ' at no place'} →${to.place || ' at no place'}`
}

/**
 * One line per entry that differs between two readings of the same 4 KiB of the BAT, of which the
 * first entry has `firstIndex`: "BAT[17]: NOT_PRESENT → FULLY_PRESENT at 29 MiB".
 */
export function batDiff(
  before: Uint8Array,
  after: Uint8Array,
  firstIndex: number,
  geometry: Geometry | undefined,
): readonly string[] {
  const old = new DataView(before.buffer, before.byteOffset, before.length)
  const now = new DataView(after.buffer, after.byteOffset, after.length)
  const lines: string[] = []
  for (let at = 0; at + BAT_ENTRY_SIZE <= after.length; at += BAT_ENTRY_SIZE) {
    if (old.getBigUint64(at, true) === now.getBigUint64(at, true)) continue
    const index = firstIndex + at / BAT_ENTRY_SIZE
    const bitmap = isSectorBitmap(geometry, index)
    const [from, to] = [entryWords(old, at, bitmap), entryWords(now, at, bitmap)]
    const name = bitmap ? `BAT[${index}] (sector bitmap)` : `BAT[${index}]`
    lines.push(`${name}: ${transition(from, to)}`)
  }
  return lines
}
