/** BAT entry, §2.5.1: state and place of one payload or sector bitmap block. */
import { bits, bits64, type Of, struct } from '../bytes/struct.ts'
import { BAT_ENTRY_SIZE } from './layout.ts'

export const batEntry = struct(
  'BAT Entry',
  '2.5.1',
  BAT_ENTRY_SIZE,
  { state: bits(0, 0, 3), reserved: bits(0, 3, 17), fileOffsetMB: bits64(0, 20, 44) },
  {
    state: 'How the block is to be read (§2.5.1.1, §2.5.1.2).',
    reserved: 'Must be zero.',
    fileOffsetMB: 'Place of the block in the file, in MiB.',
  },
)
export type BatEntryFields = Of<typeof batEntry>

/** §2.5.1.1, by value. 4 and 5 are reserved. */
export const PAYLOAD_STATES = [
  'not-present',
  'undefined',
  'zero',
  'unmapped',
  'reserved-4',
  'reserved-5',
  'fully-present',
  'partially-present',
] as const
export type PayloadState = (typeof PAYLOAD_STATES)[number]

/** §2.5.1.2, by value. 1 to 5 and 7 are reserved. */
export const SECTOR_BITMAP_STATES = [
  'not-present',
  'reserved-1',
  'reserved-2',
  'reserved-3',
  'reserved-4',
  'reserved-5',
  'present',
  'reserved-7',
] as const
export type SectorBitmapState = (typeof SECTOR_BITMAP_STATES)[number]

/** The state as MS-VHDX writes it, without the PAYLOAD_BLOCK_ or SB_BLOCK_ in front. */
export const stateName = (state: PayloadState | SectorBitmapState): string =>
  state.toUpperCase().replaceAll('-', '_')

/** Two 32-bit halves of an entry, without bigint: tables have up to 67 million of them. */
export const batState = (low: number): number => low & 7
export const batFileOffsetMB = (low: number, high: number): number => (low >>> 20) + high * 4096

/** The first state with a place in the file, of both kinds; behind it only PARTIALLY_PRESENT has one, too. */
const FULLY_PRESENT = 6

// The loops over whole tables stand here, beside what they call: 67 million times each.

/** Adds up in `counts`, by value, the states of entries [from, to) of `view`. */
export function countBatStates(
  view: DataView,
  from: number,
  to: number,
  counts: Float64Array,
): void {
  const step = BAT_ENTRY_SIZE
  for (let at = from * step; at < to * step; at += step) {
    const state = batState(view.getUint32(at, true))
    counts[state] = (counts[state] ?? 0) + 1
  }
}

/** The first of payload entries [from, to) of `view` that is present with after < FileOffsetMB <= last. */
export function findPresentEntry(
  view: DataView,
  from: number,
  to: number,
  after: number,
  last: number,
): number | undefined {
  const step = BAT_ENTRY_SIZE
  for (let at = from * step; at < to * step; at += step) {
    const low = view.getUint32(at, true)
    if (batState(low) < FULLY_PRESENT) continue
    const place = batFileOffsetMB(low, view.getUint32(at + 4, true))
    if (place > after && place <= last) return at / step
  }
  return undefined
}
