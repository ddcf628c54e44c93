/** BAT entry, §2.5.1: state and place of one payload or sector bitmap block. */
import { formatCount } from '../bytes/format.ts'
import { bits, bits64, type Of, struct } from '../bytes/struct.ts'
import { BAT_ENTRY_SIZE } from './layout.ts'

export const batEntry = struct(
  { name: 'BAT Entry', section: '2.5.1', size: BAT_ENTRY_SIZE },
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

/** "block 17", "sector bitmap of chunk 3": whose entry it is. */
export const blockWords = (kind: 'payload' | 'sector-bitmap', number: number): string =>
  `${kind === 'payload' ? 'block' : 'sector bitmap of chunk'} ${formatCount(number)}`

/** The states that occur, by name, with how many entries have each. */
export const statesFound = (
  counts: Readonly<Partial<Record<PayloadState | SectorBitmapState, number>>>,
): readonly (readonly [string, number])[] =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => [stateName(state as PayloadState), count])

/** FileOffsetMB begins at bit 20: so many bits of it are in the lower half, and so many places. */
const PLACE_SHIFT = 20
const PLACES_OF_HIGH = 4096

/** Two 32-bit halves of an entry, without bigint: tables have up to 67 million of them. */
export const batState = (low: number): number => low & 7
export const batReserved = (low: number): number => (low >>> 3) & 0x1_ffff
export const batFileOffsetMB = (low: number, high: number): number => (low >>> 20) + high * 4096

/** Writes both halves at `at`, a place in bytes; the reserved bits are zero. */
export function putBatEntry(view: DataView, at: number, state: number, fileOffsetMB: number): void {
  const high = Math.floor(fileOffsetMB / PLACES_OF_HIGH)
  view.setUint32(at, ((fileOffsetMB - high * PLACES_OF_HIGH) << PLACE_SHIFT) | state, true)
  view.setUint32(at + 4, high, true)
}

/** By value: the states with a place in the file. FULLY_PRESENT is the first of them. */
export const FULLY_PRESENT = 6
export const PARTIALLY_PRESENT = 7
export const SB_BLOCK_PRESENT = 6

/** The first of payload entries [from, to) of `view` that is present with after < FileOffsetMB <= last. */
export function findPresentEntry(
  view: DataView,
  { from, to }: { readonly from: number; readonly to: number },
  { after, last }: { readonly after: number; readonly last: number },
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

/** What states of payload entries there are, and how many entries cannot be. */
export interface StateTally {
  /** By value of the state. */
  readonly bits: Uint8Array
  /** The greatest bit, for what cannot be. */
  readonly invalid: number
  /** The last MiB of the file at which a block may begin. */
  readonly lastPlace: number
  invalidEntries: number
}

/**
 * The bits of all payload entries [from, to) of `view` together. One that is present has to lie from
 * 1 MiB to `lastPlace` MiB. Counts the invalid ones in the tally. In 32-bit integers alone.
 */
export function joinBatStates(view: DataView, from: number, to: number, tally: StateTally): number {
  const { bits, invalid, lastPlace } = tally
  const lastHigh = Math.floor(lastPlace / PLACES_OF_HIGH)
  const lastLow = lastPlace - lastHigh * PLACES_OF_HIGH
  const step = BAT_ENTRY_SIZE
  let found = 0
  let count = 0
  for (let at = from * step; at < to * step; at += step) {
    const low = view.getInt32(at, true)
    const state = batState(low)
    let bit = bits[state] ?? invalid
    if (state >= FULLY_PRESENT) {
      const high = view.getUint32(at + 4, true)
      const place = low >>> PLACE_SHIFT
      const isBehind = high > lastHigh || (high === lastHigh && place > lastLow)
      if (isBehind || (high | place) === 0) bit |= invalid
    }
    if (bit >= invalid) count++
    found |= bit
  }
  tally.invalidEntries += count
  return found
}

/** How many of entries [from, to) differ between two views; one that only one view has differs, too. */
export function countDifferingEntries(a: DataView, b: DataView, from: number, to: number): number {
  const step = BAT_ENTRY_SIZE
  const held = Math.min(a.byteLength, b.byteLength) / step
  let differing = Math.max(0, to - Math.max(from, held))
  for (let at = from * step; at < Math.min(to, held) * step; at += step) {
    const isSame =
      a.getUint32(at, true) === b.getUint32(at, true) &&
      a.getUint32(at + 4, true) === b.getUint32(at + 4, true)
    if (!isSame) differing++
  }
  return differing
}
